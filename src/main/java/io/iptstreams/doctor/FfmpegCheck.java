package io.iptstreams.doctor;

import io.iptstreams.media.FfmpegBuild;
import io.iptstreams.media.MediaException;
import java.time.Duration;
import java.util.List;

/** The native libraries of FFmpeg. */
record FfmpegCheck() implements Check {
  @Override
  public String name() {
    return "ffmpeg";
  }

  @Override
  public Duration limit() {
    return Duration.ofMinutes(1);
  }

  @Override
  public String remedy() {
    return "give a folder that can be written, by java -D"
        + FfmpegBuild.CACHE
        + "=FOLDER -jar, or build the program for this machine, by mvn package on it";
  }

  @Override
  public List<Finding> look() {
    try {
      FfmpegBuild build = FfmpegBuild.load();
      return List.of(
          Finding.ok(
              name(),
              build.version() + ", " + build.licence() + ", unpacked in " + FfmpegBuild.cache()));
    } catch (MediaException e) {
      return List.of(Finding.fail(name(), e.getMessage(), remedy()));
    }
  }
}
