package io.iptstreams.model;

import io.iptstreams.image.Image;
import io.iptstreams.task.Task;
import io.iptstreams.task.TaskSet;
import java.util.ArrayList;
import java.util.List;

/**
 * A model that gives every tile back as it is, each pixel repeated where the task enlarges: for dry
 * runs and tests without natives.
 */
public final class IdentityModel implements RestorationModel {
  private final String name;
  private final int tile;
  private final TaskSet tasks;

  /**
   * A stand-in for another model.
   *
   * @param name of that model
   * @param tile side of its tiles in pixels
   * @param tasks what that model can undo
   */
  public IdentityModel(String name, int tile, TaskSet tasks) {
    this.name = name;
    this.tile = tile;
    this.tasks = tasks;
  }

  /**
   * @param tile side of its tiles in pixels
   */
  public IdentityModel(int tile, List<Task> tasks) {
    this("identity", tile, TaskSet.of(tasks));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String fingerprint() {
    return "00000000";
  }

  @Override
  public String place() {
    return "cpu (there is nothing to compute)";
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
    List<Image> restored = new ArrayList<>();
    for (Image image : tiles) {
      restored.add(repeated(image, task.scale()));
    }
    return restored;
  }

  private static Image repeated(Image image, int scale) {
    int height = image.height() * scale;
    int width = image.width() * scale;
    float[] samples = new float[image.channels() * height * width];
    int i = 0;
    for (int c = 0; c < image.channels(); c++) {
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          samples[i++] = image.at(c, y / scale, x / scale);
        }
      }
    }
    return new Image(image.channels(), height, width, samples);
  }

  @Override
  public void close() {
    // Holds nothing outside the heap.
  }
}
