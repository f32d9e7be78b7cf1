package io.iptstreams.restore;

import io.iptstreams.batch.BatchCounts;
import io.iptstreams.batch.BatchPolicy;
import io.iptstreams.batch.Batcher;
import io.iptstreams.batch.Registration;
import io.iptstreams.image.Image;
import io.iptstreams.image.ImageCodec;
import io.iptstreams.image.ImageException;
import io.iptstreams.image.ImageFormat;
import io.iptstreams.image.Resampler;
import io.iptstreams.model.RestorationModel;
import io.iptstreams.task.Task;
import io.iptstreams.tiling.Stitcher;
import io.iptstreams.tiling.TileGrid;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.IntFunction;
import java.util.function.ObjIntConsumer;

/**
 * Picture in, restored picture out: decode, tile, batch, model, stitch, encode.
 *
 * <p>Safe for many threads; the tiles of all their pictures share batches. It does not close the
 * model: who opened that closes it, after this.
 */
public final class Restorer implements AutoCloseable {
  private final RestorationModel model;
  private final Limits limits;
  private final Batcher<Task, Image, Image> batcher;

  private Restorer(RestorationModel model, Limits limits, Batcher<Task, Image, Image> batcher) {
    this.model = model;
    this.limits = limits;
    this.batcher = batcher;
  }

  /**
   * Starts the workers that feed a model.
   *
   * @param workers how many batches may be in the model at once
   * @throws IllegalArgumentException if the overlap does not fit the model's tiles
   */
  public static Restorer open(
      RestorationModel model, BatchPolicy policy, int workers, Limits limits) {
    if (limits.overlap() >= model.tile()) {
      throw new IllegalArgumentException(
          "overlap must be less than the "
              + model.tile()
              + " pixels of a tile of "
              + model.name()
              + ", got "
              + limits.overlap());
    }
    return new Restorer(model, limits, Batcher.open(policy, workers, model::restore));
  }

  /**
   * Restores the bytes of a picture file.
   *
   * @return a file of the same format, 8 bits per sample
   * @throws RestorationException if this picture cannot be restored
   * @throws IllegalArgumentException if the task is not among {@link #tasks}
   * @throws CancellationException if this restorer was closed or the thread interrupted; the
   *     picture is not at fault
   */
  public byte[] restore(byte[] picture, Task task) {
    Image degraded = decode(picture);
    Image restored = restore(degraded, task);
    return encode(restored, ImageFormat.sniff(picture).orElseThrow());
  }

  /**
   * Restores a picture of 1 to 4 channels. Grey passes the model as RGB and comes back as the mean
   * of the three; alpha is kept, and enlarged along when the task enlarges.
   *
   * @return a picture of as many channels, {@code task.scale()} times as high and wide, in 0..255
   * @throws RestorationException if this picture cannot be restored
   * @throws IllegalArgumentException if the task is not among {@link #tasks}
   * @throws CancellationException if this restorer was closed or the thread interrupted; the
   *     picture is not at fault
   */
  public Image restore(Image degraded, Task task) {
    checkTask(task);
    checkSize(degraded, task.scale());
    int colours = degraded.channels() < 3 ? 1 : 3;
    Image colour = degraded.hasAlpha() ? degraded.channels(0, colours) : degraded;
    TileGrid grid =
        new TileGrid(degraded.height(), degraded.width(), model.tile(), limits.overlap());
    Stitcher stitcher = new Stitcher(grid, task.scale(), colours);
    restoreTiles(
        task,
        grid.count(),
        index -> Colours.toRgb(grid.cut(colour, index)),
        (tile, index) -> {
          checkTile(tile, index, grid, task);
          stitcher.add(Colours.fromRgb(Colours.clamped(tile), colours));
        });
    return degraded.hasAlpha()
        ? Colours.joined(stitcher.picture(), enlargedAlpha(degraded, task.scale()))
        : stitcher.picture();
  }

  /** Says that the calling thread will restore pictures, so that others' tiles wait for its own. */
  public Registration attach() {
    return batcher.attach();
  }

  /** What the model can undo. */
  public List<Task> tasks() {
    return model.tasks();
  }

  /** Name of the model, as in its card. */
  public String modelName() {
    return model.name();
  }

  /** Identifies the weights: equal fingerprints restore alike. */
  public String modelFingerprint() {
    return model.fingerprint();
  }

  /** Batches and tiles so far, and tiles waiting now. */
  public BatchCounts counts() {
    return batcher.counts();
  }

  private Image decode(byte[] picture) {
    try {
      return ImageCodec.decode(picture, limits.maxPixels());
    } catch (ImageException e) {
      throw new RestorationException(RestorationException.Station.DECODE, e.getMessage(), e);
    }
  }

  private static byte[] encode(Image restored, ImageFormat format) {
    try {
      return ImageCodec.encode(restored, format);
    } catch (ImageException e) {
      throw new RestorationException(RestorationException.Station.ENCODE, e.getMessage(), e);
    }
  }

  private void restoreTiles(
      Task task, int count, IntFunction<Image> cut, ObjIntConsumer<Image> stitch) {
    try {
      batcher.submit(task, count, cut, limits.deadline(), stitch);
    } catch (CancellationException | RestorationException e) {
      throw e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      CancellationException stopped =
          new CancellationException("interrupted while " + model.name() + " was restoring");
      stopped.initCause(e);
      throw stopped;
    } catch (RuntimeException e) {
      throw new RestorationException(
          RestorationException.Station.MODEL,
          model.name() + ", " + task.id() + ": " + e.getMessage(),
          e);
    }
  }

  private void checkTask(Task task) {
    if (!tasks().contains(task)) {
      throw new IllegalArgumentException(
          model.name()
              + " does not know the task "
              + task.id()
              + "; it knows "
              + String.join(", ", tasks().stream().map(Task::id).toList()));
    }
  }

  private void checkSize(Image degraded, int scale) {
    long pixels = degraded.pixels() * scale * scale;
    if (pixels > limits.maxPixels()) {
      throw new RestorationException(
          RestorationException.Station.DECODE,
          "restored, the picture of "
              + degraded
              + " would have "
              + pixels
              + " pixels, at most "
              + limits.maxPixels()
              + " are made",
          null);
    }
  }

  private void checkTile(Image tile, int index, TileGrid grid, Task task) {
    int side = grid.tile() * task.scale();
    if (tile.channels() != 3 || tile.height() != side || tile.width() != side) {
      throw badTile(index, grid, task, "is " + tile + ", expected 3 × " + side + " × " + side);
    }
    for (float sample : tile.samples()) {
      if (!Float.isFinite(sample)) {
        throw badTile(index, grid, task, "holds " + sample + ", expected finite samples");
      }
    }
  }

  private RestorationException badTile(int index, TileGrid grid, Task task, String fault) {
    return new RestorationException(
        RestorationException.Station.MODEL,
        model.name()
            + ", "
            + task.id()
            + ": restored tile "
            + index
            + " of "
            + grid.count()
            + " "
            + fault,
        null);
  }

  private static Image enlargedAlpha(Image degraded, int scale) {
    Image alpha = degraded.channels(degraded.channels() - 1, 1);
    return scale == 1
        ? alpha
        : Colours.clamped(
            Resampler.bicubic(alpha, degraded.height() * scale, degraded.width() * scale));
  }

  /** Ends waiting callers and the workers; returns when no batch is in the model any more. */
  @Override
  public void close() {
    batcher.close();
  }
}
