package io.iptstreams.cli;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.iptstreams.model.ModelFolder;
import io.iptstreams.model.SafeTensors;
import io.iptstreams.model.SmallNetworks;
import io.iptstreams.model.Weights;
import io.iptstreams.task.Task;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Files of tensors that were made to do harm, given in the three places that take one: each is
 * refused in one sentence that names the file.
 */
class HostileFilesTest {
  private static final ModelFolder SMALL =
      SmallNetworks.fresh(SmallNetworks.COMPACT, 16, new Task.Derain());
  private static final String NETWORK =
      "architecture: {features: 4, window: 4, token: 2, width: 16, attention-heads: 2,"
          + " feed-forward: 16, encoder-layers: 1, decoder-layers: 1, head-blocks: 1,"
          + " head-kernel: 3}";
  private static final int LONGEST_SENTENCE = 600;

  private static final Map<String, String> SPENT =
      Map.of(
          "spent.minutes", "1",
          "spent.trainingSeconds", "60",
          "spent.waitingSeconds", "0",
          "spent.crops", "100");
  private static final String WORDS =
      "{\"__metadata__\":{"
          + SPENT.entrySet().stream()
              .map(word -> "\"" + word.getKey() + "\":\"" + word.getValue() + "\"")
              .collect(joining(","))
          + "},";

  @TempDir private Path temp;
  private Path model;
  private Path out;

  @BeforeEach
  void write() throws IOException {
    model = temp.resolve("model");
    out = temp.resolve("out");
    ModelFolder.write(model, SMALL.card(), SMALL.weights());
    Files.createDirectory(out);
  }

  private static byte[] file(long headerLength, byte[] header, int dataBytes) {
    return ByteBuffer.allocate(8 + header.length + dataBytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(headerLength)
        .put(header)
        .array();
  }

  /** With what a checkpoint has beside its tensors, so that these are looked at. */
  private static byte[] file(String header, int dataBytes) {
    byte[] json = header.replaceFirst("^\\{\"", WORDS + "\"").getBytes(StandardCharsets.UTF_8);
    return file(json.length, json, dataBytes);
  }

  private static String tensor(String name, String shape, String range) {
    return "{\"%s\":{\"dtype\":\"F32\",\"shape\":%s,\"data_offsets\":%s}}"
        .formatted(name, shape, range);
  }

  /** All weights of the network, as they should be but for one number. */
  private static byte[] weightsWith(float number) throws IOException {
    Map<String, Weights.Tensor> tensors = new LinkedHashMap<>(SMALL.weights().tensors());
    float[] values = tensors.get("body.norm.bias").values().clone();
    values[1] = number;
    tensors.put("body.norm.bias", new Weights.Tensor(List.of(values.length), values));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    SafeTensors.write(new Weights(tensors), SPENT, out);
    return out.toByteArray();
  }

  static Stream<Arguments> files() throws IOException {
    byte[] empty = {};
    String one = "\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]";
    return Stream.of(
        Arguments.of("an empty file", empty),
        Arguments.of("a header longer than the file", file(1000, "{}".getBytes(), 0)),
        Arguments.of("a header of 2^63 - 1 bytes", file(Long.MAX_VALUE, "{}".getBytes(), 0)),
        Arguments.of("a header of -1 bytes", file(-1, "{}".getBytes(), 0)),
        Arguments.of("zeros", new byte[1000]),
        Arguments.of("no JSON", file("{\"w\":", 0)),
        Arguments.of("a list", file("[1]", 0)),
        Arguments.of("JSON too deep to climb", file("[".repeat(100_000), 0)),
        Arguments.of("two headers", file("{\"w\":{" + one + "}} {}", 4)),
        Arguments.of("a negative shape", file(tensor("w", "[-1]", "[0,4]"), 4)),
        Arguments.of("two negative sides", file(tensor("w", "[-2,-2]", "[0,16]"), 16)),
        Arguments.of("half a value", file(tensor("w", "[1.5]", "[0,4]"), 4)),
        Arguments.of("a shape in words", file(tensor("w", "\"all\"", "[0,4]"), 4)),
        Arguments.of(
            "a huge shape", file(tensor("w", "[2147483647,2147483647]", "[0,17179869180]"), 4)),
        Arguments.of(
            "a shape beyond long", file(tensor("w", "[18446744073709551617]", "[0,4]"), 4)),
        Arguments.of(
            "a range that overflows",
            file(tensor("w", "[1]", "[9223372036854775804,-9223372036854775808]"), 4)),
        Arguments.of(
            "a range beyond long",
            file(tensor("w", "[1]", "[18446744073709551616,18446744073709551620]"), 4)),
        Arguments.of("a range in fractions", file(tensor("w", "[1]", "[0.5,4.5]"), 8)),
        Arguments.of("a range of one number", file(tensor("w", "[1]", "[0]"), 4)),
        Arguments.of("overlapping ranges", file("{\"v\":{" + one + "},\"w\":{" + one + "}}", 4)),
        Arguments.of("a hole between the ranges", file(tensor("w", "[1]", "[4,8]"), 8)),
        Arguments.of("values that belong to nothing", file("{\"w\":{" + one + "}}", 1000)),
        Arguments.of("one name twice", file("{\"w\":{" + one + "},\"w\":{" + one + "}}", 4)),
        Arguments.of("a name that is no UTF-8", notUtf8()),
        Arguments.of("a name of two lines", file(tensor("a\\nb", "[1]", "[0,4]"), 4)),
        Arguments.of(
            "a name that colours the terminal", file(tensor("\\u001b[31m", "[1]", "[0,4]"), 4)),
        Arguments.of("a very long name", file(tensor("n".repeat(40_000), "[1]", "[0,4]"), 4)),
        Arguments.of(
            "a very long shape", file(tensor("w", "[1" + ",0".repeat(40_000) + "]", "[0,4]"), 4)),
        Arguments.of(
            "a very long type", file("{\"w\":{\"dtype\":\"" + "F\\n".repeat(9_000) + "\"}}", 4)),
        Arguments.of("very many tensors", manyTensors()),
        Arguments.of("a number that is none", weightsWith(Float.NaN)),
        Arguments.of("a number without end", weightsWith(Float.NEGATIVE_INFINITY)));
  }

  private static byte[] notUtf8() {
    byte[] file = file(tensor("?", "[1]", "[0,4]"), 4);
    file[new String(file, StandardCharsets.ISO_8859_1).indexOf('?')] = (byte) 0xc1;
    return file;
  }

  private static byte[] manyTensors() {
    StringBuilder header = new StringBuilder("{");
    for (int i = 0; i < 1000; i++) {
      header.append(i == 0 ? "" : ",").append("\"w").append(i);
      header.append("\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[");
      header.append(4 * i).append(',').append(4 * i + 4).append("]}");
    }
    return file(header.append('}').toString(), 4 * 1000);
  }

  private Path plan(String network) throws IOException {
    return Files.writeString(
        temp.resolve("plan.yaml"),
        """
        name: small
        %s
        tasks: [{task: derain}]
        crops-per-task: 4
        steps: 10
        learning-rate: 0.001
        """
            .formatted(network));
  }

  private static void assertRefused(int status, Spoken answer, Path file) {
    assertThat(answer.status()).as(answer.err()).isEqualTo(status);
    assertThat(answer.out()).isEmpty();
    assertThat(answer.err())
        .hasLineCount(1)
        .hasSizeLessThan(LONGEST_SENTENCE)
        .contains(file.toString())
        .doesNotContain("Exception", "null", "\u001b");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("files")
  void asModel(String what, byte[] hostile) throws IOException {
    Files.write(model.resolve("weights.safetensors"), hostile);

    assertRefused(1, Spoken.of("models", "show", model.toString()), model);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("files")
  void asModelToStartFrom(String what, byte[] hostile) throws IOException {
    Files.write(model.resolve("weights.safetensors"), hostile);
    Path plan = plan("from: model");

    assertRefused(2, train(plan), plan);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("files")
  void asCheckpoint(String what, byte[] hostile) throws IOException {
    Path checkpoint = Files.write(out.resolve("checkpoint.safetensors"), hostile);

    assertRefused(1, train(plan(NETWORK), "--resume"), checkpoint);
  }

  private Spoken train(Path plan, String... more) {
    List<String> words = new ArrayList<>(List.of("train", plan.toString()));
    words.addAll(List.of("--data", "dead-leaves", "--out", out.toString()));
    words.addAll(List.of(more));
    return Spoken.of(words.toArray(String[]::new));
  }
}
