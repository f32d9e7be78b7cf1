package io.iptstreams.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WebpFileTest {
  /** Its alpha uncompressed: a byte of method, then one a pixel. */
  private static byte[] everything() {
    return new WebpBytes()
        .extended(16 + 32 + 8, 3, 2)
        .chunk("ICCP", new byte[] {1, 2, 3})
        .chunk("ALPH", new byte[] {0, 9, 9, 9, 9, 9, 9})
        .chunk("VP8 ", WebpBytes.vp8(3, 2))
        .chunk("EXIF", new byte[4])
        .end();
  }

  @Test
  void of_readsTheSizeOfALossyPicture() {
    WebpFile file = WebpFile.of(WebpBytes.ofSize(16_383, 5, false));

    assertThat(file.width()).isEqualTo(16_383);
    assertThat(file.height()).isEqualTo(5);
    assertThat(file.isLossless()).isFalse();
    assertThat(file.hasAlpha()).isFalse();
  }

  @Test
  void of_readsTheSizeOfALosslessPicture() {
    WebpFile file = WebpFile.of(WebpBytes.ofSize(16_384, 16_384, true));

    assertThat(file.width()).isEqualTo(16_384);
    assertThat(file.height()).isEqualTo(16_384);
    assertThat(file.isLossless()).isTrue();
    assertThat(file.hasAlpha()).isFalse();
  }

  /** The upper two bits of a side ask a player to enlarge it. */
  @Test
  void of_passesOverScalingOfALossyPicture() {
    byte[] vp8 = WebpBytes.vp8(3 | 1 << 14, 2);

    assertThat(WebpFile.of(new WebpBytes().chunk("VP8 ", vp8).end()).width()).isEqualTo(3);
  }

  @Test
  void of_findsAlphaInBothWays() {
    byte[] lossless = new WebpBytes().chunk("VP8L", WebpBytes.vp8l(3, 2, 1)).end();

    assertThat(WebpFile.of(lossless).hasAlpha()).isTrue();
    assertThat(WebpFile.of(everything()).hasAlpha()).isTrue();
  }

  @Test
  void bare_hasThePictureItsAlphaAndNothingElse() {
    byte[] expected =
        new WebpBytes()
            .extended(16, 3, 2)
            .chunk("ALPH", new byte[] {0, 9, 9, 9, 9, 9, 9})
            .chunk("VP8 ", WebpBytes.vp8(3, 2))
            .end();

    assertThat(WebpFile.of(everything()).bare()).isEqualTo(expected);
    assertThat(WebpFile.of(everything()).bitstream()).isEqualTo(WebpBytes.vp8(3, 2));
  }

  @Test
  void bare_ofAPlainFile_isThatFile() {
    byte[] file = WebpBytes.ofSize(3, 2, true);

    assertThat(WebpFile.of(file).bare()).isEqualTo(file);
  }

  @Test
  void of_doesNotMindBytesBehindTheEnd() {
    byte[] file = WebpBytes.ofSize(3, 2, false);

    assertThat(WebpFile.of(Arrays.copyOf(file, file.length + 99)).bare()).isEqualTo(file);
  }

  @Test
  void of_anAnimation_isRefused() {
    byte[] file =
        new WebpBytes()
            .extended(2, 3, 2)
            .chunk("ANIM", new byte[6])
            .chunk("ANMF", new byte[24])
            .end();

    assertRefused(file, "the WebP file is animated; give its pictures one by one");
  }

  @Test
  void of_aCanvasOfAnotherSizeThanThePicture_isRefused() {
    byte[] file =
        new WebpBytes().extended(0, 3, 2).chunk("VP8 ", WebpBytes.vp8(9_000, 9_000)).end();

    assertRefused(
        file, "the WebP file is damaged: its header says 3 × 2 pixels, its picture 9000 × 9000");
  }

  @Test
  void of_tooFewBytesOfAlpha_isRefused() {
    byte[] file =
        new WebpBytes()
            .extended(16, 3, 2)
            .chunk("ALPH", new byte[] {0, 9, 9, 9})
            .chunk("VP8 ", WebpBytes.vp8(3, 2))
            .end();

    assertRefused(file, "the WebP file is damaged: its alpha has 3 of 6 bytes");
  }

  @Test
  void of_noPicture_isRefused() {
    assertRefused(
        new WebpBytes().extended(0, 3, 2).end(), "the WebP file is damaged: it holds no picture");
  }

  @Test
  void of_aPictureOfNoRows_isRefused() {
    assertRefused(
        WebpBytes.ofSize(3, 0, false), "the WebP file is damaged: its picture has 3 × 0 pixels");
  }

  @Test
  void of_aFrameBetweenKeyFrames_isRefused() {
    byte[] vp8 = WebpBytes.vp8(3, 2);
    vp8[0] |= 1;

    assertRefused(
        new WebpBytes().chunk("VP8 ", vp8).end(),
        "the WebP file is damaged: its VP8 bitstream does not begin as one");
  }

  @Test
  void of_anUnknownVersionOfVp8l_isRefused() {
    assertRefused(
        new WebpBytes().chunk("VP8L", WebpBytes.vp8l(3, 2, 2)).end(),
        "the WebP file is damaged: its VP8L bitstream does not begin as one");
  }

  @Test
  void of_everyTruncation_isRefused() {
    byte[] file = everything();
    for (int length = 0; length < file.length; length++) {
      byte[] cut = Arrays.copyOf(file, length);

      assertThatThrownBy(() -> WebpFile.of(cut))
          .isInstanceOf(ImageException.class)
          .hasMessageStartingWith("the WebP file is cut off: " + length + " of ");
    }
  }

  @Test
  void of_flippedBits_givesASizeOrAnImageException() {
    Random random = new Random(12);
    byte[] file = everything();
    AtomicInteger refused = new AtomicInteger();
    for (int i = 0; i < 20_000; i++) {
      byte[] flipped = file.clone();
      for (int flips = 0; flips <= i % 3; flips++) {
        flipped[random.nextInt(file.length)] ^= (byte) (1 << random.nextInt(8));
      }
      try {
        WebpFile read = WebpFile.of(flipped);
        assertThat(read.width()).isBetween(1, 16_384);
        assertThat(read.bare()).hasSizeLessThanOrEqualTo(file.length);
        assertThat(Exif.orientation(read.exif())).isBetween(1, 8);
      } catch (ImageException e) {
        refused.incrementAndGet();
      }
    }
    assertThat(refused).hasPositiveValue();
  }

  private static void assertRefused(byte[] file, String reason) {
    assertThatThrownBy(() -> WebpFile.of(file))
        .isInstanceOf(ImageException.class)
        .hasMessage(reason);
  }
}
