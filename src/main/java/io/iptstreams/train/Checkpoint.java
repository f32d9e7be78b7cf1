package io.iptstreams.train;

import io.iptstreams.model.ModelException;
import io.iptstreams.model.SafeTensors;
import io.iptstreams.model.Weights;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All that a stopped run needs to go on as if it had not been stopped: {@code
 * checkpoint.safetensors}, with the facts and what was spent as the file's metadata.
 *
 * @param state weights, moments, averages and the step
 * @param facts of the plan and the pictures that it was made with
 * @param spent until then
 */
record Checkpoint(Weights state, Map<String, String> facts, Spent spent) {
  private static final String FILE = "checkpoint.safetensors";
  private static final int TOLD = 5;
  private static final int HASH_DIGITS = 12;
  private static final int LONGEST_FACT = 120;

  /** Whether a folder holds one. */
  static boolean isIn(RunFolder folder) {
    return folder.has(FILE);
  }

  /**
   * Reads the folder's checkpoint.
   *
   * @throws TrainingException if the file is no checkpoint
   */
  static Checkpoint read(RunFolder folder) throws IOException {
    Path file = folder.file(FILE);
    // Its size is asked of the open file: by its path it could be that of the next checkpoint.
    try (FileChannel channel = FileChannel.open(file);
        InputStream in = Channels.newInputStream(channel)) {
      SafeTensors read = SafeTensors.read(in, channel.size());
      Map<String, String> facts = new LinkedHashMap<>(read.metadata());
      Spent spent = Spent.of(facts);
      facts.keySet().removeIf(key -> key.startsWith(Spent.PREFIX));
      Trainer.step(read.weights());
      return new Checkpoint(read.weights(), facts, spent);
    } catch (ModelException | TrainingException | IllegalArgumentException e) {
      throw new TrainingException(file + " is no checkpoint to go on from: " + e.getMessage());
    }
  }

  /** Writes it into a folder; the file there is the old one or the new one, never half of one. */
  void write(RunFolder folder) throws IOException {
    Map<String, String> words = new LinkedHashMap<>(facts);
    words.putAll(spent.words());
    folder.write(FILE, out -> SafeTensors.write(state, words, out));
  }

  /**
   * Refuses to go on with another plan or other pictures.
   *
   * @throws TrainingException naming the first few differences
   */
  void requireSame(Map<String, String> now, RunFolder folder) {
    List<String> differences = differences(now);
    if (differences.isEmpty()) {
      return;
    }
    String more = differences.size() > TOLD ? "; and " + (differences.size() - TOLD) + " more" : "";
    throw new TrainingException(
        "the checkpoint in "
            + folder.path()
            + " is of another plan or other pictures: "
            + String.join("; ", differences.subList(0, Math.min(TOLD, differences.size())))
            + more
            + ". Go on with its own, or begin in another folder");
  }

  private List<String> differences(Map<String, String> now) {
    Set<String> keys = new LinkedHashSet<>(facts.keySet());
    keys.addAll(now.keySet());
    List<String> differences = new ArrayList<>();
    for (String key : keys) {
      String was = facts.getOrDefault(key, "nothing");
      String is = now.getOrDefault(key, "nothing");
      if (!was.equals(is)) {
        differences.add(shortened(key) + " was " + shortened(was) + ", now it is " + shortened(is));
      }
    }
    return differences;
  }

  /** Of a hash, enough to see that it is another; of all else, what fits on a line. */
  private static String shortened(String value) {
    String line = value.replaceAll("\\p{Cntrl}", "\ufffd");
    int longest = line.matches("[0-9a-f]{40,}") ? HASH_DIGITS : LONGEST_FACT;
    return line.length() <= longest ? line : line.substring(0, longest) + "…";
  }
}
