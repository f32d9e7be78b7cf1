package io.iptstreams.model;

import io.iptstreams.image.Image;
import io.iptstreams.task.Task;
import io.iptstreams.task.TaskSet;
import java.util.List;

/** Something that restores batches of tiles. Safe for calls from several threads at once. */
public interface RestorationModel extends AutoCloseable {

  /** Name of the model, as in its card. */
  String name();

  /** Identifies the weights: equal fingerprints restore alike. At least 8 hexadecimal digits. */
  String fingerprint();

  /** Where it runs, and why there, for people: {@code cpu (the engine finds no GPU), bfloat16}. */
  String place();

  /** What this model can undo. */
  TaskSet tasks();

  /** Side in pixels of the square tiles this model should be fed with. */
  int tile();

  /**
   * Restores the tiles of one batch.
   *
   * @param task what to undo, one of {@link #tasks}
   * @param tiles at least one tile of 3 × tile × tile samples in 0..255, RGB
   * @return one tile per input, in input order, each 3 × (s · tile) × (s · tile) with s = {@code
   *     task.scale()}
   * @throws IllegalArgumentException if the task is not the model's or a tile has another shape
   * @throws ModelException if the engine failed; then no tile of this batch was restored
   */
  List<Image> restore(Task task, List<Image> tiles);

  /** Frees what the model holds outside the heap. */
  @Override
  void close();
}
