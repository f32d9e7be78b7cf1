package io.iptstreams.image;

import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * PNG, JPEG and TIFF files to pictures and back, on the JDK's ImageIO but for TIFF and the writing
 * of PNG, in memory only; {@link FileCodec} has WebP too. Files come from strangers: whatever the
 * bytes, {@link #decode} gives a picture or an {@link ImageException}.
 */
public final class ImageCodec {
  private static final float JPEG_QUALITY = 0.95f;

  private ImageCodec() {}

  /**
   * Reads a picture. The format is taken from the bytes, the size is read before any pixel.
   *
   * <p>Grey stays grey, a palette becomes RGB, transparency becomes an alpha channel; 16-bit
   * samples are divided by 257 and keep their fraction. A camera's picture is turned upright, by
   * its Exif; colours with a profile become sRGB. Of a TIFF file with several pages this is the
   * first; see {@link TiffReader} for which kinds are read.
   *
   * @param maxPixels largest height times width to decode
   * @throws ImageException if the file is neither PNG nor JPEG nor TIFF, is cut off or damaged, is
   *     larger than {@code maxPixels} or in a colour system other than grey and RGB
   */
  public static Image decode(byte[] file, long maxPixels) {
    Image stored = decodeStored(file, maxPixels);
    return FileDetails.of(file).toSrgb(stored);
  }

  /**
   * As {@link #decode}, but with the colours as they are stored: what the colour profile of {@link
   * FileDetails#of} says of them is still true.
   */
  static Image decodeStored(byte[] file, long maxPixels) {
    return switch (format(file)) {
      case PNG -> decodePng(file, maxPixels);
      case JPEG -> decodeJpeg(file, maxPixels);
      case TIFF -> TiffReader.read(file, maxPixels);
      case WEBP ->
          throw new ImageException(
              "the file is WebP, which is not read here; convert it to PNG or JPEG first");
    };
  }

  static ImageFormat format(byte[] file) {
    return ImageFormat.sniff(file)
        .orElseThrow(
            () ->
                new ImageException(
                    "the " + file.length + " bytes are no PNG, JPEG, WebP or TIFF file"));
  }

  private static Image decodePng(byte[] file, long maxPixels) {
    byte[] exif = Exif.unnamed(PngChunks.verified(file, "eXIf").get("eXIf"));
    Image stored = read(file, ImageFormat.PNG, maxPixels);
    return Orientation.upright(stored, Exif.orientation(exif));
  }

  private static Image decodeJpeg(byte[] file, long maxPixels) {
    Image stored = read(JpegSegments.withoutProfile(file), ImageFormat.JPEG, maxPixels);
    return Orientation.upright(stored, Exif.orientation(JpegSegments.exif(file)));
  }

  private static Image read(byte[] file, ImageFormat format, long maxPixels) {
    ImageReader reader = ImageIO.getImageReadersByFormatName(format.name()).next();
    try (ImageInputStream bytes = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
      List<String> damage = new ArrayList<>();
      reader.addIIOReadWarningListener(
          (source, warning) -> {
            if (meansDamage(warning)) {
              damage.add(warning);
            }
          });
      reader.setInput(bytes, true, true);
      checkSize(reader.getWidth(0), reader.getHeight(0), maxPixels);
      checkColours(format, reader);
      BufferedImage picture = reader.read(0);
      if (!damage.isEmpty()) {
        throw new ImageException("the " + format + " file is damaged: " + damage.get(0));
      }
      return samplesOf(picture, format == ImageFormat.PNG && isGreyPng(file));
    } catch (IOException | RuntimeException e) {
      if (e instanceof ImageException known) {
        throw known;
      }
      // The JDK's readers answer hostile bytes with nearly any RuntimeException.
      throw new ImageException("the " + format + " file is damaged: " + e.getMessage(), e);
    } finally {
      reader.dispose();
    }
  }

  /**
   * The JPEG reader fills what is missing with grey and only warns. Stray bytes between markers, an
   * odd JFIF version or an unusable colour profile leave the pixels whole.
   */
  private static boolean meansDamage(String warning) {
    return warning.startsWith("Truncated File")
        || warning.startsWith("Invalid SOS")
        || warning.startsWith("Inconsistent progression")
        || warning.startsWith("Corrupt JPEG data") && !warning.contains("extraneous bytes");
  }

  /** Refuses a picture of more than that many pixels; each side is below 2^31. */
  static void checkSize(long width, long height, long maxPixels) {
    if (width * height > maxPixels) {
      throw new ImageException(
          "the picture has "
              + width
              + " × "
              + height
              + " pixels, at most "
              + maxPixels
              + " are decoded");
    }
  }

  private static void checkColours(ImageFormat format, ImageReader reader) throws IOException {
    Iterator<ImageTypeSpecifier> types = reader.getImageTypes(0);
    if (!types.hasNext() || !isGreyOrRgb(types.next().getColorModel().getColorSpace())) {
      throw foreignColours(format);
    }
  }

  static ImageException foreignColours(ImageFormat format) {
    return new ImageException(
        "the " + format + " file is neither grey nor RGB; convert it, as from CMYK, to RGB first");
  }

  private static boolean isGreyOrRgb(ColorSpace colours) {
    return colours.getType() == ColorSpace.TYPE_GRAY || colours.getType() == ColorSpace.TYPE_RGB;
  }

  /** Colour type 0 in the header. The JDK hides grey of 1, 2 and 4 bits behind a palette. */
  private static boolean isGreyPng(byte[] file) {
    return file[25] == 0;
  }

  /**
   * Reads the stored levels themselves: {@code getRGB} would take grey for linear light and shift
   * every value.
   */
  private static Image samplesOf(BufferedImage picture, boolean grey) {
    ColorModel colours = picture.getColorModel();
    return colours instanceof IndexColorModel palette
        ? lookedUp(picture.getRaster(), palette, grey)
        : scaled(picture.getRaster(), colours);
  }

  private static Image scaled(Raster raster, ColorModel colours) {
    int channels = raster.getNumBands();
    int height = raster.getHeight();
    int width = raster.getWidth();
    Image image = Image.blank(channels, height, width);
    int[] row = new int[channels * width];
    for (int y = 0; y < height; y++) {
      raster.getPixels(0, y, width, 1, row);
      for (int c = 0; c < channels; c++) {
        float levelsPerUnit = ((1 << colours.getComponentSize(c)) - 1) / 255f;
        int out = (c * height + y) * width;
        for (int x = 0; x < width; x++) {
          image.samples()[out + x] = row[x * channels + c] / levelsPerUnit;
        }
      }
    }
    return image;
  }

  private static Image lookedUp(Raster raster, IndexColorModel palette, boolean grey) {
    int colourChannels = grey ? 1 : 3;
    byte[][] levels = new byte[colourChannels + (palette.hasAlpha() ? 1 : 0)][palette.getMapSize()];
    palette.getReds(levels[0]);
    if (!grey) {
      palette.getGreens(levels[1]);
      palette.getBlues(levels[2]);
    }
    if (palette.hasAlpha()) {
      palette.getAlphas(levels[colourChannels]);
    }
    int height = raster.getHeight();
    int width = raster.getWidth();
    Image image = Image.blank(levels.length, height, width);
    int[] row = new int[width];
    for (int y = 0; y < height; y++) {
      raster.getPixels(0, y, width, 1, row);
      for (int c = 0; c < levels.length; c++) {
        int out = (c * height + y) * width;
        for (int x = 0; x < width; x++) {
          image.samples()[out + x] = levels[c][row[x]] & 0xff;
        }
      }
    }
    return image;
  }

  /**
   * Writes a picture with 8 bits per sample, each rounded to the nearest level (halves to even) and
   * clamped to 0..255. JPEG is written at quality 0.95 with full-size colour planes, TIFF deflated.
   *
   * @throws ImageException if the format cannot hold the picture
   */
  public static byte[] encode(Image image, ImageFormat format) {
    return encode(image, format, FileDetails.lossless(8));
  }

  /**
   * As the other {@code encode}, with the camera's notes and the colour profile of the details and
   * as many bits per sample as they say if the format has them: PNG and TIFF have 16, whose level
   * is 257 times the sample. A grey profile on RGB, or the other way round, is left out.
   *
   * @throws ImageException if the format cannot hold the picture
   */
  static byte[] encode(Image image, ImageFormat format, FileDetails details) {
    return switch (format) {
      case PNG -> PngWriter.write(image, details);
      case JPEG -> JpegSegments.with(details, image, writeJpeg(image, JPEG_QUALITY, true));
      case TIFF -> TiffWriter.write(image, details);
      case WEBP ->
          throw new ImageException(
              "WebP is not written here; write the picture of " + image + " as PNG or JPEG");
    };
  }

  /**
   * Writes a JPEG file as cameras and web pages do: of chosen quality, with colour planes of half
   * the height and width (4:2:0).
   *
   * @param image grey or RGB
   * @param quality 1 (worst) to 100, on the scale of the JPEG group's own program
   * @throws ImageException if the picture has an alpha channel
   */
  public static byte[] encodeJpeg(Image image, int quality) {
    if (quality < 1 || quality > 100) {
      throw new IllegalArgumentException("JPEG quality must be 1 to 100, got " + quality);
    }
    return writeJpeg(image, quality / 100f, false);
  }

  private static byte[] writeJpeg(Image image, float quality, boolean fullSizeColour) {
    if (image.hasAlpha()) {
      throw new ImageException(
          "a JPEG file holds no alpha channel; write the picture of " + image + " as PNG");
    }
    ImageWriter writer = ImageIO.getImageWritersByFormatName("JPEG").next();
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try (ImageOutputStream bytes = new MemoryCacheImageOutputStream(file)) {
      BufferedImage picture = buffered(image);
      ImageWriteParam param = writer.getDefaultWriteParam();
      IIOMetadata metadata = null;
      param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      param.setCompressionQuality(quality);
      if (fullSizeColour) {
        metadata = writer.getDefaultImageMetadata(new ImageTypeSpecifier(picture), param);
        useFullSizeColour(metadata);
      }
      writer.setOutput(bytes);
      writer.write(null, new IIOImage(picture, null, metadata), param);
    } catch (IOException | RuntimeException e) {
      throw new ImageException(
          "a picture of " + image + " cannot be written as JPEG: " + e.getMessage(), e);
    } finally {
      writer.dispose();
    }
    return file.toByteArray();
  }

  /** The samples of each pixel in turn, rounded and clamped to bytes. */
  static byte[] levels(Image image) {
    int channels = image.channels();
    int plane = Math.toIntExact(image.pixels());
    byte[] levels = new byte[image.samples().length];
    for (int c = 0; c < channels; c++) {
      for (int i = 0, in = c * plane, out = c; i < plane; i++, in++, out += channels) {
        levels[out] = (byte) Levels.of8(image.samples()[in]);
      }
    }
    return levels;
  }

  private static BufferedImage buffered(Image image) {
    int channels = image.channels();
    byte[] levels = levels(image);
    int[] offsets = {0, 1, 2, 3};
    WritableRaster raster =
        Raster.createInterleavedRaster(
            new DataBufferByte(levels, levels.length),
            image.width(),
            image.height(),
            image.width() * channels,
            channels,
            Arrays.copyOf(offsets, channels),
            null);
    ColorModel colours =
        new ComponentColorModel(
            ColorSpace.getInstance(channels < 3 ? ColorSpace.CS_GRAY : ColorSpace.CS_sRGB),
            image.hasAlpha(),
            false,
            image.hasAlpha() ? Transparency.TRANSLUCENT : Transparency.OPAQUE,
            DataBuffer.TYPE_BYTE);
    return new BufferedImage(colours, raster, false, null);
  }

  /** The writer's default halves the colour planes, which would undo some of the restoration. */
  private static void useFullSizeColour(IIOMetadata metadata) throws IOException {
    String format = metadata.getNativeMetadataFormatName();
    IIOMetadataNode root = (IIOMetadataNode) metadata.getAsTree(format);
    var components = root.getElementsByTagName("componentSpec");
    for (int i = 0; i < components.getLength(); i++) {
      IIOMetadataNode component = (IIOMetadataNode) components.item(i);
      component.setAttribute("HsamplingFactor", "1");
      component.setAttribute("VsamplingFactor", "1");
    }
    metadata.setFromTree(format, root);
  }
}
