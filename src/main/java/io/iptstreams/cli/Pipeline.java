package io.iptstreams.cli;

import io.iptstreams.batch.BatchPolicy;
import io.iptstreams.image.FileCodec;
import io.iptstreams.media.FfmpegWebp;
import io.iptstreams.model.DeviceChoice;
import io.iptstreams.model.IptModel;
import io.iptstreams.model.ModelFolder;
import io.iptstreams.restore.Limits;
import io.iptstreams.restore.Restorer;
import io.iptstreams.task.Task;
import io.iptstreams.task.TaskSet;
import java.time.Duration;

/** A model and the corridor on it, opened and closed together. */
final class Pipeline implements AutoCloseable {
  /** For the picture files of every command. */
  static final FileCodec CODEC = FileCodec.with(new FfmpegWebp());

  /**
   * Small batches: a processor gains nothing from large ones, and two workers want two batches of
   * one picture.
   */
  static final BatchPolicy BATCH = new BatchPolicy(4, Duration.ofMillis(5));

  private final IptModel model;
  private final Restorer restorer;

  private Pipeline(IptModel model, Restorer restorer) {
    this.model = model;
    this.restorer = restorer;
  }

  /** Opens a model by name or path, with as many workers as there are processors. */
  static Pipeline open(String modelName, DeviceChoice device, Limits limits) {
    return open(modelName, device, BATCH, Runtime.getRuntime().availableProcessors(), limits);
  }

  static Pipeline open(
      String modelName, DeviceChoice device, BatchPolicy batch, int workers, Limits limits) {
    IptModel model = IptModel.open(ModelFolder.open(modelName), device);
    try {
      return new Pipeline(model, Restorer.open(model, batch, workers, limits, CODEC));
    } catch (IllegalArgumentException e) {
      model.close();
      throw new UsageException(e.getMessage());
    } catch (RuntimeException e) {
      model.close();
      throw e;
    }
  }

  Restorer restorer() {
    return restorer;
  }

  /**
   * The task of that name.
   *
   * @throws UsageException naming the model's tasks, if it has no such one
   */
  Task task(String id) {
    return task(id, restorer.modelName(), restorer.tasks());
  }

  /**
   * The task of that name.
   *
   * @throws UsageException naming the model's tasks, if it has no such one
   */
  static Task task(String id, String modelName, TaskSet known) {
    return known
        .find(id)
        .orElseThrow(
            () ->
                new UsageException(
                    "unknown task \"" + id + "\"; " + modelName + " knows " + known));
  }

  @Override
  public void close() {
    restorer.close();
    model.close();
  }
}
