package io.iptstreams.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.drew.imaging.ImageMetadataReader;
import com.drew.metadata.icc.IccDirectory;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A colour profile on its way from file to file. */
class KeptProfileTest {
  private static final long MANY = 1_000_000;
  private static final byte[] LINEAR = DetailedJpeg.linear();
  private static final byte[] GREY = ICC_Profile.getInstance(ColorSpace.CS_GRAY).getData();

  private final FlatWebp webp = new FlatWebp();
  private final FileCodec codec = FileCodec.with(webp);

  @ParameterizedTest
  @EnumSource(names = {"PNG", "JPEG", "TIFF"})
  void theProfile_andTheColoursItIsFor_areKept(ImageFormat format) throws Exception {
    byte[] file = DetailedJpeg.of(flat(3, 50), new byte[0], LINEAR);

    Image stored = codec.decodeStored(file, MANY);
    byte[] written = codec.encode(stored, format, FileDetails.of(file));

    assertThat(stored.at(0, 3, 3)).isCloseTo(50, within(1f));
    assertThat(codec.decodeStored(written, MANY).at(0, 3, 3)).isCloseTo(50, within(1f));
    assertThat(FileDetails.of(written).profile(stored)).isEqualTo(LINEAR);
    assertThat(ofAnother(written).getString(IccDirectory.TAG_COLOR_SPACE)).isEqualTo("RGB ");
    if (format != ImageFormat.PNG) {
      assertThat(shown(written)).isCloseTo(122, within(1));
    }
  }

  @Test
  void theProfileOfAWebpFile_isKept_withItsAlphaAndNotes() throws Exception {
    byte[] file =
        new WebpBytes()
            .extended(32 + 16 + 8, 3, 2)
            .chunk("ICCP", LINEAR)
            .chunk("VP8L", WebpBytes.vp8l(3, 2, 1))
            .chunk("EXIF", ExifBytes.ofACamera(ByteOrder.LITTLE_ENDIAN).end())
            .end();
    FileCodec real =
        FileCodec.with(
            new WebpCoder() {
              @Override
              public Image decode(WebpFile picture) {
                return webp.decode(picture);
              }

              @Override
              public byte[] encode(Image image, boolean lossless) {
                return new WebpBytes().chunk("VP8L", WebpBytes.vp8l(2, 3, 1)).end();
              }
            });
    Image stored = real.decodeStored(file, MANY);

    byte[] written = real.encode(stored, ImageFormat.WEBP, FileDetails.of(file));

    WebpFile read = WebpFile.of(written);
    assertThat(read.profile()).isEqualTo(LINEAR);
    assertThat(read.hasAlpha()).isTrue();
    assertThat(read.exif()).isNotEmpty();
    assertThat(real.decodeStored(written, MANY)).isEqualTo(stored).hasToString("4 × 3 × 2");
    assertThat(ofAnother(written).getString(IccDirectory.TAG_COLOR_SPACE)).isEqualTo("RGB ");
  }

  @Test
  void decode_andNotDecodeStored_givesSrgb() {
    byte[] file = DetailedJpeg.of(flat(3, 50), new byte[0], LINEAR);

    assertThat(codec.decode(file, MANY).at(0, 3, 3)).isCloseTo(122.4f, within(1f));
    assertThat(codec.decodeStored(file, MANY).at(0, 3, 3)).isCloseTo(50, within(1f));
  }

  @ParameterizedTest
  @CsvSource({"1, PNG", "2, PNG", "1, TIFF", "2, TIFF"})
  void aGreyProfile_staysWithGrey(int channels, ImageFormat format) {
    byte[] file = tiff(channels, GREY);
    Image stored = codec.decodeStored(file, MANY);

    byte[] written = codec.encode(stored, format, FileDetails.of(file));

    assertThat(FileDetails.of(written).profile(stored)).isEqualTo(GREY);
    assertThat(codec.decodeStored(written, MANY)).isEqualTo(stored);
  }

  /** 255 · (1.055 · (50 / 255)^(1 / 2.4) - 0.055) = 122.42: the JDK's grey is linear. */
  @Test
  void greyWithAProfile_becomesSrgb_whereItLosesTheProfile() {
    byte[] file = tiff(2, GREY);
    Image srgb = codec.decode(file, MANY);

    assertThat(srgb.at(0, 1, 1)).isCloseTo(122.42f, within(0.3f));
    assertThat(srgb.at(1, 1, 1)).isEqualTo(50);
    Image[] encoded = new Image[1];
    FileCodec listening =
        FileCodec.with(
            new WebpCoder() {
              @Override
              public Image decode(WebpFile picture) {
                return webp.decode(picture);
              }

              @Override
              public byte[] encode(Image image, boolean lossless) {
                encoded[0] = image;
                return WebpBytes.ofSize(image.width(), image.height(), lossless);
              }
            });
    byte[] written =
        listening.encode(
            listening.decodeStored(file, MANY), ImageFormat.WEBP, FileDetails.of(file));
    assertThat(encoded[0]).isEqualTo(srgb);
    assertThat(WebpFile.of(written).profile()).isEmpty();
  }

  @Test
  void aProfileForOtherColours_isLeftOut() {
    byte[] file = DetailedJpeg.of(flat(3, 50), new byte[0], GREY);
    Image stored = codec.decodeStored(file, MANY);

    byte[] written = codec.encode(stored, ImageFormat.PNG, FileDetails.of(file));

    assertThat(codec.decode(file, MANY)).isEqualTo(stored);
    assertThat(PngChunks.verified(written, "iCCP").get("iCCP")).isEmpty();
  }

  @Test
  void aProfileOfSeveralSegments_isKeptWhole() throws Exception {
    byte[] large = ofSize(150_000);
    byte[] file =
        DetailedJpeg.of(
            flat(3, 50),
            new byte[0],
            Arrays.copyOf(large, 60_000),
            Arrays.copyOfRange(large, 60_000, 120_000),
            Arrays.copyOfRange(large, 120_000, 150_000));

    byte[] written =
        codec.encode(codec.decodeStored(file, MANY), ImageFormat.JPEG, FileDetails.of(file));

    assertThat(JpegSegments.profile(written)).isEqualTo(large);
    assertThat(ofAnother(written).getInt(IccDirectory.TAG_PROFILE_BYTE_COUNT)).isEqualTo(150_000);
    assertThat(shown(written)).isCloseTo(122, within(1));
  }

  @Test
  void aProfileOfWhichAPartIsMissing_isLeftOut() {
    byte[] large = ofSize(100_000);
    byte[] whole =
        DetailedJpeg.of(
            flat(3, 50),
            new byte[0],
            Arrays.copyOf(large, 60_000),
            Arrays.copyOfRange(large, 60_000, 100_000));
    int second = 2 + 4 + 14 + 60_000;
    byte[] file = new byte[whole.length - (4 + 14 + 40_000)];
    System.arraycopy(whole, 0, file, 0, second);
    System.arraycopy(whole, second + 4 + 14 + 40_000, file, second, file.length - second);

    assertThat(JpegSegments.profile(whole)).isEqualTo(large);
    assertThat(JpegSegments.profile(file)).isEmpty();
    assertThat(codec.decode(file, MANY).at(0, 3, 3)).isCloseTo(50, within(1f));
  }

  @ParameterizedTest
  @ValueSource(ints = {ColourProfile.LARGEST, ColourProfile.LARGEST + 1})
  void aProfileOfAMegabyte_isKept_andOneByteMoreIsNot(int size) {
    byte[] profile = ofSize(size);
    byte[] tiff = tiff(3, profile);
    byte[] png =
        codec.encode(flat(3, 50), ImageFormat.PNG, FileDetails.of(tiff(3, ofSize(1 << 20))));

    boolean kept = size == ColourProfile.LARGEST;
    assertThat(FileDetails.of(tiff).profile(flat(3, 0))).hasSize(kept ? size : 0);
    assertThat(FileDetails.of(png).profile(flat(3, 0))).hasSize(1 << 20);
    byte[] chunk = PngBytes.deflated(profile);
    byte[] named = new byte[3 + chunk.length];
    named[0] = 'p';
    System.arraycopy(chunk, 0, named, 3, chunk.length);
    assertThat(ColourProfile.ofPng(named).isPresent()).isEqualTo(kept);
  }

  @Test
  void aDamagedProfile_isLeftOut_orKeptAsItIs_butNeverFatal() {
    Random random = new Random(9);
    for (int i = 0; i < 300; i++) {
      byte[] damaged = Arrays.copyOf(LINEAR, i % 3 == 0 ? random.nextInt(200) : LINEAR.length);
      for (int flips = random.nextInt(6); flips > 0 && damaged.length > 0; flips--) {
        damaged[random.nextInt(Math.min(300, damaged.length))] = (byte) random.nextInt();
      }
      byte[] file = tiff(3, damaged);
      Image stored = codec.decodeStored(file, MANY);

      assertThat(stored).isEqualTo(flat(3, 50));
      assertThat(codec.decode(file, MANY)).hasToString("3 × 8 × 8");
      byte[] written = codec.encode(stored, ImageFormat.PNG, FileDetails.of(file));
      assertThat(codec.decodeStored(written, MANY)).isEqualTo(stored);
    }
  }

  /** The linear profile with nothing that anything leads to behind it. */
  private static byte[] ofSize(int size) {
    byte[] profile = Arrays.copyOf(LINEAR, size);
    ByteBuffer.wrap(profile).putInt(0, size);
    return profile;
  }

  private static byte[] tiff(int channels, byte[] profile) {
    byte[] samples = new byte[8 * 8 * channels];
    Arrays.fill(samples, (byte) 50);
    TiffBytes file = TiffBytes.page(8, 8, channels < 3 ? 1 : 2, 8, channels).strips(samples);
    if (channels == 2) {
      file.shorts(338, 2);
    }
    return file.field(34_675, 7, profile.length, profile).end();
  }

  private static Image flat(int channels, float level) {
    Image flat = Image.blank(channels, 8, 8);
    Arrays.fill(flat.samples(), level);
    return flat;
  }

  private static IccDirectory ofAnother(byte[] file) throws Exception {
    return ImageMetadataReader.readMetadata(new ByteArrayInputStream(file))
        .getFirstDirectoryOfType(IccDirectory.class);
  }

  /** The red that the JDK's reader, which heeds profiles but in PNG, makes of a pixel. */
  private static int shown(byte[] file) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(file)).getRGB(3, 3) >> 16 & 0xff;
  }
}
