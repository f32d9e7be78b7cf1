package io.iptstreams.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileCodecTest {
  private static final long MANY = 1_000_000;

  private final FlatWebp webp = new FlatWebp();
  private final FileCodec codec = FileCodec.with(webp);

  @ParameterizedTest
  @EnumSource(names = {"PNG", "JPEG", "TIFF"})
  void otherFormats_areThoseOfTheImageCodec(ImageFormat format) {
    Image picture = Image.blank(3, 5, 7);
    byte[] file = ImageCodec.encode(picture, format);

    assertThat(codec.encode(picture, format, FileDetails.lossless(8))).isEqualTo(file);
    assertThat(FileCodec.withoutWebp().encode(picture, format, FileDetails.lossy()))
        .isEqualTo(file);
    assertThat(codec.decode(file, MANY)).isEqualTo(ImageCodec.decode(file, MANY));
  }

  @Test
  void decode_ofWebp_asksTheCoder() {
    assertThat(codec.decode(WebpBytes.ofSize(1, 1, true), MANY))
        .isEqualTo(new Image(3, 1, 1, new float[] {50, 100, 150}));
  }

  @Test
  void decode_ofWebpWithoutACoder_saysSo() {
    assertThatThrownBy(() -> FileCodec.withoutWebp().decode(WebpBytes.ofSize(1, 1, true), MANY))
        .isInstanceOf(ImageException.class)
        .hasMessage("the file is WebP, which is not read here; convert it to PNG or JPEG first");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void decode_ofAPictureTooLarge_isRefusedByItsHeader(boolean lossless) {
    FileCodec unasked = FileCodec.with(new UnwillingCoder());

    assertThatThrownBy(() -> unasked.decode(WebpBytes.ofSize(2000, 3000, lossless), MANY))
        .isInstanceOf(ImageException.class)
        .hasMessage("the picture has 2000 × 3000 pixels, at most 1000000 are decoded");
  }

  @Test
  void decode_toAnotherSizeThanTheHeaders_isRefused() {
    FileCodec lying =
        FileCodec.with(
            new UnwillingCoder() {
              @Override
              public Image decode(WebpFile file) {
                return Image.blank(3, 20, 30);
              }
            });

    assertThatThrownBy(() -> lying.decode(WebpBytes.ofSize(3, 2, false), MANY))
        .isInstanceOf(ImageException.class)
        .hasMessage(
            "the WebP file is damaged: its header says 3 × 2 pixels, decoded it has 30 × 20");
  }

  /** Little-endian, one entry: orientation (0x0112), a short (3), one of it: 6. */
  @ParameterizedTest
  @ValueSource(strings = {"", "Exif\0\0"})
  void decode_ofACameraHeldSideways_turnsThePictureUpright(String name) {
    byte[] notes = new byte[name.length() + 22];
    for (int i = 0; i < name.length(); i++) {
      notes[i] = (byte) name.charAt(i);
    }
    byte[] tiff = PngBytes.bytes('I', 'I', 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, 6);
    System.arraycopy(tiff, 0, notes, name.length(), tiff.length);
    byte[] file =
        new WebpBytes()
            .extended(8, 3, 2)
            .chunk("VP8L", WebpBytes.vp8l(3, 2, 0))
            .chunk("EXIF", notes)
            .end();

    assertThat(codec.decode(file, MANY)).hasToString("3 × 3 × 2");
  }

  /** 255 · (1.055 · (50 / 255)^(1 / 2.4) - 0.055) = 122.42, likewise 168.11 and 201.63. */
  @Test
  void decode_ofLinearRgb_givesSrgb_andLeavesAlphaAsItIs() {
    byte[] file =
        new WebpBytes()
            .extended(32 + 16, 1, 1)
            .chunk("ICCP", ICC_Profile.getInstance(ColorSpace.CS_LINEAR_RGB).getData())
            .chunk("VP8L", WebpBytes.vp8l(1, 1, 1))
            .end();

    Image srgb = codec.decode(file, MANY);

    assertThat(srgb.at(0, 0, 0)).isCloseTo(122.42f, within(0.1f));
    assertThat(srgb.at(1, 0, 0)).isCloseTo(168.11f, within(0.1f));
    assertThat(srgb.at(2, 0, 0)).isCloseTo(201.63f, within(0.1f));
    assertThat(srgb.at(3, 0, 0)).isEqualTo(77);
  }

  @Test
  void encode_asWebp_asksTheCoder() {
    assertThat(codec.encode(Image.blank(2, 5, 16_383), ImageFormat.WEBP, FileDetails.lossless(8)))
        .isEqualTo(FlatWebp.ENCODED);
    codec.encode(Image.blank(3, 5, 7), ImageFormat.WEBP, FileDetails.lossy());

    assertThat(webp.encoded()).containsExactly("lossless 2 × 5 × 16383", "lossy 3 × 5 × 7");
  }

  @Test
  void encode_ofAPictureTooWideForWebp_saysWhatWouldDo() {
    assertThatThrownBy(
            () ->
                codec.encode(Image.blank(1, 1, 16_384), ImageFormat.WEBP, FileDetails.lossless(8)))
        .isInstanceOf(ImageException.class)
        .hasMessage(
            "a WebP file holds at most 16383 pixels a side;"
                + " write the picture of 1 × 1 × 16384 as PNG or TIFF");
  }

  private static class UnwillingCoder implements WebpCoder {
    @Override
    public Image decode(WebpFile file) {
      throw new AssertionError("asked to decode " + file.width() + " × " + file.height());
    }

    @Override
    public byte[] encode(Image image, boolean lossless) {
      throw new AssertionError("asked to encode " + image);
    }
  }
}
