package io.iptstreams.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RawRgbTest {
  private static final long MANY = 1_000_000;

  /** Two pixels a row: (1, 2, 3) (4, 5, 6), below them (7, 8, 9) (250, 251, 252). */
  private static final byte[] BYTES = PngBytes.bytes(1, 2, 3, 4, 5, 6, 7, 8, 9, 250, 251, 252);

  private static final Image PICTURE =
      new Image(3, 2, 2, new float[] {1, 4, 7, 250, 2, 5, 8, 251, 3, 6, 9, 252});

  @Test
  void decode_partsTheChannels() {
    assertThat(RawRgb.decode(BYTES, 2, 2, MANY)).isEqualTo(PICTURE);
  }

  @Test
  void decode_takesTheWidthFirst() {
    assertThat(RawRgb.decode(BYTES, 4, 1, MANY)).hasToString("3 × 1 × 4");
  }

  @Test
  void encode_givesTheBytesBack() {
    assertThat(RawRgb.encode(PICTURE)).isEqualTo(BYTES);
  }

  @Test
  void encode_roundsHalvesToEvenAndClamps() {
    assertThat(RawRgb.encode(new Image(3, 1, 2, new float[] {-3, 0.5f, 1.5f, 300, 254.6f, 2.4f})))
        .isEqualTo(PngBytes.bytes(0, 2, 255, 0, 255, 2));
  }

  @Test
  void encode_ofOtherThanThreeChannels_isRefused() {
    assertThatThrownBy(() -> RawRgb.encode(Image.blank(4, 2, 3)))
        .isInstanceOf(ImageException.class)
        .hasMessage("raw RGB has three channels, the picture is 4 × 2 × 3");
  }

  @ParameterizedTest
  @CsvSource({"2, 3, 18", "2, 1, 6", "1, 1, 3"})
  void decode_ofAnotherLength_saysExpectedAndGot(long width, long height, long expected) {
    assertThatThrownBy(() -> RawRgb.decode(BYTES, width, height, MANY))
        .isInstanceOf(ImageException.class)
        .hasMessage(
            "raw RGB of %d × %d pixels has %d bytes, got 12".formatted(width, height, expected));
  }

  @ParameterizedTest
  @CsvSource({"0, 4", "4, 0", "-2, -2", "-9223372036854775808, 1"})
  void decode_ofNoSize_isRefused(long width, long height) {
    assertThatThrownBy(() -> RawRgb.decode(BYTES, width, height, MANY))
        .isInstanceOf(ImageException.class)
        .hasMessage("a picture is at least 1 × 1, got " + width + " × " + height);
  }

  /** 2^31 and 2^32: products of these are 0 or small in too few bits. */
  @ParameterizedTest
  @CsvSource({"2147483648, 2", "1, 4294967300", "4294967296, 4294967296", "9223372036854775807, 3"})
  void decode_ofASideBeyondAllPictures_isRefused(long width, long height) {
    assertThatThrownBy(() -> RawRgb.decode(BYTES, width, height, Long.MAX_VALUE))
        .isInstanceOf(ImageException.class)
        .hasMessage("a picture has less than 2^31 pixels a side, got " + width + " × " + height);
  }

  @Test
  void decode_ofAPictureTooLarge_isRefusedByItsSize() {
    assertThatThrownBy(() -> RawRgb.decode(BYTES, 2_000_000_000, 2_000_000_000, MANY))
        .isInstanceOf(ImageException.class)
        .hasMessage("the picture has 2000000000 × 2000000000 pixels, at most 1000000 are decoded");
  }
}
