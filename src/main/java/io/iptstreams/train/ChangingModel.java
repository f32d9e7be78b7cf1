package io.iptstreams.train;

import io.iptstreams.image.Image;
import io.iptstreams.model.ModelException;
import io.iptstreams.model.RestorationModel;
import io.iptstreams.task.Task;
import io.iptstreams.task.TaskSet;
import java.util.List;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;

/**
 * Stands for one model after another of the same tasks and tiles, so that what feeds them need not
 * be opened anew. Closes none of them.
 */
final class ChangingModel implements RestorationModel {
  private final String name;
  private final TaskSet tasks;
  private final int tile;

  /** For reading by whoever uses the present model, which goes once nobody does. */
  private final ReadWriteLock lock = new ReentrantReadWriteLock();

  private RestorationModel present;

  ChangingModel(String name, TaskSet tasks, int tile) {
    this.name = name;
    this.tasks = tasks;
    this.tile = tile;
  }

  /** From now on, does as this one does. */
  void become(RestorationModel model) {
    lock.writeLock().lock();
    try {
      present = model;
    } finally {
      lock.writeLock().unlock();
    }
  }

  /** Waits for the batches that are in the present model, and lets it go. */
  void leave() {
    become(null);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String fingerprint() {
    return ask(RestorationModel::fingerprint);
  }

  @Override
  public String place() {
    return ask(RestorationModel::place);
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
  public List<Image> restore(Task task, List<Image> tiles) {
    return ask(model -> model.restore(task, tiles));
  }

  @Override
  public void close() {
    leave();
  }

  private <T> T ask(Function<RestorationModel, T> question) {
    lock.readLock().lock();
    try {
      if (present == null) {
        throw new ModelException(name + " stands for no model now");
      }
      return question.apply(present);
    } finally {
      lock.readLock().unlock();
    }
  }
}
