package io.iptstreams.image;

import java.awt.color.CMMException;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.ColorConvertOp;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.Inflater;

/**
 * What the samples of a file mean as colours (ICC.1), for grey or for RGB. A profile that cannot be
 * used is no reason to refuse the picture.
 */
final class ColourProfile {
  /** Profiles of cameras and screens have some kilobytes; a few bytes can claim gigabytes. */
  static final int LARGEST = 1 << 20;

  private static final int ROWS_AT_ONCE = 64;

  /** A name, which must be there, its end, and how the rest is packed: 0. */
  private static final byte[] PNG_NAME = "ICC profile\0\0".getBytes(StandardCharsets.US_ASCII);

  private final byte[] bytes;
  private final ICC_Profile profile;
  private final boolean grey;

  private ColourProfile(byte[] bytes, ICC_Profile profile) {
    this.bytes = bytes;
    this.profile = profile;
    this.grey = profile.getColorSpaceType() == ColorSpace.TYPE_GRAY;
  }

  /** The profile in an iCCP chunk: name, 0, method 0, then the deflated profile. */
  static Optional<ColourProfile> ofPng(byte[] chunk) {
    int name = new String(chunk, StandardCharsets.ISO_8859_1).indexOf('\0');
    if (name < 0) {
      return Optional.empty();
    }
    byte[] inflated = new byte[LARGEST + 1];
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(chunk, name + 2, chunk.length - name - 2);
      return of(Arrays.copyOf(inflated, inflater.inflate(inflated)));
    } catch (DataFormatException | RuntimeException e) {
      return Optional.empty();
    } finally {
      inflater.end();
    }
  }

  /** A profile as it is; for grey or RGB only, and at most a megabyte. */
  static Optional<ColourProfile> of(byte[] icc) {
    if (icc.length == 0 || icc.length > LARGEST) {
      return Optional.empty();
    }
    try {
      ICC_Profile profile = ICC_Profile.getInstance(icc);
      int colours = profile.getColorSpaceType();
      return colours == ColorSpace.TYPE_RGB || colours == ColorSpace.TYPE_GRAY
          ? Optional.of(new ColourProfile(icc, profile))
          : Optional.empty();
    } catch (RuntimeException e) {
      return Optional.empty();
    }
  }

  /** The profile as it came. */
  byte[] bytes() {
    return bytes;
  }

  /** As an iCCP chunk holds it. */
  byte[] pngChunk() {
    ByteArrayOutputStream chunk = new ByteArrayOutputStream();
    chunk.writeBytes(PNG_NAME);
    try (DeflaterOutputStream deflated = new DeflaterOutputStream(chunk)) {
      deflated.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // Memory does not fail.
    }
    return chunk.toByteArray();
  }

  /** Whether it is for pictures like this one: grey, or RGB, with or without alpha. */
  boolean isFor(Image image) {
    return grey == image.channels() < 3;
  }

  /**
   * The picture with its colours as sRGB has them, alpha as it is. It stays what it is if the
   * profile is not for it.
   */
  Image toSrgb(Image image) {
    if (!isFor(image)) {
      return image;
    }
    try {
      return converted(image);
    } catch (CMMException | IllegalArgumentException e) {
      return image;
    }
  }

  private Image converted(Image image) {
    ColorConvertOp conversion =
        new ColorConvertOp(
            new ICC_Profile[] {profile, ICC_Profile.getInstance(ColorSpace.CS_sRGB)}, null);
    Image srgb =
        new Image(image.channels(), image.height(), image.width(), image.samples().clone());
    for (int top = 0; top < image.height(); top += ROWS_AT_ONCE) {
      convert(conversion, srgb, top, Math.min(ROWS_AT_ONCE, image.height() - top));
    }
    return srgb;
  }

  private void convert(ColorConvertOp conversion, Image image, int top, int rows) {
    int width = image.width();
    int plane = image.height() * width;
    int colours = grey ? 1 : 3;
    WritableRaster own = raster(width, rows, colours);
    WritableRaster srgb = raster(width, rows, 3);
    int[] levels = new int[rows * width * colours];
    for (int i = 0; i < levels.length; i++) {
      int at = i % colours * plane + top * width + i / colours;
      levels[i] = Levels.of16(image.samples()[at]);
    }
    own.setPixels(0, 0, width, rows, levels);
    conversion.filter(own, srgb);
    for (int c = 0; c < colours; c++) {
      // What was grey is so in sRGB too, in which the three are then alike.
      int[] converted = srgb.getSamples(0, 0, width, rows, c, (int[]) null);
      for (int i = 0; i < converted.length; i++) {
        image.samples()[c * plane + top * width + i] = converted[i] / 257f;
      }
    }
  }

  private static WritableRaster raster(int width, int rows, int channels) {
    return Raster.createInterleavedRaster(DataBuffer.TYPE_USHORT, width, rows, channels, null);
  }
}
