package io.iptstreams.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Weights in the safetensors format, with words beside them: eight bytes of header length
 * (little-endian), a JSON header that gives each tensor's type, shape and byte range, then the raw
 * values. Finite 32-bit floats only. A value.
 *
 * <p>A file is trusted in nothing: lengths are checked against the file before anything is
 * allocated, ranges must fit their shapes and fill the file without a hole or an overlap, names are
 * up to {@value #LONGEST_NAME} letters, digits and signs of ASCII.
 *
 * @param weights the tensors, in the order of their values
 * @param metadata the words, by key
 */
public record SafeTensors(Weights weights, Map<String, String> metadata) {
  private static final int MAX_HEADER = 16 << 20;
  private static final int LONGEST_NAME = 200;
  private static final int LONGEST_QUOTE = 60;
  private static final int CHUNK = 1 << 16;
  private static final String METADATA = "__metadata__";
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private record Entry(String name, List<Integer> shape, long begin, long end) {}

  /**
   * Reads a whole file.
   *
   * @throws ModelException if the file is not a well-formed safetensors file of finite 32-bit
   *     floats, or if the heap is too small for it
   */
  public static SafeTensors read(byte[] file) {
    try {
      return read(new ByteArrayInputStream(file), file.length);
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot be read", e);
    }
  }

  /**
   * Reads a file tensor by tensor, so that large weights are not in memory twice.
   *
   * @param in the file from its beginning; read to its end, not closed
   * @param length of the file in bytes
   * @throws ModelException as {@link #read(byte[])}
   */
  public static SafeTensors read(InputStream in, long length) throws IOException {
    try {
      int headerLength = headerLength(in.readNBytes(8), length);
      JsonNode header = header(in.readNBytes(headerLength));
      Map<String, Weights.Tensor> tensors = new LinkedHashMap<>();
      for (Entry entry : entries(header, length - 8 - headerLength)) {
        tensors.put(entry.name(), new Weights.Tensor(entry.shape(), values(entry, in)));
      }
      return new SafeTensors(new Weights(tensors), metadata(header));
    } catch (OutOfMemoryError e) {
      // How much is asked for is the file's word alone, and nobody else has to go without.
      throw new ModelException(
          String.format(
              Locale.ROOT,
              "the Java heap of %,d MiB is too small to read the file of %,d MiB; give java a"
                  + " larger -Xmx",
              Runtime.getRuntime().maxMemory() >> 20,
              length >> 20),
          e);
    }
  }

  private static Map<String, String> metadata(JsonNode header) {
    Map<String, String> metadata = new LinkedHashMap<>();
    header
        .path(METADATA)
        .properties()
        .forEach(word -> metadata.put(word.getKey(), word.getValue().asText()));
    return metadata;
  }

  private static float[] values(Entry entry, InputStream in) throws IOException {
    float[] values = new float[(int) ((entry.end() - entry.begin()) / 4)];
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
    int done = 0;
    while (done < values.length) {
      int count = Math.min(CHUNK / 4, values.length - done);
      if (in.readNBytes(chunk.array(), 0, 4 * count) < 4 * count) {
        throw new ModelException("the file ended while tensor " + entry.name() + " was read");
      }
      chunk.asFloatBuffer().get(values, done, count);
      done += count;
    }
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw new ModelException(
            "value "
                + i
                + " of tensor "
                + entry.name()
                + " is "
                + values[i]
                + ", it must be finite");
      }
    }
    return values;
  }

  /** The file that holds these weights. */
  public static byte[] write(Weights weights) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      write(weights, out);
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot be written to", e);
    }
    return out.toByteArray();
  }

  /** Writes the file tensor by tensor, so that large weights are not in memory twice. */
  public static void write(Weights weights, OutputStream out) throws IOException {
    write(weights, Map.of(), out);
  }

  /** As {@link #write(Weights, OutputStream)}, with words beside the tensors. */
  public static void write(Weights weights, Map<String, String> metadata, OutputStream out)
      throws IOException {
    ObjectNode header = JSON.createObjectNode();
    if (!metadata.isEmpty()) {
      ObjectNode words = header.putObject(METADATA);
      metadata.forEach(words::put);
    }
    long offset = 0;
    for (Map.Entry<String, Weights.Tensor> entry : weights.tensors().entrySet()) {
      Weights.Tensor tensor = entry.getValue();
      ObjectNode node = header.putObject(entry.getKey());
      node.put("dtype", "F32");
      tensor.shape().forEach(node.putArray("shape")::add);
      long end = offset + 4L * tensor.values().length;
      node.putArray("data_offsets").add(offset).add(end);
      offset = end;
    }
    // Padded with spaces, as the format allows, so that the values start at a multiple of eight.
    StringBuilder text = new StringBuilder(header.toString());
    while (text.toString().getBytes(StandardCharsets.UTF_8).length % 8 != 0) {
      text.append(' ');
    }
    byte[] json = text.toString().getBytes(StandardCharsets.UTF_8);
    out.write(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(json.length).array());
    out.write(json);
    for (Weights.Tensor tensor : weights.tensors().values()) {
      ByteBuffer raw =
          ByteBuffer.allocate(Math.multiplyExact(4, tensor.values().length))
              .order(ByteOrder.LITTLE_ENDIAN);
      raw.asFloatBuffer().put(tensor.values());
      out.write(raw.array());
    }
  }

  private static int headerLength(byte[] field, long fileLength) {
    if (field.length < 8) {
      throw new ModelException(
          "a safetensors file has at least 8 bytes, this one has " + field.length);
    }
    long length = ByteBuffer.wrap(field).order(ByteOrder.LITTLE_ENDIAN).getLong();
    if (length < 2 || length > MAX_HEADER || length > fileLength - 8) {
      throw new ModelException(
          "the safetensors header claims "
              + length
              + " bytes, the file has "
              + (fileLength - 8)
              + " after its length, and at most "
              + MAX_HEADER
              + " are read");
    }
    return (int) length;
  }

  private static JsonNode header(byte[] json) {
    JsonNode root;
    try {
      root =
          JSON.readTree(
              StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(json)).toString());
    } catch (CharacterCodingException e) {
      throw new ModelException("the safetensors header is not UTF-8", e);
    } catch (JsonProcessingException e) {
      throw new ModelException(
          "the safetensors header is not valid JSON: " + quoted(e.getOriginalMessage()), e);
    }
    if (!root.isObject()) {
      throw new ModelException("the safetensors header must be a JSON object");
    }
    return root;
  }

  /** In the order of their values, which follow one another without a hole. */
  private static List<Entry> entries(JsonNode root, long dataLength) {
    List<Entry> entries = new ArrayList<>();
    for (Map.Entry<String, JsonNode> field : root.properties()) {
      if (!field.getKey().equals(METADATA)) {
        entries.add(entry(field.getKey(), field.getValue(), dataLength));
      }
    }
    entries.sort(Comparator.comparingLong(Entry::begin));
    long end = 0;
    for (Entry entry : entries) {
      if (entry.begin() != end) {
        throw new ModelException(
            "tensor "
                + entry.name()
                + (entry.begin() < end ? " overlaps" : " leaves a hole after")
                + " the one before it");
      }
      end = entry.end();
    }
    if (end != dataLength) {
      throw new ModelException("the tensors take " + end + " bytes of " + dataLength);
    }
    return entries;
  }

  private static Entry entry(String name, JsonNode node, long dataLength) {
    if (!name.matches("[!-~]{1," + LONGEST_NAME + "}")) {
      throw new ModelException(
          "a tensor has the name \""
              + quoted(name)
              + "\"; it must be 1 to "
              + LONGEST_NAME
              + " letters, digits and signs");
    }
    String type = node.path("dtype").asText();
    if (!type.equals("F32")) {
      throw new ModelException(
          "tensor " + name + " is of type \"" + quoted(type) + "\", only F32 is read");
    }
    List<Integer> shape = shape(name, node.path("shape"));
    long size = shape.stream().mapToLong(side -> side).reduce(1, (a, b) -> a * b);
    JsonNode range = node.path("data_offsets");
    long begin = offset(range.path(0));
    long end = offset(range.path(1));
    if (begin < 0 || end < begin || end > dataLength || end - begin != 4 * size) {
      throw new ModelException(
          "tensor "
              + name
              + " of shape "
              + quoted(shape.toString())
              + " claims the bytes "
              + quoted(range.toString())
              + " of "
              + dataLength);
    }
    return new Entry(name, shape, begin, end);
  }

  private static List<Integer> shape(String name, JsonNode node) {
    List<Integer> shape = new ArrayList<>();
    long size = 1;
    boolean right = node.isArray();
    for (JsonNode side : node) {
      right =
          right
              && side.isInt()
              && side.intValue() > 0
              && size * side.intValue() <= Integer.MAX_VALUE / 4;
      size *= right ? side.intValue() : 1;
      shape.add(side.intValue());
    }
    if (!right) {
      throw new ModelException(
          "tensor " + name + " has the shape " + quoted(node.toString()) + ", which cannot be");
    }
    return shape;
  }

  /** -1 for what is none. */
  private static long offset(JsonNode node) {
    return node.isIntegralNumber() && node.canConvertToLong() ? node.longValue() : -1;
  }

  /** Of a file's own words as many as a sentence can hold, on one line. */
  private static String quoted(String words) {
    String line = words.replaceAll("\\p{Cntrl}", "\ufffd");
    return line.length() <= LONGEST_QUOTE ? line : line.substring(0, LONGEST_QUOTE - 1) + "…";
  }
}
