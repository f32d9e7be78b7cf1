package io.iptstreams.train;

/**
 * The pieces of pictures that a step learns from.
 *
 * @param side of a spoiled crop in pixels, for tasks that keep the size; tasks that enlarge get
 *     crops with as many features
 * @param perTask how many of each task in every step
 * @param finish share of the run, at its end, with a quarter as many crops of twice the side, so
 *     that convolutions see more than one window at a time, as they will in tiles; 0 to 1
 * @param reduceTo half of the crops come from copies of the photographs that are reduced by a
 *     random factor between this and 0.95; 1 for none
 */
public record Crops(int side, int perTask, double finish, double reduceTo) {
  public Crops {
    if (side < 1) {
      throw new IllegalArgumentException("side must be at least 1 pixel, got " + side);
    }
    if (perTask < 1) {
      throw new IllegalArgumentException("perTask must be at least 1, got " + perTask);
    }
    if (!(reduceTo >= 0.1 && reduceTo <= 1)) {
      throw new IllegalArgumentException("reduceTo must be 0.1 to 1, got " + reduceTo);
    }
    if (!(finish >= 0 && finish <= 1)) {
      throw new IllegalArgumentException("finish must be 0 to 1, got " + finish);
    }
  }

  /**
   * Crops of each task in a step.
   *
   * @param finishing whether the step belongs to the last part of the run
   */
  int perTask(boolean finishing) {
    return finishing ? Math.max(1, perTask / 4) : perTask;
  }

  /**
   * Side of the spoiled crops of a step in pixels, for tasks that keep the size.
   *
   * @param finishing whether the step belongs to the last part of the run
   */
  int side(boolean finishing) {
    return finishing ? 2 * side : side;
  }
}
