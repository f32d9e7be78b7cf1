package io.iptstreams.proof;

import io.iptstreams.image.Image;
import io.iptstreams.model.IdentityModel;
import io.iptstreams.model.ModelException;
import io.iptstreams.model.RestorationModel;
import io.iptstreams.task.Task;
import io.iptstreams.task.TaskSet;
import java.time.Duration;
import java.util.List;

/** A device that takes the same time for every batch, however busy the cores are. */
final class SleepingModel implements RestorationModel {
  private final RestorationModel identity = new IdentityModel(96, List.of(new Task.Derain()));
  private final Duration latency;

  SleepingModel(Duration latency) {
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
    return identity.restore(task, tiles);
  }

  @Override
  public String name() {
    return "sleeping";
  }

  @Override
  public String fingerprint() {
    return identity.fingerprint();
  }

  @Override
  public TaskSet tasks() {
    return identity.tasks();
  }

  @Override
  public int tile() {
    return identity.tile();
  }

  @Override
  public void close() {
    identity.close();
  }
}
