package io.iptstreams.image;

import java.awt.color.CMMException;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.ColorConvertOp;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The colour profile that a file brings along; the JDK's JPEG reader applies it by itself, its PNG
 * reader passes over it. A profile that cannot be used is no reason to refuse the picture.
 */
final class ColourProfile {
  /** Profiles of cameras and screens have some kilobytes; a few bytes can claim gigabytes. */
  private static final int LARGEST = 1 << 20;

  private static final int ROWS_AT_ONCE = 64;

  private final ICC_Profile profile;

  private ColourProfile(ICC_Profile profile) {
    this.profile = profile;
  }

  /** The profile in an iCCP chunk: name, 0, method 0, then the deflated profile; RGB only. */
  static Optional<ColourProfile> ofPng(byte[] chunk) {
    int name = new String(chunk, StandardCharsets.ISO_8859_1).indexOf('\0');
    if (name < 0) {
      return Optional.empty();
    }
    byte[] inflated = new byte[LARGEST];
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

  /** A profile as it is (ICC.1); RGB only, and at most a megabyte. */
  static Optional<ColourProfile> of(byte[] icc) {
    if (icc.length == 0 || icc.length > LARGEST) {
      return Optional.empty();
    }
    try {
      return Optional.of(ICC_Profile.getInstance(icc))
          .filter(profile -> profile.getColorSpaceType() == ColorSpace.TYPE_RGB)
          .map(ColourProfile::new);
    } catch (RuntimeException e) {
      return Optional.empty();
    }
  }

  /** The picture with its colours as sRGB has them, alpha as it is; grey stays what it is. */
  Image toSrgb(Image image) {
    if (image.channels() < 3) {
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

  private static void convert(ColorConvertOp conversion, Image image, int top, int rows) {
    int width = image.width();
    int plane = image.height() * width;
    WritableRaster own =
        Raster.createInterleavedRaster(DataBuffer.TYPE_USHORT, width, rows, 3, null);
    WritableRaster srgb = own.createCompatibleWritableRaster();
    int[] levels = new int[rows * width * 3];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = Math.round(image.samples()[i % 3 * plane + top * width + i / 3] * 257);
    }
    own.setPixels(0, 0, width, rows, levels);
    conversion.filter(own, srgb);
    srgb.getPixels(0, 0, width, rows, levels);
    for (int i = 0; i < levels.length; i++) {
      image.samples()[i % 3 * plane + top * width + i / 3] = levels[i] / 257f;
    }
  }
}
