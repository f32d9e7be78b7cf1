package io.iptstreams.image;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ImageFormatTest {
  @Test
  void ofMediaType_ignoresCaseAndParameters() {
    assertThat(ImageFormat.ofMediaType("Image/JPEG; q=0.9")).contains(ImageFormat.JPEG);
    assertThat(ImageFormat.ofMediaType("image/jpg")).contains(ImageFormat.JPEG);
    assertThat(ImageFormat.ofMediaType("image/webp")).isEmpty();
  }

  @Test
  void ofFileName_goesByTheEnding() {
    assertThat(ImageFormat.ofFileName("yard.1.PNG")).contains(ImageFormat.PNG);
    assertThat(ImageFormat.ofFileName("yard.jpeg")).contains(ImageFormat.JPEG);
    assertThat(ImageFormat.ofFileName("png")).isEmpty();
  }

  @Test
  void sniff_goesByTheFirstBytes() {
    assertThat(ImageFormat.sniff(PngBytes.bytes(0x89, 'P', 'N', 'G', 13, 10, 26, 10)))
        .contains(ImageFormat.PNG);
    assertThat(ImageFormat.sniff(PngBytes.bytes(0xff, 0xd8, 0xff))).contains(ImageFormat.JPEG);
    assertThat(ImageFormat.sniff(PngBytes.bytes(0xff, 0xd8))).isEmpty();
    assertThat(ImageFormat.sniff(new byte[0])).isEmpty();
  }
}
