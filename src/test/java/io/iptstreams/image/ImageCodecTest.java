package io.iptstreams.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageCodecTest {
  private static final long MANY = 1_000_000;

  private final Random random = new Random(11);

  @ParameterizedTest
  @CsvSource({"1, PNG", "2, PNG", "3, PNG", "4, PNG", "1, TIFF", "2, TIFF", "3, TIFF", "4, TIFF"})
  void encode_withoutLoss_thenDecode_givesTheQuantisedPictureBack(
      int channels, ImageFormat format) {
    Image picture = noise(channels, 7, 13);

    Image decoded = ImageCodec.decode(ImageCodec.encode(picture, format), MANY);

    assertThat(decoded).isEqualTo(picture.quantised());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void encode_asJpeg_thenDecode_staysWithinTheLossOfTheFormat(int channels) {
    Image picture = slope(channels, 40, 50);

    Image decoded = ImageCodec.decode(ImageCodec.encode(picture, ImageFormat.JPEG), MANY);

    assertThat(decoded).hasToString(picture.toString());
    for (int i = 0; i < picture.samples().length; i++) {
      assertThat(decoded.samples()[i]).isCloseTo(picture.samples()[i], within(4f));
    }
  }

  /** Columns of pure red and blue in turn: halved colour planes would make them all purple. */
  @Test
  void encode_asJpeg_keepsColourAtFullSize() {
    Image picture = Image.blank(3, 16, 16);
    for (int i = 0; i < 256; i++) {
      picture.samples()[i % 2 * 512 + i] = 255;
    }

    Image decoded = ImageCodec.decode(ImageCodec.encode(picture, ImageFormat.JPEG), MANY);

    assertThat(decoded.at(0, 8, 8)).isGreaterThan(200);
    assertThat(decoded.at(0, 8, 9)).isLessThan(50);
  }

  @Test
  void encode_roundsHalvesToEvenAndClamps() {
    Image picture = new Image(1, 1, 4, new float[] {-3, 0.5f, 1.5f, 300});

    Image decoded = ImageCodec.decode(ImageCodec.encode(picture, ImageFormat.PNG), MANY);

    assertThat(decoded.samples()).containsExactly(0, 0, 2, 255);
  }

  @Test
  void encode_ofAlphaAsJpeg_saysToUsePng() {
    assertThatThrownBy(() -> ImageCodec.encode(Image.blank(4, 2, 3), ImageFormat.JPEG))
        .isInstanceOf(ImageException.class)
        .hasMessage("a JPEG file holds no alpha channel; write the picture of 4 × 2 × 3 as PNG");
  }

  @Test
  void encode_ofAPictureTooWideForJpeg_isRefused() {
    assertThatThrownBy(() -> ImageCodec.encode(Image.blank(1, 1, 70_000), ImageFormat.JPEG))
        .isInstanceOf(ImageException.class)
        .hasMessageStartingWith("a picture of 1 × 1 × 70000 cannot be written as JPEG");
  }

  @Test
  void encodeJpeg_ofAnImpossibleQuality_saysTheRange() {
    assertThatThrownBy(() -> ImageCodec.encodeJpeg(Image.blank(3, 8, 8), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("JPEG quality must be 1 to 100, got 0");
  }

  @Test
  void decode_of16Bits_keepsTheFraction() {
    byte[] file = new PngBytes(2, 1, 16, 0).data(0, 0x80, 0x80, 0x00, 0x01).end();

    assertThat(ImageCodec.decode(file, MANY).samples()).containsExactly(128, 1 / 257f);
  }

  @Test
  void decode_ofGreyOf16BitsAndAlpha_givesTwoChannels() {
    byte[] file = new PngBytes(1, 1, 16, 4).data(0, 0x40, 0x40, 0xff, 0xff).end();

    assertThat(ImageCodec.decode(file, MANY)).isEqualTo(picture(2, 64, 255));
  }

  @Test
  void decode_ofGreyOf4Bits_staysGrey() {
    byte[] file = new PngBytes(2, 1, 4, 0).data(0, 0x5f).end();

    assertThat(ImageCodec.decode(file, MANY).samples()).containsExactly(85, 255);
  }

  @Test
  void decode_ofGreyOf1Bit_staysGrey() {
    byte[] file = new PngBytes(3, 1, 1, 0).data(0, 0b1010_0000).end();

    assertThat(ImageCodec.decode(file, MANY).samples()).containsExactly(255, 0, 255);
  }

  @Test
  void decode_ofAPalette_givesRgb() {
    byte[] file = new PngBytes(1, 1, 8, 3).chunk("PLTE", 1, 2, 3, 4, 5, 6).data(0, 1).end();

    assertThat(ImageCodec.decode(file, MANY)).isEqualTo(picture(3, 4, 5, 6));
  }

  @Test
  void decode_ofAPaletteWithTransparency_givesRgba() {
    byte[] file =
        new PngBytes(2, 1, 4, 3)
            .chunk("PLTE", 1, 2, 3, 4, 5, 6)
            .chunk("tRNS", 7)
            .data(0, 0x01)
            .end();

    assertThat(ImageCodec.decode(file, MANY).samples()).containsExactly(1, 4, 2, 5, 3, 6, 7, 255);
  }

  @Test
  void decode_ofRgbWithATransparentColour_givesRgba() {
    byte[] file =
        new PngBytes(2, 1, 8, 2)
            .chunk("tRNS", 0, 10, 0, 20, 0, 30)
            .data(0, 10, 20, 30, 40, 50, 60)
            .end();

    assertThat(ImageCodec.decode(file, MANY).samples())
        .containsExactly(10, 40, 20, 50, 30, 60, 0, 255);
  }

  /** getRGB would give 122 for the level 50. */
  @Test
  void decode_ofGrey_givesTheStoredLevels() {
    byte[] file = new PngBytes(1, 1, 8, 0).data(0, 50).end();

    assertThat(ImageCodec.decode(file, MANY).samples()).containsExactly(50);
  }

  /** 255 · (1.055 · (50 / 255)^(1 / 2.4) - 0.055) = 122.42, likewise 168.11 and 201.63. */
  @Test
  void decode_ofLinearRgbInPng_givesSrgb() {
    byte[] file = new PngBytes(1, 1, 8, 2).chunk("iCCP", profile()).data(0, 50, 100, 150).end();

    float[] srgb = ImageCodec.decode(file, MANY).samples();

    assertThat(srgb[0]).isCloseTo(122.42f, within(0.1f));
    assertThat(srgb[1]).isCloseTo(168.11f, within(0.1f));
    assertThat(srgb[2]).isCloseTo(201.63f, within(0.1f));
  }

  @Test
  void decode_ofLinearRgba_leavesAlphaAsItIs() {
    byte[] file = new PngBytes(1, 1, 8, 6).chunk("iCCP", profile()).data(0, 50, 100, 150, 77).end();

    assertThat(ImageCodec.decode(file, MANY).at(3, 0, 0)).isEqualTo(77);
  }

  @Test
  void decode_withAnUnusableProfile_takesTheColoursAsTheyAre() {
    byte[] file =
        new PngBytes(1, 1, 8, 2).chunk("iCCP", 'p', 0, 0, 1, 2, 3).data(0, 50, 100, 150).end();

    assertThat(ImageCodec.decode(file, MANY)).isEqualTo(picture(3, 50, 100, 150));
  }

  @Test
  void decode_ofLinearRgbInJpeg_givesSrgb() {
    byte[] linear = ICC_Profile.getInstance(ColorSpace.CS_LINEAR_RGB).getData();
    byte[] file = withSegment(flatJpeg(50), 0xe2, "ICC_PROFILE\0\1\1", linear);

    assertThat(ImageCodec.decode(file, MANY).at(0, 3, 3)).isCloseTo(122.42f, within(1f));
  }

  @Test
  void decode_withAProfileForOtherColours_takesTheColoursAsTheyAre() {
    byte[] grey = ICC_Profile.getInstance(ColorSpace.CS_GRAY).getData();
    byte[] file = withSegment(flatJpeg(50), 0xe2, "ICC_PROFILE\0\1\1", grey);

    assertThat(ImageCodec.decode(file, MANY).at(0, 3, 3)).isCloseTo(50, within(1f));
  }

  /** Big-endian TIFF, one entry: orientation (0x0112), a short (3), one of it: 6. */
  @Test
  void decode_ofACameraHeldSideways_turnsThePictureUpright() {
    byte[] tiff =
        PngBytes.bytes(
            'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0);
    byte[] plain = ImageCodec.encode(slope(3, 10, 30), ImageFormat.JPEG);
    byte[] file = withSegment(plain, 0xe1, "Exif\0\0", tiff);

    assertThat(ImageCodec.decode(file, MANY))
        .isEqualTo(Orientation.upright(ImageCodec.decode(plain, MANY), 6))
        .hasToString("3 × 30 × 10");
  }

  @Test
  void decode_ofBrokenExif_takesThePictureAsItIs() {
    byte[] plain = ImageCodec.encode(slope(3, 10, 30), ImageFormat.JPEG);
    for (int i = 0; i < 300; i++) {
      byte[] file = withSegment(plain, 0xe1, "Exif\0\0", randomBytes(i % 40));

      assertThat(ImageCodec.decode(file, MANY)).isEqualTo(ImageCodec.decode(plain, MANY));
    }
  }

  @Test
  void decode_ofCmyk_saysToConvertIt() throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(file)) {
      writer.setOutput(out);
      Raster cmyk = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, 8, 8, 4, null);
      writer.write(new IIOImage(cmyk, null, null));
    }

    assertThatThrownBy(() -> ImageCodec.decode(file.toByteArray(), MANY))
        .isInstanceOf(ImageException.class)
        .hasMessage(
            "the JPEG file is neither grey nor RGB; convert it, as from CMYK, to RGB first");
  }

  @Test
  void decode_ofAPictureTooLarge_isRefusedByItsHeader() {
    byte[] file = new PngBytes(60_000, 60_000, 8, 2).data(0).end();

    assertThatThrownBy(() -> ImageCodec.decode(file, MANY))
        .isInstanceOf(ImageException.class)
        .hasMessage("the picture has 60000 × 60000 pixels, at most 1000000 are decoded");
  }

  @Test
  void decode_ofNeitherFormat_saysSo() {
    assertThatThrownBy(() -> ImageCodec.decode(new byte[3], MANY))
        .isInstanceOf(ImageException.class)
        .hasMessage("the 3 bytes are no PNG, JPEG, WebP or TIFF file");
  }

  @Test
  void decode_ofWebp_saysThatThisNeedsMore() {
    byte[] file = "RIFF\0\0\0\0WEBP".getBytes(StandardCharsets.US_ASCII);

    assertThatThrownBy(() -> ImageCodec.decode(file, MANY))
        .isInstanceOf(ImageException.class)
        .hasMessage("the file is WebP, which is not read here; convert it to PNG or JPEG first");
  }

  @Test
  void encode_asWebp_saysThatThisNeedsMore() {
    assertThatThrownBy(() -> ImageCodec.encode(Image.blank(3, 2, 4), ImageFormat.WEBP))
        .isInstanceOf(ImageException.class)
        .hasMessage("WebP is not written here; write the picture of 3 × 2 × 4 as PNG or JPEG");
  }

  @Test
  void decode_ofAWrongChecksum_saysWhere() {
    byte[] file = ImageCodec.encode(noise(3, 5, 5), ImageFormat.PNG);
    file[file.length - 20] ^= 1;

    assertThatThrownBy(() -> ImageCodec.decode(file, MANY))
        .isInstanceOf(ImageException.class)
        .hasMessage("the PNG file is damaged: the checksum of its chunk at byte 33 is wrong");
  }

  @Test
  void decode_ofTooFewRowsUnderGoodChecksums_isRefused() {
    byte[] file = new PngBytes(1, 9, 8, 0).data(0, 50).end();

    assertThatThrownBy(() -> ImageCodec.decode(file, MANY))
        .isInstanceOf(ImageException.class)
        .hasMessageStartingWith("the PNG file is damaged: ");
  }

  /** Cameras put bytes between the markers; the pixels are whole. */
  @Test
  void decode_ofStrayBytesBeforeTheEnd_isNoDamage() {
    byte[] file = ImageCodec.encode(noise(3, 20, 20), ImageFormat.JPEG);
    byte[] padded = Arrays.copyOf(file, file.length + 4);
    padded[padded.length - 2] = file[file.length - 2];
    padded[padded.length - 1] = file[file.length - 1];
    padded[file.length - 2] = 0;
    padded[file.length - 1] = 0;

    assertThat(ImageCodec.decode(padded, MANY)).isEqualTo(ImageCodec.decode(file, MANY));
  }

  @ParameterizedTest
  @EnumSource(names = {"PNG", "JPEG", "TIFF"})
  void decode_ofEveryTruncation_isRefusedOrWhole(ImageFormat format) {
    assertEveryTruncationIsRefusedOrWhole(ImageCodec.encode(noise(3, 20, 30), format));
  }

  @Test
  void decode_ofEveryTruncationOfAProgressiveJpeg_isRefusedOrWhole() throws IOException {
    assertEveryTruncationIsRefusedOrWhole(progressive(new BufferedImage(40, 30, 1)));
  }

  private static void assertEveryTruncationIsRefusedOrWhole(byte[] file) {
    Image whole = ImageCodec.decode(file, MANY);
    for (int length = 0; length < file.length; length++) {
      byte[] cut = Arrays.copyOf(file, length);
      try {
        assertThat(ImageCodec.decode(cut, MANY)).as("%d bytes", length).isEqualTo(whole);
      } catch (ImageException refused) {
        assertThat(refused).hasMessageNotContaining("null");
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"PNG", "JPEG", "TIFF"})
  void decode_ofFlippedBits_givesAPictureOrAnImageException(ImageFormat format) {
    byte[] file = ImageCodec.encode(noise(3, 20, 30), format);
    AtomicInteger refused = new AtomicInteger();
    for (int i = 0; i < 3000; i++) {
      byte[] flipped = file.clone();
      for (int flips = 0; flips <= i % 3; flips++) {
        flipped[random.nextInt(file.length)] ^= (byte) (1 << random.nextInt(8));
      }
      try {
        ImageCodec.decode(flipped, 100_000);
      } catch (ImageException e) {
        refused.incrementAndGet();
      }
    }
    assertThat(refused).hasPositiveValue();
  }

  /** Good checksums over bad contents, so that the JDK's reader sees them. */
  @Test
  void decode_ofAnyContentUnderGoodChecksums_givesAPictureOrAnImageException() {
    String[] types = {"PLTE", "tRNS", "iCCP", "gAMA", "sBIT", "bKGD", "tEXt", "zTXt", "IDAT"};
    int[] depths = {1, 2, 4, 8, 16};
    AtomicInteger refused = new AtomicInteger();
    for (int i = 0; i < 3000; i++) {
      PngBytes png =
          new PngBytes(
              random.nextInt(9), random.nextInt(9), depths[random.nextInt(5)], random.nextInt(8));
      for (int chunks = random.nextInt(3); chunks > 0; chunks--) {
        png.chunk(types[random.nextInt(types.length)], randomBytes(random.nextInt(20)));
      }
      png.chunk("IDAT", PngBytes.deflated(randomBytes(300)));
      try {
        ImageCodec.decode(png.end(), 100_000);
      } catch (ImageException e) {
        refused.incrementAndGet();
      }
    }
    assertThat(refused).hasPositiveValue();
  }

  private byte[] randomBytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private static byte[] profile() {
    byte[] linear = ICC_Profile.getInstance(ColorSpace.CS_LINEAR_RGB).getData();
    ByteArrayOutputStream chunk = new ByteArrayOutputStream();
    chunk.writeBytes(PngBytes.bytes('l', 'i', 'n', 0, 0));
    chunk.writeBytes(PngBytes.deflated(linear));
    return chunk.toByteArray();
  }

  private static byte[] flatJpeg(float level) {
    Image flat = Image.blank(3, 8, 8);
    Arrays.fill(flat.samples(), level);
    return ImageCodec.encode(flat, ImageFormat.JPEG);
  }

  /** The JPEG file with one more segment, right behind its first marker. */
  private static byte[] withSegment(byte[] jpeg, int marker, String name, byte[] content) {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    int length = 2 + name.length() + content.length;
    file.write(jpeg, 0, 2);
    file.writeBytes(PngBytes.bytes(0xff, marker, length >> 8, length));
    file.writeBytes(name.getBytes(StandardCharsets.US_ASCII));
    file.writeBytes(content);
    file.write(jpeg, 2, jpeg.length - 2);
    return file.toByteArray();
  }

  private static byte[] progressive(BufferedImage picture) throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ImageWriteParam param = writer.getDefaultWriteParam();
    param.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
    picture.setRGB(7, 9, 0xffcc00);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(file)) {
      writer.setOutput(out);
      writer.write(null, new IIOImage(picture, null, null), param);
    }
    return file.toByteArray();
  }

  /** One pixel. */
  private static Image picture(int channels, float... samples) {
    return new Image(channels, 1, 1, samples);
  }

  private Image noise(int channels, int height, int width) {
    Image picture = Image.blank(channels, height, width);
    for (int i = 0; i < picture.samples().length; i++) {
      picture.samples()[i] = random.nextFloat() * 255;
    }
    return picture;
  }

  private static Image slope(int channels, int height, int width) {
    Image picture = Image.blank(channels, height, width);
    for (int i = 0; i < picture.samples().length; i++) {
      picture.samples()[i] = 30 + i % width + i / width;
    }
    return picture;
  }
}
