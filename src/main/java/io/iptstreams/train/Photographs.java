package io.iptstreams.train;

import io.iptstreams.image.Image;
import io.iptstreams.image.ImageCodec;
import io.iptstreams.image.ImageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The clean photographs of a folder, held in memory at a byte a sample. Every 16th file by name,
 * from the first on, is set apart for validation. Files that are no picture are counted and named,
 * never fatal.
 */
public final class Photographs implements Pictures {
  private static final Logger LOG = LoggerFactory.getLogger(Photographs.class);
  private static final int VALIDATION_EVERY = 16;
  private static final long MAX_PIXELS = 64_000_000;

  private record Photograph(int height, int width, byte[] samples) {
    static Photograph of(Image image) {
      byte[] samples = new byte[image.samples().length];
      for (int i = 0; i < samples.length; i++) {
        samples[i] = (byte) Math.round(image.samples()[i]);
      }
      return new Photograph(image.height(), image.width(), samples);
    }

    Image crop(int top, int left, int cropHeight, int cropWidth) {
      float[] out = new float[3 * cropHeight * cropWidth];
      int i = 0;
      for (int c = 0; c < 3; c++) {
        for (int y = top; y < top + cropHeight; y++) {
          int from = (c * height + y) * width + left;
          for (int x = 0; x < cropWidth; x++) {
            out[i++] = samples[from + x] & 0xff;
          }
        }
      }
      return new Image(3, cropHeight, cropWidth, out);
    }
  }

  private final List<Photograph> training = new ArrayList<>();
  private final List<Photograph> validation = new ArrayList<>();
  private final String hash;

  private Photographs(List<Path> files, int minimumSide) throws IOException {
    MessageDigest digest = sha256();
    int refused = 0;
    for (int i = 0; i < files.size(); i++) {
      byte[] file = Files.readAllBytes(files.get(i));
      digest.update(file);
      try {
        Image image = ImageCodec.decode(file, MAX_PIXELS);
        if (image.channels() < 3 || image.height() < minimumSide || image.width() < minimumSide) {
          throw new ImageException(
              "training takes colour pictures of at least "
                  + minimumSide
                  + " pixels a side, this is "
                  + image);
        }
        (i % VALIDATION_EVERY == 0 ? validation : training)
            .add(Photograph.of(image.channels(0, 3)));
      } catch (ImageException e) {
        refused++;
        LOG.warn("left out {}: {}", files.get(i), e.getMessage());
      }
    }
    if (refused > 0) {
      LOG.warn("{} of {} files left out", refused, files.size());
    }
    this.hash = HexFormat.of().formatHex(digest.digest());
  }

  /**
   * Reads all JPEG and PNG files of a folder, by name.
   *
   * @param minimumSide smaller pictures are left out
   * @throws IllegalArgumentException if the folder holds too few usable pictures
   */
  public static Photographs read(Path folder, int minimumSide) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new IllegalArgumentException("the training folder " + folder + " is not there");
    }
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files =
          all.filter(file -> file.toString().matches("(?i).*\\.(png|jpe?g)"))
              .filter(Files::isRegularFile)
              .sorted()
              .toList();
    }
    Photographs photographs = new Photographs(files, minimumSide);
    if (photographs.training.isEmpty() || photographs.validation.isEmpty()) {
      throw new IllegalArgumentException(
          "training needs a usable picture to learn from and one set apart (every 16th file by"
              + " name, from the first on), "
              + folder
              + " has "
              + photographs.training.size()
              + " and "
              + photographs.validation.size());
    }
    return photographs;
  }

  @Override
  public Image crop(long step, int side, RandomGenerator random) {
    return crop(side, random);
  }

  @Override
  public List<Image> validation() {
    return validation.stream().map(p -> p.crop(0, 0, p.height(), p.width())).toList();
  }

  @Override
  public java.util.Map<String, Object> facts() {
    return java.util.Map.of("pictures", trainingSize(), "picturesSha256", hash);
  }

  @Override
  public void close() {}

  /** How many pictures are trained on. */
  public int trainingSize() {
    return training.size();
  }

  /** SHA-256 over all files, in order of their names. */
  public String hash() {
    return hash;
  }

  /**
   * A square crop from anywhere in the training pictures, flipped and turned at random: 3 × side ×
   * side, at most the minimum that was read with.
   */
  Image crop(int side, RandomGenerator random) {
    Photograph photograph = training.get(random.nextInt(training.size()));
    Image crop =
        photograph.crop(
            random.nextInt(photograph.height() - side + 1),
            random.nextInt(photograph.width() - side + 1),
            side,
            side);
    return turned(crop, random.nextInt(8));
  }

  /**
   * The centre of each validation picture, 3 × side × side; {@code side} is at most the minimum
   * that was read with.
   */
  List<Image> validationCrops(int side) {
    return validation.stream()
        .map(p -> p.crop((p.height() - side) / 2, (p.width() - side) / 2, side, side))
        .toList();
  }

  /**
   * One of the eight symmetries of the square: bit 0 flips left-right, bit 1 up-down, bit 2
   * transposes.
   */
  private static Image turned(Image image, int symmetry) {
    int side = image.height();
    float[] out = new float[image.samples().length];
    int i = 0;
    for (int c = 0; c < 3; c++) {
      for (int y = 0; y < side; y++) {
        for (int x = 0; x < side; x++) {
          int fromY = (symmetry & 2) == 0 ? y : side - 1 - y;
          int fromX = (symmetry & 1) == 0 ? x : side - 1 - x;
          out[i++] = (symmetry & 4) == 0 ? image.at(c, fromY, fromX) : image.at(c, fromX, fromY);
        }
      }
    }
    return new Image(3, side, side, out);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
