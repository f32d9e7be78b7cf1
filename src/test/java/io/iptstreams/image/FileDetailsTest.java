package io.iptstreams.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileDetailsTest {
  private static final Image PICTURE = Image.blank(3, 5, 7);

  @ParameterizedTest
  @CsvSource({"PNG, 8", "PNG, 16", "TIFF, 8", "TIFF, 16"})
  void pngAndTiff_areLossless_ofTheirBits(ImageFormat format, int bits) {
    FileDetails details =
        FileDetails.of(ImageCodec.encode(PICTURE, format, FileDetails.lossless(bits)));

    assertThat(details.bits()).isEqualTo(bits);
    assertThat(details.isLossless()).isTrue();
  }

  @Test
  void jpeg_isLossy_of8Bits_whateverWasAskedFor() {
    FileDetails details =
        FileDetails.of(ImageCodec.encode(PICTURE, ImageFormat.JPEG, FileDetails.lossless(16)));

    assertThat(details.bits()).isEqualTo(8);
    assertThat(details.isLossless()).isFalse();
  }

  @Test
  void webp_isWhichOfTheTwoItIs() {
    assertThat(FileDetails.of(WebpBytes.ofSize(3, 2, true)).isLossless()).isTrue();
    assertThat(FileDetails.of(WebpBytes.ofSize(3, 2, false)).isLossless()).isFalse();
  }

  /** A palette's colours have 8 bits each, whatever its numbers have. */
  @Test
  void pngOfFewerBits_becomesOneOf8() {
    byte[] palette = new PngBytes(2, 1, 1, 3).chunk("PLTE", 1, 2, 3, 4, 5, 6).data(0, 64).end();

    assertThat(FileDetails.of(palette).bits()).isEqualTo(8);
  }

  @Test
  void bytesOfNoKnownFormat_areRefused() {
    assertThatThrownBy(() -> FileDetails.of(new byte[3]))
        .isInstanceOf(ImageException.class)
        .hasMessage("the 3 bytes are no PNG, JPEG, WebP or TIFF file");
  }
}
