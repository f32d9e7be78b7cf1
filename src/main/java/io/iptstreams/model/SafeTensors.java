package io.iptstreams.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads and writes weights in the safetensors format: eight bytes of header length (little-endian),
 * a JSON header that gives each tensor's type, shape and byte range, then the raw values. 32-bit
 * floats only.
 *
 * <p>A file is trusted in nothing: lengths are checked against the file before anything is
 * allocated, and ranges must lie inside it, fit their shapes and not overlap.
 */
public final class SafeTensors {
  private static final int MAX_HEADER = 16 << 20;
  private static final String METADATA = "__metadata__";
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private SafeTensors() {}

  private record Entry(String name, List<Integer> shape, long begin, long end) {}

  /**
   * Reads a whole file.
   *
   * @throws ModelException if the file is not a well-formed safetensors file of 32-bit floats
   */
  public static Weights read(byte[] file) {
    ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    int start = 8 + headerLength(file);
    List<Entry> entries = entries(header(file), file.length - start);
    Map<String, Weights.Tensor> tensors = new LinkedHashMap<>();
    long free = 0;
    for (Entry entry : entries) {
      if (entry.begin() < free) {
        throw new ModelException("tensor " + entry.name() + " overlaps the one before it");
      }
      free = entry.end();
      float[] values = new float[(int) ((entry.end() - entry.begin()) / 4)];
      bytes.position(start + (int) entry.begin());
      bytes.asFloatBuffer().get(values);
      tensors.put(entry.name(), new Weights.Tensor(entry.shape(), values));
    }
    return new Weights(tensors);
  }

  /**
   * Words that a file carries beside its tensors; empty if it has none.
   *
   * @throws ModelException if the file has no well-formed header
   */
  public static Map<String, String> metadata(byte[] file) {
    Map<String, String> metadata = new LinkedHashMap<>();
    header(file)
        .path(METADATA)
        .properties()
        .forEach(word -> metadata.put(word.getKey(), word.getValue().asText()));
    return metadata;
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

  private static int headerLength(byte[] file) {
    if (file.length < 8) {
      throw new ModelException(
          "a safetensors file has at least 8 bytes, this one has " + file.length);
    }
    long length = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong();
    if (length < 2 || length > MAX_HEADER || length > file.length - 8) {
      throw new ModelException(
          "the safetensors header claims "
              + length
              + " bytes, the file has "
              + (file.length - 8)
              + " after its length");
    }
    return (int) length;
  }

  private static JsonNode header(byte[] file) {
    JsonNode root;
    try {
      root = JSON.readTree(new String(file, 8, headerLength(file), StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      throw new ModelException(
          "the safetensors header is not valid JSON: " + e.getOriginalMessage(), e);
    }
    if (!root.isObject()) {
      throw new ModelException("the safetensors header must be a JSON object");
    }
    return root;
  }

  private static List<Entry> entries(JsonNode root, long dataLength) {
    List<Entry> entries = new ArrayList<>();
    for (Map.Entry<String, JsonNode> field : root.properties()) {
      if (!field.getKey().equals(METADATA)) {
        entries.add(entry(field.getKey(), field.getValue(), dataLength));
      }
    }
    entries.sort(Comparator.comparingLong(Entry::begin));
    return entries;
  }

  private static Entry entry(String name, JsonNode node, long dataLength) {
    String type = node.path("dtype").asText();
    if (!type.equals("F32")) {
      throw new ModelException("tensor " + name + " is of type \"" + type + "\", only F32 is read");
    }
    List<Integer> shape = new ArrayList<>();
    long size = 1;
    for (JsonNode side : node.path("shape")) {
      if (!side.canConvertToInt()
          || side.asInt() < 1
          || size * side.asInt() > Integer.MAX_VALUE / 4) {
        throw new ModelException(
            "tensor " + name + " has the shape " + node.path("shape") + ", which cannot be");
      }
      shape.add(side.asInt());
      size *= side.asInt();
    }
    JsonNode range = node.path("data_offsets");
    long begin = range.path(0).asLong(-1);
    long end = range.path(1).asLong(-1);
    if (begin < 0 || end > dataLength || end - begin != 4 * size || begin % 4 != 0) {
      throw new ModelException(
          "tensor "
              + name
              + " of shape "
              + shape
              + " claims the bytes "
              + range
              + " of "
              + dataLength);
    }
    return new Entry(name, shape, begin, end);
  }
}
