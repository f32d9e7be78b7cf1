package io.iptstreams.restore;

import io.iptstreams.batch.BatchCounts;
import io.iptstreams.batch.BatchPolicy;
import io.iptstreams.batch.Batcher;
import io.iptstreams.batch.Registration;
import io.iptstreams.batch.StalledException;
import io.iptstreams.image.FileCodec;
import io.iptstreams.image.FileDetails;
import io.iptstreams.image.Image;
import io.iptstreams.image.ImageException;
import io.iptstreams.image.ImageFormat;
import io.iptstreams.image.Resampler;
import io.iptstreams.model.RestorationModel;
import io.iptstreams.task.Task;
import io.iptstreams.task.TaskSet;
import io.iptstreams.tiling.Mosaic;
import io.iptstreams.tiling.TileGrid;
import io.iptstreams.tiling.TilePlan;
import java.time.Duration;
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
  private final FileCodec codec;
  private final Batcher<Task, Image, Image> batcher;

  private Restorer(
      RestorationModel model, Limits limits, FileCodec codec, Batcher<Task, Image, Image> batcher) {
    this.model = model;
    this.limits = limits;
    this.codec = codec;
    this.batcher = batcher;
  }

  /** As the other {@code open}, for picture files other than WebP. */
  public static Restorer open(
      RestorationModel model, BatchPolicy policy, int workers, Limits limits) {
    return open(model, policy, workers, limits, FileCodec.withoutWebp());
  }

  /**
   * Starts the workers that feed a model.
   *
   * @param workers how many batches may be in the model at once
   * @param codec reads and writes the picture files
   * @throws IllegalArgumentException if the tiling does not fit the model's tiles
   */
  public static Restorer open(
      RestorationModel model, BatchPolicy policy, int workers, Limits limits, FileCodec codec) {
    limits.tiling().requireFit(model.tile(), model.name());
    return new Restorer(model, limits, codec, Batcher.open(policy, workers, model::restore));
  }

  /**
   * Restores the bytes of a picture file.
   *
   * @param tasks what to undo, in this order; nothing is rounded in between
   * @return a file of the same format, with as many bits per sample; of the two ways of WebP the
   *     same too, and with the same colour profile and camera's notes
   * @throws RestorationException if this picture cannot be restored
   * @throws StuckModelException if the model gives nothing back to anybody
   * @throws IllegalArgumentException if a task is not among {@link #tasks}
   * @throws CancellationException if this restorer was closed or the thread interrupted; the
   *     picture is not at fault
   */
  public byte[] restore(byte[] picture, List<Task> tasks) {
    return restoreFile(picture, tasks).bytes();
  }

  /** As {@link #restore(byte[], List)}, and tells how good it is. */
  public RestoredFile restoreFile(byte[] picture, List<Task> tasks) {
    Image degraded = decode(picture);
    Image restored = restore(degraded, tasks);
    return new RestoredFile(encode(restored, picture), quality(degraded, restored));
  }

  /**
   * Undoes one task after another as {@link #restore(Image, Task)} does, for somebody who will
   * publish the picture: a black or garbled one is refused. The deadline is that of them all.
   *
   * @throws RestorationException also if what came out cannot be a restored picture
   */
  public Image restore(Image degraded, List<Task> tasks) {
    long end = System.nanoTime() + limits.deadline().toNanos();
    Image restored = degraded;
    for (Task task : tasks) {
      restored = restore(restored, task, Duration.ofNanos(end - System.nanoTime()));
    }
    OutputGuard.check(degraded, restored, tasks);
    return restored;
  }

  /**
   * Tells how good a restoration is, as far as that can be told of it.
   *
   * @param degraded what was restored
   * @param restored what {@link #restore(Image, List)} made of it
   */
  public Quality quality(Image degraded, Image restored) {
    int scale = restored.width() / degraded.width();
    TilePlan plan = limits.tiling().plan(degraded.height(), degraded.width(), model.tile());
    return Quality.of(
        degraded, restored, x -> plan instanceof TileGrid grid && grid.meetAt(x / scale));
  }

  /**
   * Restores a picture of 1 to 4 channels. Grey passes the model as RGB and comes back as the mean
   * of the three; alpha is kept, and enlarged along when the task enlarges.
   *
   * @return a picture of as many channels, {@code task.scale()} times as high and wide, in 0..255
   * @throws RestorationException if this picture cannot be restored
   * @throws StuckModelException if the model gives nothing back to anybody
   * @throws IllegalArgumentException if the task is not among {@link #tasks}
   * @throws CancellationException if this restorer was closed or the thread interrupted; the
   *     picture is not at fault
   */
  public Image restore(Image degraded, Task task) {
    return restore(degraded, task, limits.deadline());
  }

  private Image restore(Image degraded, Task task, Duration deadline) {
    checkTask(task);
    checkSize(degraded, task.scale());
    if (deadline.isNegative() || deadline.isZero()) {
      throw new RestorationException(
          RestorationException.Station.MODEL,
          model.name()
              + ", "
              + task.id()
              + ": nothing was left of the deadline of "
              + limits.deadline().toMillis()
              + " ms after the tasks before it",
          null);
    }
    int colours = degraded.channels() < 3 ? 1 : 3;
    Image colour = degraded.hasAlpha() ? degraded.channels(0, colours) : degraded;
    Image restored =
        limits.selfEnsemble()
            ? SelfEnsemble.of(colour, turned -> restoreColours(turned, task, deadline))
            : restoreColours(colour, task, deadline);
    if (limits.published()) {
      restored = Colours.clamped(restored);
    }
    return degraded.hasAlpha()
        ? Colours.joined(restored, enlargedAlpha(degraded, task.scale()))
        : restored;
  }

  private Image restoreColours(Image colour, Task task, Duration deadline) {
    TilePlan plan = limits.tiling().plan(colour.height(), colour.width(), model.tile());
    int channels = colour.channels();
    Mosaic mosaic = plan.mosaic(task.scale(), channels);
    restoreTiles(
        task,
        deadline,
        plan.count(),
        index -> Colours.toRgb(plan.cut(colour, index)),
        (tile, index) -> {
          checkTile(tile, index, plan, task);
          Image settled = limits.published() ? tile : Colours.clamped(tile);
          mosaic.add(Colours.fromRgb(settled, channels));
        });
    return mosaic.picture();
  }

  /** Says that the calling thread will restore pictures, so that others' tiles wait for its own. */
  public Registration attach() {
    return batcher.attach();
  }

  /** What the model can undo. */
  public TaskSet tasks() {
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
      return codec.decodeStored(picture, limits.maxPixels());
    } catch (ImageException e) {
      throw new RestorationException(RestorationException.Station.DECODE, e.getMessage(), e);
    }
  }

  private byte[] encode(Image restored, byte[] original) {
    try {
      ImageFormat format = ImageFormat.sniff(original).orElseThrow();
      return codec.encode(restored, format, FileDetails.of(original));
    } catch (ImageException e) {
      throw new RestorationException(RestorationException.Station.ENCODE, e.getMessage(), e);
    }
  }

  private void restoreTiles(
      Task task,
      Duration deadline,
      int count,
      IntFunction<Image> cut,
      ObjIntConsumer<Image> stitch) {
    try {
      batcher.submit(task, count, cut, deadline, stitch);
    } catch (CancellationException | RestorationException e) {
      throw e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      CancellationException stopped =
          new CancellationException("interrupted while " + model.name() + " was restoring");
      stopped.initCause(e);
      throw stopped;
    } catch (RuntimeException e) {
      String what = model.name() + ", " + task.id() + ": " + e.getMessage();
      if (e instanceof StalledException stalled && isMostOfTheDeadline(deadline)) {
        throw new StuckModelException(
            what + "; the model hangs, or the deadline is shorter than a batch takes",
            stalled.isInside(),
            e);
      }
      throw new RestorationException(RestorationException.Station.MODEL, what, e);
    }
  }

  /** A task after others has less, in which a batch need not come back. */
  private boolean isMostOfTheDeadline(Duration deadline) {
    return deadline.compareTo(limits.deadline().dividedBy(2)) > 0;
  }

  private void checkTask(Task task) {
    if (!tasks().contains(task)) {
      throw new IllegalArgumentException(
          model.name() + " does not know the task " + task.id() + "; it knows " + tasks());
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

  private void checkTile(Image tile, int index, TilePlan plan, Task task) {
    int side = plan.tile() * task.scale();
    if (tile.channels() != 3 || tile.height() != side || tile.width() != side) {
      throw badTile(index, plan, task, "is " + tile + ", expected 3 × " + side + " × " + side);
    }
    for (float sample : tile.samples()) {
      if (!Float.isFinite(sample)) {
        throw badTile(index, plan, task, "holds " + sample + ", expected finite samples");
      }
    }
  }

  private RestorationException badTile(int index, TilePlan plan, Task task, String fault) {
    return new RestorationException(
        RestorationException.Station.MODEL,
        model.name()
            + ", "
            + task.id()
            + ": restored tile "
            + index
            + " of "
            + plan.count()
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

  /** Whether a batch is in the model that may never come back, so that it must not be closed. */
  public boolean isStuck() {
    return batcher.isStalled();
  }

  /**
   * Ends waiting callers and the workers; returns when no batch is in the model any more, or at
   * once if the model is stuck.
   */
  @Override
  public void close() {
    batcher.close();
  }
}
