package io.iptstreams.demo;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * What a demo measured.
 *
 * @param sent frames sent to the source topic
 * @param restored frames that came back restored
 * @param deadLettered frames that went to the dead-letter topic
 * @param firstAfterSeconds from the start of the clip to its first restored frame
 * @param framesPerSecond from the first restored frame to the last
 * @param spoiledDecibels mean RGB PSNR of the spoiled frames against the clean clip
 * @param restoredDecibels the same of the restored ones
 * @param spoiled the spoiled clip, without loss
 * @param video the restored clip
 * @param picture its last frame, left half spoiled, right half restored
 */
public record DemoReport(
    long sent,
    long restored,
    long deadLettered,
    double firstAfterSeconds,
    double framesPerSecond,
    double spoiledDecibels,
    double restoredDecibels,
    Path spoiled,
    Path video,
    Path picture) {

  /** Whether every frame sent came back restored. */
  public boolean complete() {
    return sent == restored;
  }

  /** The report for a person, a line each. */
  public List<String> lines() {
    return List.of(
        String.format(
            Locale.ROOT,
            "frames in %d = restored %d + dead-lettered %d%s",
            sent,
            restored,
            deadLettered,
            sent == restored + deadLettered
                ? ""
                : " + still missing " + (sent - restored - deadLettered)),
        String.format(
            Locale.ROOT, "first restored frame after %.1f s%s", firstAfterSeconds, rate()),
        String.format(
            Locale.ROOT,
            "PSNR (RGB) against the clean clip: spoiled %.2f dB, restored %.2f dB, gain %.2f dB",
            spoiledDecibels,
            restoredDecibels,
            restoredDecibels - spoiledDecibels),
        "written: " + video + ", " + spoiled + ", " + picture);
  }

  private String rate() {
    return restored < 2 ? "" : String.format(Locale.ROOT, ", then %.1f frames/s", framesPerSecond);
  }
}
