package io.iptstreams.degrade;

import io.iptstreams.image.Image;
import io.iptstreams.image.ImageCodec;
import java.util.random.RandomGenerator;

/**
 * What a JPEG file leaves of a picture: encoded with colour planes of half the height and width
 * (4:2:0), as most files are, and decoded again. Gives whole levels, 0..255. Blocks of 8 × 8 pixels
 * begin at the picture's upper left corner.
 *
 * <p>The quality of each picture, or clip, is uniform between two limits, both included, on the
 * scale 1 (worst) to 100 of the JPEG group's own program: at 50 the steps are those of the tables
 * of ITU-T T.81, annex K; at 25 twice, at 75 half as large.
 *
 * @param lowestQuality 1..100
 * @param highestQuality {@code lowestQuality}..100
 * @see <a href="https://www.w3.org/Graphics/JPEG/itu-t81.pdf">ITU-T T.81</a>
 */
public record JpegCompression(int lowestQuality, int highestQuality) implements Degradation {
  public JpegCompression {
    if (lowestQuality < 1 || highestQuality > 100 || lowestQuality > highestQuality) {
      throw new IllegalArgumentException(
          "JPEG quality must be 1 to 100, the lowest first, got "
              + lowestQuality
              + " to "
              + highestQuality);
    }
  }

  /**
   * @param clean grey or RGB; sides of any length
   */
  @Override
  public Image spoil(Image clean, RandomGenerator random) {
    return compressed(clean, quality(random));
  }

  @Override
  public ClipDegradation ofClip(long seed) {
    int quality = quality(Degradation.generator(seed));
    return (clean, frame) -> compressed(clean, quality);
  }

  private int quality(RandomGenerator random) {
    return random.nextInt(lowestQuality, highestQuality + 1);
  }

  private static Image compressed(Image clean, int quality) {
    return ImageCodec.decode(ImageCodec.encodeJpeg(clean, quality), clean.pixels());
  }
}
