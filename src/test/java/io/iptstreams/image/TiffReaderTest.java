package io.iptstreams.image;

import static io.iptstreams.image.PngBytes.bytes;
import static io.iptstreams.image.PngBytes.deflated;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TiffReaderTest {
  private static final long MANY = 1_000_000;

  private static final int WHITE_IS_ZERO = 0;
  private static final int GREY = 1;
  private static final int RGB = 2;
  private static final int PALETTE = 3;

  private static final int COMPRESSION = 259;
  private static final int LZW = 5;
  private static final int DEFLATE = 8;
  private static final int PACK_BITS = 32_773;

  private static final int PREDICTOR = 317;
  private static final int EXTRA_SAMPLES = 338;

  private static final byte[] SIX = bytes(1, 2, 3, 4, 5, 6);

  private final Random random = new Random(13);

  @Test
  void decode_ofGrey_givesTheStoredLevels() {
    assertThat(decoded(TiffBytes.page(3, 2, GREY, 8, 1).strips(SIX)))
        .isEqualTo(new Image(1, 2, 3, new float[] {1, 2, 3, 4, 5, 6}));
  }

  @Test
  void decode_ofGreyWhoseWhiteIsZero_turnsItButNotItsAlpha() {
    TiffBytes file = TiffBytes.page(1, 1, WHITE_IS_ZERO, 8, 2).shorts(EXTRA_SAMPLES, 2);

    assertThat(decoded(file.strips(bytes(10, 20)))).isEqualTo(pixel(245, 20));
  }

  @Test
  void decode_ofRgb_partsTheChannels() {
    assertThat(decoded(TiffBytes.page(2, 1, RGB, 8, 3).strips(SIX)).samples())
        .containsExactly(1, 4, 2, 5, 3, 6);
  }

  @Test
  void decode_ofRgbInPlanes_takesOneAfterTheOther() {
    TiffBytes file = TiffBytes.page(2, 1, RGB, 8, 3).shorts(284, 2);

    assertThat(decoded(file.strips(bytes(1, 2), bytes(3, 4), bytes(5, 6))).samples())
        .containsExactly(1, 2, 3, 4, 5, 6);
  }

  @Test
  void decode_ofRgba_keepsAlpha() {
    TiffBytes file = TiffBytes.page(1, 1, RGB, 8, 4).shorts(EXTRA_SAMPLES, 2);

    assertThat(decoded(file.strips(bytes(10, 20, 30, 128)))).isEqualTo(pixel(10, 20, 30, 128));
  }

  /** 64 · 255 / 128 = 127.5; 200 is more than its alpha allows; nothing is left of alpha 0. */
  @Test
  void decode_ofColoursMultipliedByAlpha_dividesThem() {
    TiffBytes file = TiffBytes.page(2, 1, RGB, 8, 4).shorts(EXTRA_SAMPLES, 1);

    assertThat(decoded(file.strips(bytes(64, 200, 0, 128, 7, 7, 7, 0))).samples())
        .containsExactly(127.5f, 0, 255, 0, 0, 0, 128, 0);
  }

  @Test
  void decode_ofAPalette_givesRgb() {
    int[] map = new int[3 * 256];
    map[7] = 10 * 257;
    map[256 + 7] = 20 * 257;
    map[512 + 7] = 0xffff;

    assertThat(decoded(TiffBytes.page(1, 1, PALETTE, 8, 1).shorts(320, map).strips(bytes(7))))
        .isEqualTo(pixel(10, 20, 255));
  }

  @ParameterizedTest
  @CsvSource({"LITTLE_ENDIAN, 0, 1", "BIG_ENDIAN, 1, 0"})
  void decode_of16Bits_keepsTheFraction(String order, int low, int high) {
    byte[] strip = new byte[4];
    strip[low] = 1;
    strip[2 + low] = 2;
    strip[2 + high] = 1;
    TiffBytes file =
        new TiffBytes(order.startsWith("L") ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);

    assertThat(decoded(file.pageOf(2, 1, GREY, 16, 1).strips(strip)).samples())
        .containsExactly(1 / 257f, 258 / 257f);
  }

  @Test
  void decode_ofSeveralStrips_joinsThem() {
    TiffBytes file = TiffBytes.page(2, 3, GREY, 8, 1).longs(278, 2);

    assertThat(decoded(file.strips(bytes(1, 2, 3, 4), bytes(5, 6))))
        .isEqualTo(new Image(1, 3, 2, new float[] {1, 2, 3, 4, 5, 6}));
  }

  @ParameterizedTest
  @ValueSource(longs = {2, 9, 0xffffffffL})
  void decode_ofAStripOfAsManyRowsAsThereAre_orMore(long rows) {
    assertThat(decoded(TiffBytes.page(3, 2, GREY, 8, 1).longs(278, rows).strips(SIX)))
        .hasToString("1 × 2 × 3");
  }

  /**
   *
   *
   * <pre>
   *   1 2 │ 5 -
   *   3 4 │ 6 -      a picture of 3 × 3 in tiles of 2 × 2; what hangs over is 9
   *   ────┼────
   *   7 7 │ 8 -
   *   - - │ - -
   * </pre>
   */
  @Test
  void decode_ofTiles_leavesOutWhatHangsOver() {
    TiffBytes file = TiffBytes.page(3, 3, GREY, 8, 1);

    assertThat(
            decoded(
                file.tiles(
                    2,
                    2,
                    bytes(1, 2, 3, 4),
                    bytes(5, 9, 6, 9),
                    bytes(7, 7, 9, 9),
                    bytes(8, 9, 9, 9))))
        .isEqualTo(new Image(1, 3, 3, new float[] {1, 2, 5, 3, 4, 6, 7, 7, 8}));
  }

  /** 5 bytes as they are, an empty packet, 3 times the byte 9, more than there is room for. */
  @Test
  void decode_ofPackBits_unpacksRuns() {
    byte[] packed = bytes(4, 1, 2, 3, 4, 5, -128, -2, 9, 3, 1, 2, 3, 4);

    assertThat(
            decoded(TiffBytes.page(9, 1, GREY, 8, 1).shorts(COMPRESSION, PACK_BITS).strips(packed))
                .samples())
        .containsExactly(1, 2, 3, 4, 5, 9, 9, 9, 1);
  }

  @ParameterizedTest
  @ValueSource(ints = {DEFLATE, 32_946})
  void decode_ofDeflate_byBothItsNumbers(int number) {
    assertThat(
            decoded(
                TiffBytes.page(3, 2, GREY, 8, 1).shorts(COMPRESSION, number).strips(deflated(SIX))))
        .hasToString("1 × 2 × 3");
  }

  /** In nine bits each: clear, 1, the string that begins here and is 1 1, end. */
  @Test
  void decode_ofLzw_knowsAStringBeforeItIsWhole() {
    byte[] packed = bytes(0b10000000, 0b00000000, 0b01100000, 0b01010000, 0b00010000);

    assertThat(
            decoded(TiffBytes.page(3, 1, GREY, 8, 1).shorts(COMPRESSION, LZW).strips(packed))
                .samples())
        .containsExactly(1, 1, 1);
  }

  @Test
  void decode_ofDifferences_addsThemUpAlongEachRow() {
    TiffBytes file =
        TiffBytes.page(2, 2, RGB, 8, 3).shorts(COMPRESSION, DEFLATE).shorts(PREDICTOR, 2);
    byte[] rows = bytes(10, 20, 30, 1, 255, 0, 40, 50, 60, 216, 0, 2);

    assertThat(decoded(file.strips(deflated(rows))).samples())
        .containsExactly(10, 11, 40, 0, 20, 19, 50, 50, 30, 30, 60, 62);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void decode_ofDifferencesOf16Bits_carriesIntoTheUpperByte(boolean little) {
    TiffBytes file = new TiffBytes(little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    file.pageOf(2, 1, GREY, 16, 1).shorts(COMPRESSION, DEFLATE).shorts(PREDICTOR, 2);
    byte[] row = little ? bytes(255, 0, 2, 0) : bytes(0, 255, 0, 2);

    assertThat(decoded(file.strips(deflated(row))).samples())
        .containsExactly(255 / 257f, 257 / 257f);
  }

  @Test
  void decode_ofDifferencesInPlanes_addsUpEachForItself() {
    TiffBytes file =
        TiffBytes.page(2, 1, RGB, 8, 3)
            .shorts(284, 2)
            .shorts(COMPRESSION, DEFLATE)
            .shorts(PREDICTOR, 2);

    assertThat(
            decoded(
                    file.strips(
                        deflated(bytes(1, 1)), deflated(bytes(3, 1)), deflated(bytes(5, 1))))
                .samples())
        .containsExactly(1, 2, 3, 4, 5, 6);
  }

  static Stream<Arguments> kindsOfTheJdk() {
    return Stream.of("none", "LZW", "ZLib", "Deflate", "PackBits")
        .flatMap(
            compression ->
                Stream.of(1, 2, 3, 4)
                    .flatMap(
                        channels ->
                            Stream.of(8, 16)
                                .map(bits -> Arguments.of(compression, channels, bits))));
  }

  /** Noise above a slope: strings of all lengths, and every width of LZW's codes. */
  @ParameterizedTest(name = "{0}, {1} channels of {2} bits")
  @MethodSource("kindsOfTheJdk")
  void decode_ofWhatTheJdkWrites_givesItsSamples(String compression, int channels, int bits)
      throws IOException {
    BufferedImage picture = picture(channels, 61, 53, bits);
    int[] stored = picture.getRaster().getPixels(0, 0, 53, 61, (int[]) null);

    Image decoded = ImageCodec.decode(jdkTiff(picture, compression), MANY);

    assertThat(decoded).hasToString(channels + " × 61 × 53");
    for (int i = 0; i < stored.length; i++) {
      float sample = decoded.at(i % channels, i / channels / 53, i / channels % 53);
      assertThat(sample).isEqualTo(bits == 8 ? stored[i] : stored[i] / 257f);
    }
  }

  @Test
  void decode_ofACameraHeldSideways_turnsThePictureUpright() {
    assertThat(decoded(TiffBytes.page(3, 2, GREY, 8, 1).shorts(274, 6).strips(SIX)))
        .isEqualTo(new Image(1, 3, 2, new float[] {4, 1, 5, 2, 6, 3}));
  }

  /** 255 · (1.055 · (50 / 255)^(1 / 2.4) - 0.055) = 122.42. */
  @Test
  void decode_ofLinearRgb_givesSrgb() {
    byte[] profile = ICC_Profile.getInstance(ColorSpace.CS_LINEAR_RGB).getData();
    TiffBytes file = TiffBytes.page(1, 1, RGB, 8, 3).field(34_675, 7, profile.length, profile);

    assertThat(decoded(file.strips(bytes(50, 50, 50))).samples()[0])
        .isCloseTo(122.42f, within(0.1f));
  }

  @Test
  void decode_withAProfileThatIsNotThere_takesTheColoursAsTheyAre() {
    TiffBytes file = TiffBytes.page(1, 1, RGB, 8, 3).field(34_675, 7, 1 << 30, new byte[4]);

    assertThat(decoded(file.strips(bytes(50, 50, 50)))).isEqualTo(pixel(50, 50, 50));
  }

  /** The next page is the same one for ever. */
  @Test
  void decode_ofPagesWithoutEnd_givesTheFirst() {
    byte[] file = TiffBytes.page(3, 2, GREY, 8, 1).strips(SIX).end(8 + 6);

    assertThat(ImageCodec.decode(file, MANY)).hasToString("1 × 2 × 3");
  }

  /** Directories of Exif and of further pictures that are this one, and a tag of 4 G numbers. */
  @Test
  void decode_doesNotLookAtWhatItDoesNotNeed() {
    TiffBytes file =
        TiffBytes.page(3, 2, GREY, 8, 1)
            .longs(330, 14)
            .longs(34_665, 14)
            .field(65_000, 12, 0xffffffffL, bytes(1, 2, 3, 4))
            .field(65_001, 99, 7, bytes(1, 2, 3, 4));

    assertThat(decoded(file.strips(SIX))).hasToString("1 × 2 × 3");
  }

  /** Ten megabytes of zeros for six bytes. */
  @Test
  void decode_ofAStripThatUnpacksToMore_stopsWhenItIsFull() {
    byte[] bomb = deflated(new byte[10_000_000]);

    assertThat(decoded(TiffBytes.page(3, 2, GREY, 8, 1).shorts(COMPRESSION, DEFLATE).strips(bomb)))
        .isEqualTo(Image.blank(1, 2, 3));
  }

  static List<Arguments> refusals() {
    return List.of(
        Arguments.of(
            "CMYK",
            TiffBytes.page(1, 1, 5, 8, 4),
            "the TIFF file is neither grey nor RGB; convert it, as from CMYK, to RGB first"),
        Arguments.of(
            "Lab",
            TiffBytes.page(1, 1, 8, 8, 3),
            "the TIFF file is neither grey nor RGB; convert it, as from CMYK, to RGB first"),
        Arguments.of(
            "a scan of 1 bit",
            TiffBytes.page(1, 1, GREY, 1, 1),
            "the TIFF file has samples of [1] bits; 8 and 16, all alike, are read"),
        Arguments.of(
            "samples of several sizes",
            TiffBytes.page(1, 1, RGB, 8, 3).shorts(258, 8, 8, 16),
            "the TIFF file has samples of [8, 8, 16] bits; 8 and 16, all alike, are read"),
        Arguments.of(
            "floats",
            TiffBytes.page(1, 1, GREY, 16, 1).shorts(339, 3),
            "the TIFF file has samples that are signed, no whole numbers or back to front; save it"
                + " with 8 or 16 bits"),
        Arguments.of(
            "infrared beside RGB",
            TiffBytes.page(1, 1, RGB, 8, 4).shorts(EXTRA_SAMPLES, 0),
            "the TIFF file has 4 samples a pixel; grey and RGB, each with or without alpha, are"
                + " read"),
        Arguments.of(
            "seven channels",
            TiffBytes.page(1, 1, RGB, 8, 7).shorts(EXTRA_SAMPLES, 2, 0, 0, 0),
            "the TIFF file has 7 samples a pixel; grey and RGB, each with or without alpha, are"
                + " read"),
        Arguments.of(
            "a palette of 16 bits",
            TiffBytes.page(1, 1, PALETTE, 16, 1),
            "the TIFF file has a palette, but not of 8 bits a pixel alone"),
        Arguments.of(
            "JPEG inside",
            TiffBytes.page(1, 1, GREY, 8, 1).shorts(COMPRESSION, 7),
            "the TIFF file is compressed by method 7; none, LZW, Deflate and PackBits (1, 5, 8,"
                + " 32773) are read"),
        Arguments.of(
            "differences of floats",
            TiffBytes.page(1, 1, GREY, 8, 1).shorts(COMPRESSION, DEFLATE).shorts(PREDICTOR, 3),
            "the TIFF file uses predictor 3; none and differences (1, 2) are read"),
        Arguments.of(
            "a preview",
            TiffBytes.page(1, 1, RGB, 8, 3).longs(254, 1),
            "the first page of the TIFF file is a preview of another, as in a camera's raw file;"
                + " convert it first"),
        Arguments.of(
            "no width",
            TiffBytes.page(1, 1, GREY, 8, 1).without(256),
            "the TIFF file is damaged: its tag 256 says 0 pixels"),
        Arguments.of(
            "a width that is text",
            TiffBytes.page(1, 1, GREY, 8, 1).field(256, 2, 1, bytes('3')),
            "the TIFF file is damaged: its tag 256 is of type 2, not a whole number"),
        Arguments.of(
            "strips without rows",
            TiffBytes.page(1, 1, GREY, 8, 1).longs(278, 0),
            "the TIFF file is damaged: its strips have no rows"),
        Arguments.of(
            "too few strips",
            TiffBytes.page(1, 9, GREY, 8, 1).longs(278, 1),
            "the TIFF file is damaged: its tag 273 has 1 values, not 9"),
        Arguments.of(
            "a huge picture",
            TiffBytes.page(100_000, 200_000, GREY, 8, 1),
            "the picture has 100000 × 200000 pixels, at most 1000000 are decoded"),
        Arguments.of(
            "a huge tile",
            TiffBytes.page(1, 1, GREY, 8, 1).longs(322, 1 << 30).longs(323, 16),
            "the picture has 1073741824 × 16 pixels, at most 1000000 are decoded"),
        Arguments.of(
            "a picture as wide as numbers go",
            TiffBytes.page(-1, -1, GREY, 8, 1),
            "the TIFF file is damaged: its tag 256 says 4294967295 pixels"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refusals")
  void decode_ofWhatIsNotRead_saysWhy(String what, TiffBytes file, String reason) {
    assertRefused(file.strips(new byte[1]).end(), reason);
  }

  @Test
  void decode_ofAStripBeyondTheEnd_isRefused() {
    byte[] file = TiffBytes.page(3, 2, GREY, 8, 1).longs(273, 4_000_000_000L).longs(279, 6).end();

    assertRefused(
        file, "the TIFF file is cut off: its strip 0 ends at byte 4000000006 of " + file.length);
  }

  @Test
  void decode_ofMoreStripsThanTheFileHasBytesFor_isRefused() {
    byte[] file =
        TiffBytes.page(1, 900_000, GREY, 8, 1)
            .longs(278, 1)
            .field(273, TiffBytes.LONG, 900_000, new byte[8])
            .longs(279, 1)
            .end();

    assertRefused(
        file, "the TIFF file is cut off: its tag 273 ends at byte 3600008 of " + file.length);
  }

  /** A thousand strips that are all the same ten thousand bytes. */
  @Test
  void decode_ofStripsThatShareTheirBytes_isRefused() {
    long[] offsets = new long[1000];
    long[] counts = new long[1000];
    Arrays.fill(offsets, 8);
    Arrays.fill(counts, 10_000);
    byte[] file =
        TiffBytes.page(1000, 1000, GREY, 8, 1)
            .strips(new byte[10_000])
            .longs(278, 1)
            .longs(273, offsets)
            .longs(279, counts)
            .end();

    assertRefused(
        file,
        "the TIFF file is damaged: its 1000 strips have 10000000 bytes in all, the file "
            + file.length);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, LZW, DEFLATE, PACK_BITS})
  void decode_ofTooFewRows_isRefused(int compression) throws IOException {
    byte[] four =
        switch (compression) {
          case LZW -> bytes(0b10000000, 0b00000000, 0b01100000, 0b01010000, 0b00010000);
          case DEFLATE -> deflated(bytes(1, 2, 3));
          case PACK_BITS -> bytes(2, 1, 2, 3);
          default -> bytes(1, 2, 3);
        };

    assertRefused(
        TiffBytes.page(3, 2, GREY, 8, 1).shorts(COMPRESSION, compression).strips(four).end(),
        "the TIFF file is damaged: its strip 0 has 3 good bytes of 6");
  }

  @Test
  void decode_ofAWrongChecksum_isRefused() {
    byte[] packed = deflated(SIX);
    packed[packed.length - 1] ^= 1;

    assertRefused(
        TiffBytes.page(3, 2, GREY, 8, 1).shorts(COMPRESSION, DEFLATE).strips(packed).end(),
        "the TIFF file is damaged: its strip 0 has 0 good bytes of 6");
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "LZW", "ZLib", "PackBits"})
  void decode_ofEveryTruncation_isRefusedOrWhole(String compression) throws IOException {
    byte[] file = jdkTiff(picture(3, 20, 30, 8), compression);
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
  @ValueSource(strings = {"none", "LZW", "ZLib", "PackBits"})
  void decode_ofFlippedBits_givesAPictureOrAnImageException(String compression) throws IOException {
    byte[] file = jdkTiff(picture(4, 20, 30, 16), compression);
    AtomicInteger refused = new AtomicInteger();
    for (int i = 0; i < 3000; i++) {
      byte[] flipped = file.clone();
      for (int flips = 0; flips <= i % 3; flips++) {
        flipped[random.nextInt(file.length)] ^= (byte) (1 << random.nextInt(8));
      }
      decodeOrRefuse(flipped, refused);
    }
    assertThat(refused).hasPositiveValue();
  }

  /** All tags that are read, with likely and unlikely values of all types. */
  @Test
  void decode_ofAnyDirectory_givesAPictureOrAnImageException() {
    int[] tags = {254, 256, 257, 258, 259, 262, 266, 273, 274, 277, 278, 279, 284, 317, 320};
    int[] more = {322, 323, 324, 325, 338, 339, 34_675};
    int[] likely = {0, 1, 2, 3, 4, 5, 8, 16, 32_773};
    AtomicInteger refused = new AtomicInteger();
    for (int i = 0; i < 20_000; i++) {
      TiffBytes file =
          TiffBytes.page(
              1 + random.nextInt(9),
              1 + random.nextInt(9),
              random.nextInt(4),
              8,
              1 + random.nextInt(4));
      byte[] strip = new byte[700];
      random.nextBytes(strip);
      file.shorts(COMPRESSION, List.of(1, LZW, DEFLATE, PACK_BITS).get(random.nextInt(4)));
      file.strips(strip);
      for (int changes = random.nextInt(4); changes > 0; changes--) {
        int pick = random.nextInt(tags.length + more.length);
        int tag = pick < tags.length ? tags[pick] : more[pick - tags.length];
        int value = random.nextBoolean() ? likely[random.nextInt(likely.length)] : random.nextInt();
        if (random.nextBoolean()) {
          file.longs(tag, value);
        } else {
          file.field(tag, random.nextInt(8), random.nextInt(9), bytes(value, value >> 8, 0, 0));
        }
      }
      decodeOrRefuse(file.end(), refused);
    }
    assertThat(refused).hasValueBetween(1000, 19_999);
  }

  private static void decodeOrRefuse(byte[] file, AtomicInteger refused) {
    try {
      ImageCodec.decode(file, 100_000);
    } catch (ImageException e) {
      refused.incrementAndGet();
    }
  }

  private static Image decoded(TiffBytes file) {
    return ImageCodec.decode(file.end(), MANY);
  }

  private static void assertRefused(byte[] file, String reason) {
    assertThatThrownBy(() -> ImageCodec.decode(file, MANY))
        .isInstanceOf(ImageException.class)
        .hasMessage(reason);
  }

  private static Image pixel(float... samples) {
    return new Image(samples.length, 1, 1, samples);
  }

  private BufferedImage picture(int channels, int height, int width, int bits) {
    ComponentColorModel colours =
        new ComponentColorModel(
            ColorSpace.getInstance(channels < 3 ? ColorSpace.CS_GRAY : ColorSpace.CS_sRGB),
            channels % 2 == 0,
            false,
            channels % 2 == 0 ? Transparency.TRANSLUCENT : Transparency.OPAQUE,
            bits == 8 ? DataBuffer.TYPE_BYTE : DataBuffer.TYPE_USHORT);
    WritableRaster raster = colours.createCompatibleWritableRaster(width, height);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        for (int c = 0; c < channels; c++) {
          int slope = (x + y + 40 * c) * (bits == 8 ? 1 : 257);
          raster.setSample(x, y, c, y > height / 2 ? random.nextInt(1 << bits) : slope);
        }
      }
    }
    return new BufferedImage(colours, raster, false, null);
  }

  private static byte[] jdkTiff(BufferedImage picture, String compression) throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("tiff").next();
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(file)) {
      ImageWriteParam param = writer.getDefaultWriteParam();
      if (!compression.equals("none")) {
        param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        param.setCompressionType(compression);
      }
      writer.setOutput(out);
      writer.write(null, new IIOImage(picture, null, null), param);
    } finally {
      writer.dispose();
    }
    return file.toByteArray();
  }
}
