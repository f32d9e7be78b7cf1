package io.iptstreams.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.iptstreams.frame.FrameHeaders;
import io.iptstreams.image.FileCodec;
import io.iptstreams.image.Image;
import io.iptstreams.image.ImageCodec;
import io.iptstreams.image.ImageFormat;
import io.iptstreams.image.RawRgb;
import io.iptstreams.stream.SeenPicture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PainterTest {
  private final Painter painter = new Painter(FileCodec.withoutWebp(), 2_000_000);

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void aPictureOfAnyChannels_becomesAJpegOfItsSize(int channels) {
    Painter.Painting painting =
        painter.paint(Sights.picture(Sights.png(channels, 20, 30))).orElseThrow();

    assertThat(ImageFormat.sniff(painting.jpeg())).contains(ImageFormat.JPEG);
    assertThat(painting.width()).isEqualTo(30);
    assertThat(painting.height()).isEqualTo(20);
  }

  @Test
  void aLargePicture_isReduced_andItsOwnSizeTold() {
    Painter.Painting painting =
        painter.paint(Sights.picture(Sights.png(3, 100, 2560))).orElseThrow();

    Image shown = ImageCodec.decode(painting.jpeg(), 1_000_000_000);
    assertThat(shown.width()).isEqualTo(1280);
    assertThat(shown.height()).isEqualTo(50);
    assertThat(painting.width()).isEqualTo(2560);
  }

  @Test
  void aPictureOfTooManyPixels_isNotShown() {
    assertThat(painter.paint(Sights.picture(Sights.png(1, 2000, 1001)))).isEmpty();
  }

  @Test
  void bytesThatAreNoPicture_areNotShown() {
    assertThat(painter.paint(Sights.picture("<svg onload=alert(1)>".getBytes()))).isEmpty();
  }

  @Test
  void rawSamples_areShownByTheSizeInTheirHeaders() {
    byte[] raw = RawRgb.encode(Image.blank(3, 4, 6));
    FrameHeaders headers =
        FrameHeaders.none()
            .with(FrameHeaders.CONTENT_TYPE, RawRgb.MEDIA_TYPE)
            .with(FrameHeaders.WIDTH, "6")
            .with(FrameHeaders.HEIGHT, "4");

    assertThat(painter.paint(new SeenPicture(raw, headers)).orElseThrow().width()).isEqualTo(6);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-6", "six", "9999999999"})
  void rawSamplesOfAForgedSize_areNotShown(String width) {
    byte[] raw = RawRgb.encode(Image.blank(3, 4, 6));
    FrameHeaders headers =
        FrameHeaders.none()
            .with(FrameHeaders.CONTENT_TYPE, RawRgb.MEDIA_TYPE)
            .with(FrameHeaders.WIDTH, width)
            .with(FrameHeaders.HEIGHT, "4");

    assertThat(painter.paint(new SeenPicture(raw, headers))).isEmpty();
  }
}
