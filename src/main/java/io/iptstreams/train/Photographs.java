package io.iptstreams.train;

import io.iptstreams.image.Image;
import io.iptstreams.image.ImageCodec;
import io.iptstreams.image.ImageException;
import io.iptstreams.image.Resampler;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * The photographs of a folder and of all folders in it, however many.
 *
 * <p><b>Set apart for validation:</b> every 16th file by name, from the first on; of more than 256
 * files 16, evenly spread. Where such a file is of no use, the next usable one of the 15 after it
 * takes its place. All others are trained on.
 *
 * <p><b>Left out:</b> files that cannot be read or decoded, that are stored without colour or
 * smaller than the largest crop. They are counted, and the first few named, as they are met; each
 * epoch tries them again, so that a file that was away for a while comes back.
 *
 * <p><b>Memory:</b> the names (see {@link PictureFolder}), and shards of {@value #FILES_PER_SHARD}
 * files at a byte a sample. Of a picture larger than {@value PicturePlan#MAX_SIDE} pixels a side
 * each decoding keeps a random window of that size, 1.8 MB, and reduced copies of it, 1.6 MB each
 * at most. Two shards of large pictures with a reduced copy each take up to 1.3 GB (0.7 GB
 * without), of 481 × 321 pixels up to 0.35 GB. While a picture is decoded, it takes 15 to 30 bytes
 * a pixel more: 1 to 2 GB for the largest that is accepted, 64 megapixels. If one shard takes all
 * files, nothing is decoded again, and every picture has two reduced copies, since these never
 * change.
 */
final class Photographs implements Pictures.Stock {
  static final int FILES_PER_SHARD = 192;
  private static final int VALIDATION_EVERY = 16;
  private static final int MAX_VALIDATION = 16;
  private static final long MAX_PIXELS = 64_000_000;

  /** Above it, a copy would hardly differ from its original. */
  private static final double MAX_REDUCTION = 0.95;

  private final PictureFolder folder;
  private final PicturePlan plan;
  private final LeftOut leftOut;
  private final List<ByteImage> validation = new ArrayList<>();
  private final ShardOrder order;
  private final int trainingFiles;

  private Photographs(PictureFolder folder, PicturePlan plan, LeftOut leftOut, int filesPerShard) {
    this.folder = folder;
    this.plan = plan;
    this.leftOut = leftOut;
    int[] training = setApart();
    this.trainingFiles = training.length;
    if (validation.isEmpty() || training.length == 0) {
      throw refusal("training needs a picture to learn from and another one to validate with");
    }
    this.order = new ShardOrder(training, filesPerShard, plan.seed());
  }

  /**
   * Finds the files, decodes the validation pictures and the first shard.
   *
   * @param firstStep the step to begin or to go on at
   * @param listener told a line for each of the first few files that are left out; also from the
   *     background thread
   * @throws TrainingException if that gives nothing to learn from or nothing to validate with; says
   *     how many files there are and why they are of no use
   * @throws IOException if the folder cannot be looked into
   */
  static Pictures open(Path folder, PicturePlan plan, long firstStep, Consumer<String> listener)
      throws IOException {
    return open(folder, plan, FILES_PER_SHARD, firstStep, listener);
  }

  static Pictures open(
      Path folder, PicturePlan plan, int filesPerShard, long firstStep, Consumer<String> listener)
      throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new TrainingException("the training folder " + folder + " is not there");
    }
    LeftOut leftOut = new LeftOut(listener);
    PictureFolder files = PictureFolder.search(folder, leftOut);
    return new Pictures(plan, new Photographs(files, plan, leftOut, filesPerShard), firstStep);
  }

  /** Fills {@link #validation}; returns the numbers of all other files. */
  private int[] setApart() {
    int files = folder.names().size();
    int places = Math.min(MAX_VALIDATION, (files + VALIDATION_EVERY - 1) / VALIDATION_EVERY);
    boolean[] taken = new boolean[files];
    for (int i = 0; i < places; i++) {
      int place =
          files <= MAX_VALIDATION * VALIDATION_EVERY
              ? i * VALIDATION_EVERY
              : (int) ((long) i * files / MAX_VALIDATION);
      for (int file = place; file < Math.min(files, place + VALIDATION_EVERY); file++) {
        Optional<Image> image = usable(file);
        if (image.isPresent()) {
          validation.add(ByteImage.of(centre(image.get())));
          taken[file] = true;
          break;
        }
      }
    }
    return IntStream.range(0, files).filter(file -> !taken[file]).toArray();
  }

  @Override
  public long shardOf(long step) {
    return order.shardOf(step, plan.stepsPerShard());
  }

  @Override
  public boolean isOneShard() {
    return order.isOneShard();
  }

  @Override
  public Shard shard(long number) {
    List<Shard.Held> pictures = new ArrayList<>();
    int[] files = order.filesOf(number);
    for (int file : files) {
      ShardsAhead.checkWanted();
      RandomGenerator random = Randomness.of(plan.seed(), order.epochOf(number), file);
      usable(file).ifPresent(image -> pictures.add(held(image, random)));
    }
    if (pictures.isEmpty()) {
      throw refusal("none of the " + files.length + " files to learn from next can be used");
    }
    return new Shard(pictures);
  }

  private Optional<Image> usable(int file) {
    String name = folder.names().get(file);
    try {
      Image image = ImageCodec.decode(folder.read(name), MAX_PIXELS);
      if (image.channels() < 3) {
        leftOut.add(file, name, LeftOut.Reason.GREY, "it is grey, which teaches no colour");
      } else if (Math.min(image.height(), image.width()) < plan.minimumSide()) {
        leftOut.add(file, name, LeftOut.Reason.SMALL, tooSmall(image));
      } else {
        return Optional.of(image);
      }
    } catch (ClosedByInterruptException e) {
      throw new CancellationException("interrupted while reading " + name);
    } catch (IOException | InvalidPathException e) {
      leftOut.add(file, name, LeftOut.Reason.UNREADABLE, PictureFolder.words(e));
    } catch (ImageException e) {
      leftOut.add(file, name, LeftOut.Reason.UNDECODABLE, e.getMessage());
    }
    return Optional.empty();
  }

  private String tooSmall(Image image) {
    return image.width()
        + " × "
        + image.height()
        + " pixels, crops need "
        + plan.minimumSide()
        + " a side";
  }

  private Shard.Held held(Image image, RandomGenerator random) {
    int height = Math.min(image.height(), PicturePlan.MAX_SIDE);
    int width = Math.min(image.width(), PicturePlan.MAX_SIDE);
    Image window =
        image
            .crop(
                random.nextInt(image.height() - height + 1),
                random.nextInt(image.width() - width + 1),
                height,
                width)
            .channels(0, 3);
    List<ByteImage> reduced = new ArrayList<>();
    double least = Math.max(plan.reduceTo(), (double) plan.minimumSide() / Math.min(height, width));
    if (least < MAX_REDUCTION) {
      for (int i = order.isOneShard() ? 2 : 1; i > 0; i--) {
        reduced.add(ByteImage.of(reduced(window, random.nextDouble(least, MAX_REDUCTION))));
      }
    }
    return new Shard.Held(ByteImage.of(window), List.copyOf(reduced));
  }

  private static Image reduced(Image image, double factor) {
    return Resampler.bicubic(
        image, (int) Math.round(image.height() * factor), (int) Math.round(image.width() * factor));
  }

  private static Image centre(Image image) {
    int height = Math.min(image.height(), PicturePlan.MAX_SIDE);
    int width = Math.min(image.width(), PicturePlan.MAX_SIDE);
    return image.crop((image.height() - height) / 2, (image.width() - width) / 2, height, width);
  }

  private TrainingException refusal(String what) {
    String reasons = leftOut.summary();
    return new TrainingException(
        what
            + "; "
            + folder.folder()
            + " has "
            + folder.names().size()
            + " JPEG and PNG files"
            + (reasons.isEmpty() ? "" : ": " + reasons));
  }

  /**
   * The pictures set apart, or, of those larger than {@value PicturePlan#MAX_SIDE} pixels a side,
   * their centres of that size.
   */
  @Override
  public List<ByteImage> validation() {
    return validation;
  }

  /** What was left out is what this sitting has met so far. */
  @Override
  public Map<String, Object> facts() {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("source", "photographs");
    facts.put("pictures", trainingFiles - leftOut.files());
    facts.put("picturesToValidate", validation.size());
    facts.put("picturesSha256", folder.hash());
    if (!leftOut.counts().isEmpty()) {
      facts.put("picturesLeftOut", leftOut.counts());
    }
    return facts;
  }
}
