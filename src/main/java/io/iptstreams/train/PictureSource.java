package io.iptstreams.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Where clean pictures come from. */
public sealed interface PictureSource {
  /** Word for {@link DeadLeaves} in place of a folder. */
  String DEAD_LEAVES = "dead-leaves";

  /**
   * Opens the pictures; the caller closes them.
   *
   * @param firstStep the step to begin or to go on at
   * @param listener told a line for each of the first few files that are left out
   * @throws TrainingException if there is nothing to learn from or nothing to validate with
   * @throws IOException if the folder cannot be looked into
   */
  Pictures open(PicturePlan plan, long firstStep, Consumer<String> listener) throws IOException;

  /**
   * Reads {@code dead-leaves}, or the name of a folder.
   *
   * @param base what a relative name starts from
   * @throws java.nio.file.InvalidPathException if no folder can have that name
   */
  static PictureSource of(String text, Path base) {
    return text.equals(DEAD_LEAVES) ? new DeadLeaves() : new Folder(base.resolve(text));
  }

  /** The photographs in a folder. */
  record Folder(Path folder) implements PictureSource {
    @Override
    public Pictures open(PicturePlan plan, long firstStep, Consumer<String> listener)
        throws IOException {
      return Photographs.open(folder, plan, firstStep, listener);
    }
  }

  /** Pictures that are drawn, for those who have no photographs. */
  record DeadLeaves() implements PictureSource {
    @Override
    public Pictures open(PicturePlan plan, long firstStep, Consumer<String> listener) {
      return DeadLeavesPictures.open(plan, firstStep);
    }
  }
}
