package io.iptstreams.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VideoColoursTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "bt709/tv/bt709/bt709",
        "bt2020nc/pc/bt2020/smpte2084",
        "gbr/pc/smpte432/iec61966-2-1",
        "unknown/unknown/unknown/unknown"
      })
  void text_isReadAndWritten(String text) {
    assertThat(VideoColours.parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @CsvSource({
    "unknown/unknown/bt709/unknown, 719, smpte170m/tv/bt709/unknown",
    "unknown/unknown/bt709/unknown, 720, bt709/tv/bt709/unknown",
    "unknown/pc/unknown/unknown, 480, smpte170m/pc/unknown/unknown",
    "gbr/pc/bt709/iec61966-2-1, 1080, bt709/tv/bt709/iec61966-2-1",
    "smpte170m/tv/unknown/unknown, 1080, smpte170m/tv/unknown/unknown",
    "bt2020nc/unknown/bt2020/smpte2084, 240, bt2020nc/tv/bt2020/smpte2084"
  })
  void whatIsNotNamed_isTheUsual_ofThatManyRows(String named, int rows, String filledIn) {
    assertThat(VideoColours.parse(named).asYuv(rows)).hasToString(filledIn);
  }

  @Test
  void rgb_keepsPrimariesAndTransfer() {
    assertThat(VideoColours.parse("bt709/tv/bt2020/arib-std-b67").asRgb())
        .hasToString("gbr/pc/bt2020/arib-std-b67");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "bt709", "bt709/tv/bt709", "bt709/tv/bt709/bt709/", "////////"})
  void anythingButFourNames_isRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> VideoColours.parse(text))
        .withMessage(
            "colours are written matrix/range/primaries/transfer, like bt709/tv/bt709/bt709, got \""
                + text
                + "\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bt709 /tv/bt709/bt709",
        "BT709/tv/bt709/bt709",
        "ycgco/tv/bt709/bt709",
        "bt709/tvx/bt709/bt709",
        "bt709/tv/reserved/bt709",
        "bt709/tv/bt709/",
        "///"
      })
  void aNameThatIsNotKnown_isRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> VideoColours.parse(text))
        .withMessageMatching("unknown (matrix|range|primaries|transfer) \".*\"; known: .*unknown");
  }
}
