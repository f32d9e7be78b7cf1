package io.iptstreams.doctor;

import static java.util.stream.Collectors.joining;

import io.iptstreams.media.FfmpegBuild;
import io.iptstreams.media.VideoCodec;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which codecs videos can be written as. */
record EncodersCheck() implements Check {
  @Override
  public String name() {
    return "encoders";
  }

  @Override
  public List<String> needs() {
    return List.of("ffmpeg");
  }

  @Override
  public String remedy() {
    return "build the program with an FFmpeg that has them: mvn -Pgpl package takes the one with"
        + " most";
  }

  @Override
  public List<Finding> look() {
    return List.of(finding(FfmpegBuild.load().encoders(), FfmpegBuild.usualCodecs()));
  }

  /**
   * @param usual those that files are written as where nobody chose
   */
  Finding finding(Map<VideoCodec, String> encoders, Set<VideoCodec> usual) {
    List<VideoCodec> missing =
        Arrays.stream(VideoCodec.values()).filter(codec -> !encoders.containsKey(codec)).toList();
    String found =
        encoders.entrySet().stream()
                .map(encoder -> encoder.getKey() + " by " + encoder.getValue())
                .collect(joining(", "))
            + (missing.isEmpty()
                ? ""
                : "; not " + missing.stream().map(VideoCodec::toString).collect(joining(", ")));
    if (missing.stream().anyMatch(usual::contains)) {
      return Finding.warn(name(), found, remedy());
    }
    return Finding.ok(name(), missing.isEmpty() ? found : found + " (mvn -Pgpl)");
  }
}
