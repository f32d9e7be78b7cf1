package io.iptstreams.train;

import io.iptstreams.image.Image;
import io.iptstreams.model.ModelException;
import io.iptstreams.model.RestorationModel;
import io.iptstreams.task.Task;
import io.iptstreams.task.TaskSet;
import java.util.List;

/**
 * Stands for one model after another of the same tasks and tiles, so that what feeds them need not
 * be opened anew. Closes none of them.
 */
final class ChangingModel implements RestorationModel {
  private final String name;
  private final TaskSet tasks;
  private final int tile;
  private RestorationModel present;

  ChangingModel(String name, TaskSet tasks, int tile) {
    this.name = name;
    this.tasks = tasks;
    this.tile = tile;
  }

  /** From now on, does as this one does. */
  synchronized void become(RestorationModel model) {
    present = model;
  }

  /** Waits for the batch that is in the present model, and lets it go. */
  synchronized void leave() {
    present = null;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public synchronized String fingerprint() {
    return present().fingerprint();
  }

  @Override
  public synchronized String place() {
    return present().place();
  }

  @Override
  public TaskSet tasks() {
    return tasks;
  }

  @Override
  public int tile() {
    return tile;
  }

  @Override
  public synchronized List<Image> restore(Task task, List<Image> tiles) {
    return present().restore(task, tiles);
  }

  @Override
  public void close() {
    leave();
  }

  private RestorationModel present() {
    if (present == null) {
      throw new ModelException(name + " stands for no model now");
    }
    return present;
  }
}
