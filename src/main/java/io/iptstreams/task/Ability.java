package io.iptstreams.task;

/** What one head of a model can undo. A value. */
public sealed interface Ability permits Ability.Single, Ability.DenoiseRange {

  /** Factor by which height and width grow. */
  int scale();

  /** Whether the head undoes this task. */
  boolean covers(Task task);

  /** For people: the task's name, or the range of names. */
  String title();

  /** A task that is in need of a representative, such as a benchmark, gets this one. */
  Task example();

  /** One task. */
  record Single(Task task) implements Ability {
    @Override
    public int scale() {
      return task.scale();
    }

    @Override
    public boolean covers(Task other) {
      return task.equals(other);
    }

    @Override
    public String title() {
      return task.id();
    }

    @Override
    public Task example() {
      return task;
    }
  }

  /**
   * Gaussian noise of any strength within a range: the head is told the standard deviation.
   *
   * @param lowest smallest sigma, 1 to 99 on the 0..255 scale
   * @param highest largest sigma, at least {@code lowest}
   */
  record DenoiseRange(int lowest, int highest) implements Ability {
    public DenoiseRange {
      if (lowest < 1 || highest > 99 || lowest > highest) {
        throw new IllegalArgumentException(
            "sigma must be a range within 1 to 99 on the 0..255 scale, got "
                + lowest
                + " to "
                + highest);
      }
    }

    @Override
    public int scale() {
      return 1;
    }

    @Override
    public boolean covers(Task task) {
      return task instanceof Task.Denoise denoise
          && denoise.sigma() >= lowest
          && denoise.sigma() <= highest;
    }

    @Override
    public String title() {
      return new Task.Denoise(lowest).id() + " to " + new Task.Denoise(highest).id();
    }

    @Override
    public Task example() {
      return new Task.Denoise((lowest + highest) / 2);
    }
  }
}
