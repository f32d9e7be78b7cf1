package io.iptstreams.image;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Decodes every WebP file as a picture of one colour, and remembers what it was to encode. */
public final class FlatWebp implements WebpCoder {
  public static final byte[] ENCODED = "a WebP file".getBytes(StandardCharsets.US_ASCII);

  /** The samples of red, green, blue, alpha of every pixel. */
  private static final float[] COLOUR = {50, 100, 150, 77};

  private final List<String> encoded = new CopyOnWriteArrayList<>();

  @Override
  public Image decode(WebpFile file) {
    Image flat = Image.blank(file.hasAlpha() ? 4 : 3, file.height(), file.width());
    for (int i = 0; i < flat.samples().length; i++) {
      flat.samples()[i] = COLOUR[(int) (i / flat.pixels())];
    }
    return flat;
  }

  @Override
  public byte[] encode(Image image, boolean lossless) {
    encoded.add((lossless ? "lossless " : "lossy ") + image);
    return ENCODED;
  }

  /** As {@code lossless 3 × 480 × 640}, in order. */
  public List<String> encoded() {
    return encoded;
  }
}
