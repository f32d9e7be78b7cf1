package io.iptstreams.image;

import java.util.Arrays;

/**
 * A picture: C × H × W samples in 0..255, planar (all of channel 0 row by row, then channel 1, …),
 * not rounded and not clamped, so that a model's output keeps what an encoder will round away.
 *
 * <p>1 channel is grey, 2 grey and alpha, 3 RGB, 4 RGB and alpha (sRGB, unless {@link
 * FileCodec#decodeStored} gave it; alpha not premultiplied). A value: heap only, never closed, safe
 * to share. The samples are not copied on the way in or out, so whoever hands an array over stops
 * writing to it.
 */
public final class Image {
  private final int channels;
  private final int height;
  private final int width;
  private final float[] samples;

  /**
   * @param samples channels × height × width values
   * @throws IllegalArgumentException if the shape is empty, has other than 1 to 4 channels or does
   *     not fit the array
   */
  public Image(int channels, int height, int width, float[] samples) {
    if (channels < 1 || channels > 4) {
      throw new IllegalArgumentException("a picture has 1 to 4 channels, got " + channels);
    }
    if (height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "a picture is at least 1 × 1, got " + width + " × " + height);
    }
    if (samples.length != (long) channels * height * width) {
      throw new IllegalArgumentException(
          channels
              + " × "
              + height
              + " × "
              + width
              + " needs "
              + (long) channels * height * width
              + " samples, got "
              + samples.length);
    }
    this.channels = channels;
    this.height = height;
    this.width = width;
    this.samples = samples;
  }

  /** A black (and, with alpha, transparent) picture. */
  public static Image blank(int channels, int height, int width) {
    return new Image(
        channels,
        height,
        width,
        new float[Math.multiplyExact(Math.multiplyExact(channels, height), width)]);
  }

  public int channels() {
    return channels;
  }

  public int height() {
    return height;
  }

  public int width() {
    return width;
  }

  /** The samples themselves, C × H × W, not a copy: read only. */
  public float[] samples() {
    return samples;
  }

  public float at(int channel, int y, int x) {
    return samples[(channel * height + y) * width + x];
  }

  public boolean hasAlpha() {
    return channels == 2 || channels == 4;
  }

  /** Height times width. */
  public long pixels() {
    return (long) height * width;
  }

  /**
   * Copies a rectangle out of the picture.
   *
   * @throws IllegalArgumentException if the rectangle leaves the picture
   */
  public Image crop(int top, int left, int cropHeight, int cropWidth) {
    if (top < 0 || left < 0 || cropHeight > height - top || cropWidth > width - left) {
      throw new IllegalArgumentException(
          "crop "
              + cropWidth
              + " × "
              + cropHeight
              + " at ("
              + left
              + ", "
              + top
              + ") leaves the picture of "
              + width
              + " × "
              + height);
    }
    float[] out = new float[channels * cropHeight * cropWidth];
    for (int c = 0; c < channels; c++) {
      for (int y = 0; y < cropHeight; y++) {
        System.arraycopy(
            samples,
            (c * height + top + y) * width + left,
            out,
            (c * cropHeight + y) * cropWidth,
            cropWidth);
      }
    }
    return new Image(channels, cropHeight, cropWidth, out);
  }

  /** Copies {@code count} channels from {@code first} on. */
  public Image channels(int first, int count) {
    int plane = height * width;
    return new Image(
        count, height, width, Arrays.copyOfRange(samples, first * plane, (first + count) * plane));
  }

  /**
   * Every sample rounded to the nearest whole level (halves to even) and clamped to 0..255, as
   * 8-bit files hold it.
   */
  public Image quantised() {
    float[] out = new float[samples.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = (float) Math.min(255, Math.max(0, Math.rint(samples[i])));
    }
    return new Image(channels, height, width, out);
  }

  /** Two pictures are equal when shape and every sample are. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Image that
        && channels == that.channels
        && height == that.height
        && width == that.width
        && Arrays.equals(samples, that.samples);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(samples) * 31 + width;
  }

  /** The shape, as {@code 3 × 480 × 640}. */
  @Override
  public String toString() {
    return channels + " × " + height + " × " + width;
  }
}
