package io.iptstreams.model;

import io.iptstreams.image.Image;
import io.iptstreams.task.Task;
import io.iptstreams.task.TaskSet;
import java.util.List;

/** A model that does as another does. */
public class DecoratedModel implements RestorationModel {
  private final RestorationModel inner;

  public DecoratedModel(RestorationModel inner) {
    this.inner = inner;
  }

  @Override
  public String name() {
    return inner.name();
  }

  @Override
  public String fingerprint() {
    return inner.fingerprint();
  }

  @Override
  public String place() {
    return inner.place();
  }

  @Override
  public TaskSet tasks() {
    return inner.tasks();
  }

  @Override
  public int tile() {
    return inner.tile();
  }

  @Override
  public List<Image> restore(Task task, List<Image> tiles) {
    return inner.restore(task, tiles);
  }

  @Override
  public void close() {
    inner.close();
  }
}
