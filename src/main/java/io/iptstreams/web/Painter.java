package io.iptstreams.web;

import io.iptstreams.frame.FrameHeaders;
import io.iptstreams.image.FileCodec;
import io.iptstreams.image.Image;
import io.iptstreams.image.ImageCodec;
import io.iptstreams.image.ImageException;
import io.iptstreams.image.ImageFormat;
import io.iptstreams.image.RawRgb;
import io.iptstreams.image.Resampler;
import io.iptstreams.stream.SeenPicture;
import java.util.Optional;

/**
 * Draws pictures of strangers anew for a browser: only their pixels reach it, as JPEG, at most 1280
 * a side.
 */
final class Painter {
  private static final int LONGEST_SIDE = 1280;

  private final FileCodec codec;
  private final long maxPixels;

  /**
   * @param maxPixels of the largest picture that is decoded to be shown
   */
  Painter(FileCodec codec, long maxPixels) {
    this.codec = codec;
    this.maxPixels = maxPixels;
  }

  /** The picture for a browser; absent if it is none, or too large. */
  Optional<Painting> paint(SeenPicture picture) {
    try {
      Image image = decode(picture);
      byte[] jpeg = ImageCodec.encode(reduced(colours(image)), ImageFormat.JPEG);
      return Optional.of(new Painting(jpeg, image.width(), image.height()));
    } catch (ImageException | IllegalArgumentException | OutOfMemoryError notToBeShown) {
      // Not even for want of memory: a picture more or less is worth no page.
      return Optional.empty();
    }
  }

  private Image decode(SeenPicture picture) {
    FrameHeaders headers = picture.headers();
    if (headers.text(FrameHeaders.CONTENT_TYPE).filter(RawRgb.MEDIA_TYPE::equals).isPresent()) {
      return RawRgb.decode(
          picture.bytes(),
          headers.number(FrameHeaders.WIDTH).orElse(0),
          headers.number(FrameHeaders.HEIGHT).orElse(0),
          maxPixels);
    }
    return codec.decode(picture.bytes(), maxPixels);
  }

  private static Image colours(Image image) {
    boolean alpha = image.channels() % 2 == 0;
    return alpha ? image.channels(0, image.channels() - 1) : image;
  }

  private static Image reduced(Image image) {
    int side = Math.max(image.width(), image.height());
    if (side <= LONGEST_SIDE) {
      return image;
    }
    return Resampler.bicubic(
        image,
        Math.max(1, Math.round((float) image.height() * LONGEST_SIDE / side)),
        Math.max(1, Math.round((float) image.width() * LONGEST_SIDE / side)));
  }

  /**
   * A picture for a browser.
   *
   * @param width of the picture itself, in pixels
   * @param height likewise
   */
  record Painting(byte[] jpeg, int width, int height) {}
}
