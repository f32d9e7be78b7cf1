package io.iptstreams.proof;

import io.iptstreams.image.Image;
import io.iptstreams.model.DecoratedModel;
import io.iptstreams.model.IdentityModel;
import io.iptstreams.model.ModelException;
import io.iptstreams.task.Task;
import io.iptstreams.task.TaskSet;
import java.time.Duration;
import java.util.List;

/** A device that takes the same time for every batch, however busy the cores are. */
final class SleepingModel extends DecoratedModel {
  /** Side of its tiles unless told otherwise, in pixels. */
  static final int TILE = 96;

  private final Duration latency;

  SleepingModel(Duration latency) {
    this(latency, TILE);
  }

  /**
   * @param tile side of its tiles, in pixels
   */
  SleepingModel(Duration latency, int tile) {
    super(new IdentityModel("sleeping", tile, TaskSet.of(List.of(new Task.Derain()))));
    this.latency = latency;
  }

  @Override
  public List<Image> restore(Task task, List<Image> tiles) {
    try {
      Thread.sleep(latency.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ModelException("interrupted in the device", e);
    }
    return super.restore(task, tiles);
  }
}
