package io.iptstreams.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ImageFormatTest {
  @Test
  void ofMediaType_ignoresCaseAndParameters() {
    assertThat(ImageFormat.ofMediaType("Image/JPEG; q=0.9")).contains(ImageFormat.JPEG);
    assertThat(ImageFormat.ofMediaType("image/jpg")).contains(ImageFormat.JPEG);
    assertThat(ImageFormat.ofMediaType("image/webp")).contains(ImageFormat.WEBP);
    assertThat(ImageFormat.ofMediaType("image/tiff")).contains(ImageFormat.TIFF);
    assertThat(ImageFormat.ofMediaType("image/gif")).isEmpty();
  }

  @Test
  void ofFileName_goesByTheEnding() {
    assertThat(ImageFormat.ofFileName("yard.1.PNG")).contains(ImageFormat.PNG);
    assertThat(ImageFormat.ofFileName("yard.jpeg")).contains(ImageFormat.JPEG);
    assertThat(ImageFormat.ofFileName("yard.webp")).contains(ImageFormat.WEBP);
    assertThat(ImageFormat.ofFileName("yard.TIF")).contains(ImageFormat.TIFF);
    assertThat(ImageFormat.ofFileName("yard.tiff")).contains(ImageFormat.TIFF);
    assertThat(ImageFormat.ofFileName("png")).isEmpty();
  }

  @Test
  void sniff_goesByTheFirstBytes() {
    assertThat(ImageFormat.sniff(PngBytes.bytes(0x89, 'P', 'N', 'G', 13, 10, 26, 10)))
        .contains(ImageFormat.PNG);
    assertThat(ImageFormat.sniff(PngBytes.bytes(0xff, 0xd8, 0xff))).contains(ImageFormat.JPEG);
    assertThat(sniff("RIFF\u0000\u00ff??WEBP")).contains(ImageFormat.WEBP);
    assertThat(sniff("II*\0")).contains(ImageFormat.TIFF);
    assertThat(sniff("MM\0*")).contains(ImageFormat.TIFF);
    assertThat(sniff("RIFF\0\0\0\0WAVE")).isEmpty();
    assertThat(sniff("RIFF\0\0\0\0WEB")).isEmpty();
    assertThat(sniff("II+\0")).isEmpty();
    assertThat(ImageFormat.sniff(PngBytes.bytes(0xff, 0xd8))).isEmpty();
    assertThat(ImageFormat.sniff(new byte[0])).isEmpty();
  }

  private static Optional<ImageFormat> sniff(String bytes) {
    return ImageFormat.sniff(bytes.getBytes(StandardCharsets.ISO_8859_1));
  }
}
