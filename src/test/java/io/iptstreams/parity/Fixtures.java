package io.iptstreams.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.iptstreams.image.Image;
import io.iptstreams.model.ModelFolder;
import io.iptstreams.model.Weights;
import io.iptstreams.model.checkpoint.Checkpoint;
import io.iptstreams.model.checkpoint.CheckpointImport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Inputs and outputs of the official code, recorded once; they lie beside the repository. Tests
 * that need them are skipped, and say so, where they are not there.
 */
final class Fixtures {
  /** Ten times the rounding noise of the official code itself, grey levels. */
  static final float PICTURE_LIMIT = 4e-3f;

  private static final Path FOLDER =
      Path.of(System.getProperty("ipt.parity", "../shared/fixtures/ipt-parity"));

  /** Official names of the tasks in head order, and ours. */
  static final Map<String, String> TASKS =
      Map.of(
          "sr2", "upscale-x2",
          "sr3", "upscale-x3",
          "sr4", "upscale-x4",
          "derain", "derain",
          "denoise30", "denoise-30",
          "denoise50", "denoise-50");

  static final List<String> HEADS =
      List.of("upscale-x2", "upscale-x3", "upscale-x4", "derain", "denoise-30", "denoise-50");

  private Fixtures() {}

  /** A number of values and their shape, NumPy format 1.0. */
  record Array(List<Integer> shape, float[] values) {

    /** One picture of a batch. */
    Image picture(int index) {
      int size = shape.get(1) * shape.get(2) * shape.get(3);
      float[] samples = Arrays.copyOfRange(values, index * size, (index + 1) * size);
      return new Image(shape.get(1), shape.get(2), shape.get(3), samples);
    }
  }

  static void assumeThere() {
    assumeTrue(
        Files.isDirectory(FOLDER),
        () -> "skipped: the parity fixtures are not at " + FOLDER.toAbsolutePath().normalize());
  }

  static Path file(String name) {
    assumeThere();
    return FOLDER.resolve(name);
  }

  static Array array(String name) throws IOException {
    ByteBuffer file =
        ByteBuffer.wrap(Files.readAllBytes(file(name + ".npy"))).order(ByteOrder.LITTLE_ENDIAN);
    int header = file.getShort(8);
    String text = new String(file.array(), 10, header, StandardCharsets.US_ASCII);
    assertThat(text).contains("'<f4'").contains("'fortran_order': False");
    List<Integer> shape = new ArrayList<>();
    String sides = text.substring(text.indexOf('(') + 1, text.indexOf(')'));
    for (String side : sides.split(",")) {
      shape.add(Integer.parseInt(side.strip()));
    }
    float[] values = new float[(file.capacity() - 10 - header) / 4];
    file.position(10 + header).asFloatBuffer().get(values);
    return new Array(shape, values);
  }

  static JsonNode manifest(String name) throws IOException {
    return new ObjectMapper().readTree(file(name).toFile());
  }

  /** The recorded model, through our own import. */
  static ModelFolder model() throws IOException {
    return imported("checkpoint.pt", HEADS);
  }

  static ModelFolder imported(String checkpoint, List<String> tasks) throws IOException {
    Weights weights = Checkpoint.read(file(checkpoint));
    CheckpointImport imported = CheckpointImport.of(weights, "recorded", tasks, 4, Map.of());
    return new ModelFolder(imported.card(), imported.weights(), "0123456789abcdef");
  }

  /** Compares and says on standard output how close they are. */
  static void assertClose(String what, Image found, Image expected, float limit) {
    assertThat(found).hasToString(expected.toString());
    float largest = 0;
    for (int i = 0; i < found.samples().length; i++) {
      largest = Math.max(largest, Math.abs(found.samples()[i] - expected.samples()[i]));
    }
    System.out.printf("parity %s: largest difference %.2e%n", what, largest);
    assertThat(largest).as(what).isLessThan(limit);
  }
}
