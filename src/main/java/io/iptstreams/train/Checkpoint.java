package io.iptstreams.train;

import io.iptstreams.model.ModelException;
import io.iptstreams.model.SafeTensors;
import io.iptstreams.model.Weights;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * All that a stopped run needs to go on as if it had not been stopped: {@code
 * checkpoint.safetensors}, with the plan's facts as the file's metadata.
 *
 * @param state weights, moments, averages and the step
 * @param facts of the plan and the pictures that it was made with
 */
record Checkpoint(Weights state, Map<String, String> facts) {
  private static final String FILE = "checkpoint.safetensors";

  /** Whether a folder holds one. */
  static boolean isIn(Path folder) {
    return Files.exists(folder.resolve(FILE));
  }

  /**
   * Reads the folder's checkpoint.
   *
   * @throws TrainingException if the file is no checkpoint
   */
  static Checkpoint read(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    byte[] bytes = Files.readAllBytes(file);
    try {
      return new Checkpoint(SafeTensors.read(bytes), SafeTensors.metadata(bytes));
    } catch (ModelException e) {
      throw new TrainingException(file + " cannot be gone on from: " + e.getMessage());
    }
  }

  /** Writes it into a folder; the file there is the old one or the new one, never half of one. */
  void write(Path folder) throws IOException {
    Path part = folder.resolve(FILE + ".part");
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(part))) {
      SafeTensors.write(state, facts, out);
    }
    Files.move(
        part,
        folder.resolve(FILE),
        StandardCopyOption.REPLACE_EXISTING,
        StandardCopyOption.ATOMIC_MOVE);
  }

  /**
   * Refuses to go on with another plan or other pictures.
   *
   * @throws TrainingException naming each difference
   */
  void requireSame(Map<String, String> others, Path folder) {
    List<String> differences = new ArrayList<>();
    others.forEach(
        (key, value) -> {
          if (!value.equals(facts.get(key))) {
            differences.add(key + " is " + value + ", there it was " + facts.get(key));
          }
        });
    if (!differences.isEmpty()) {
      throw new TrainingException(
          "the checkpoint in "
              + folder
              + " was made by another plan or with other pictures: "
              + String.join("; ", differences)
              + ". Go on with the same, or start anew in another folder");
    }
  }
}
