package io.iptstreams.image;

import java.util.Optional;

/**
 * Picture files of every format to pictures and back: PNG, JPEG and TIFF by {@link ImageCodec},
 * WebP with the help of whoever can code its pixels. Safe for many threads if that is.
 *
 * <p>Files come from strangers: whatever the bytes, {@link #decode} gives a whole picture or an
 * {@link ImageException}.
 */
public final class FileCodec {
  private static final int LARGEST_WEBP_SIDE = 16_383;

  private final Optional<WebpCoder> webp;

  private FileCodec(Optional<WebpCoder> webp) {
    this.webp = webp;
  }

  /** The formats that need nothing but the JDK; a WebP file is refused in a sentence. */
  public static FileCodec withoutWebp() {
    return new FileCodec(Optional.empty());
  }

  /** All formats. */
  public static FileCodec with(WebpCoder webp) {
    return new FileCodec(Optional.of(webp));
  }

  /**
   * Reads a picture, as {@link ImageCodec#decode} does. WebP comes as RGB, with its alpha if it has
   * any; it too is turned upright and brought to sRGB.
   *
   * @param maxPixels largest height times width to decode
   * @throws ImageException if the file is of no known format, is cut off or damaged, is animated,
   *     is larger than {@code maxPixels} or in a colour system other than grey and RGB
   */
  public Image decode(byte[] file, long maxPixels) {
    Image stored = decodeStored(file, maxPixels);
    return FileDetails.of(file).toSrgb(stored);
  }

  /**
   * As {@link #decode}, but with the colours as they are stored, for who writes them again with the
   * {@link FileDetails#of} this file: the colour profile among them says what they mean.
   */
  public Image decodeStored(byte[] file, long maxPixels) {
    return webp.isPresent() && isWebp(file)
        ? decode(WebpFile.of(file), webp.get(), maxPixels)
        : ImageCodec.decodeStored(file, maxPixels);
  }

  private static Image decode(WebpFile file, WebpCoder coder, long maxPixels) {
    ImageCodec.checkSize(file.width(), file.height(), maxPixels);
    Image stored = coder.decode(file);
    if (stored.width() != file.width() || stored.height() != file.height()) {
      throw new ImageException(
          "the WebP file is damaged: its header says "
              + file.width()
              + " × "
              + file.height()
              + " pixels, decoded it has "
              + stored.width()
              + " × "
              + stored.height());
    }
    return Orientation.upright(stored, Exif.orientation(file.exif()));
  }

  /**
   * Writes a picture as {@link ImageCodec#encode} does, but with the details of the file that it
   * came from: PNG and TIFF with 8 or 16 bits per sample, the others with 8; WebP with or without
   * loss, of the others each has only one way; all with the camera's notes, see {@link ExifBlock},
   * and the colour profile. Grey as WebP is brought to sRGB, since it loses its profile. WebP makes
   * RGB of grey, and black of what is fully transparent.
   *
   * @throws ImageException if the format cannot hold the picture
   */
  public byte[] encode(Image image, ImageFormat format, FileDetails details) {
    if (format != ImageFormat.WEBP || webp.isEmpty()) {
      return ImageCodec.encode(image, format, details);
    }
    if (Math.max(image.width(), image.height()) > LARGEST_WEBP_SIDE) {
      throw new ImageException(
          "a WebP file holds at most "
              + LARGEST_WEBP_SIDE
              + " pixels a side; write the picture of "
              + image
              + " as PNG or TIFF");
    }
    // Grey becomes RGB, for which its profile is not.
    Image written = image.channels() < 3 ? details.toSrgb(image) : image;
    byte[] profile = image.channels() < 3 ? new byte[0] : details.profile(image);
    byte[] exif = details.exif().bytes(image.width(), image.height());
    byte[] file = webp.get().encode(written, details.isLossless());
    return profile.length == 0 && exif.length == 0 ? file : WebpFile.of(file).with(profile, exif);
  }

  private static boolean isWebp(byte[] file) {
    return ImageFormat.sniff(file).equals(Optional.of(ImageFormat.WEBP));
  }
}
