package io.iptstreams.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.iptstreams.media.VideoCodec;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EncodersCheckTest {
  private static final Set<VideoCodec> USUAL = EnumSet.of(VideoCodec.H264, VideoCodec.FFV1);

  private static Finding finding(Set<VideoCodec> there) {
    Map<VideoCodec, String> encoders = new EnumMap<>(VideoCodec.class);
    there.forEach(codec -> encoders.put(codec, "lib" + codec));
    return new EncodersCheck().finding(encoders, USUAL);
  }

  @Test
  void aCodecThatNobodyHasToTake_mayBeMissing() {
    assertThat(finding(EnumSet.of(VideoCodec.H264, VideoCodec.FFV1)))
        .isEqualTo(
            Finding.ok(
                "encoders",
                "h264 by libh264, ffv1 by libffv1; not hevc, av1, vp9, mpeg4 (mvn -Pgpl)"));
  }

  @Test
  void aCodecThatFilesAreWrittenAs_isMissed() {
    Finding finding = finding(EnumSet.complementOf(EnumSet.of(VideoCodec.H264)));
    assertThat(finding.state()).isEqualTo(Finding.State.WARN);
    assertThat(finding.found()).endsWith("; not h264");
    assertThat(finding.remedy().orElseThrow()).contains("mvn -Pgpl package");
  }

  @Test
  void ofAllCodecs_noneIsMissed() {
    assertThat(finding(EnumSet.allOf(VideoCodec.class)).found()).doesNotContain("not");
  }
}
