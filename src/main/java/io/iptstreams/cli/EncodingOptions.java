package io.iptstreams.cli;

import io.iptstreams.media.Encoding;
import io.iptstreams.media.VideoCodec;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.Option;

/** How a video is to be coded. */
final class EncodingOptions {
  @Option(
      names = "--encoder",
      paramLabel = "h264|hevc|av1|vp9|ffv1|mpeg4",
      completionCandidates = Candidates.Encoders.class,
      description =
          "of a video (h264 for .mp4, ffv1 for .mkv, which alone takes it); hevc and x264 are in the"
              + " GPL build of FFmpeg")
  private VideoCodec encoder;

  @Option(
      names = "--quality",
      paramLabel = "0..100",
      description =
          "of a video that is coded with loss, 100 the finest, on each encoder's own scale of"
              + " quantisers: CRF 51 to 0 of h264 and hevc (openh264 goes no finer than 76), 63 to 0"
              + " of av1 and vp9, 31 to 2 of mpeg4 (65; mpeg4 100; openh264 0.2 bits per pixel)")
  private Integer quality;

  /**
   * What was chosen for a video.
   *
   * @throws UsageException if it cannot be written so
   */
  Encoding of(Path video) {
    try {
      Encoding encoding =
          new Encoding(
              Optional.ofNullable(encoder),
              quality == null ? OptionalInt.empty() : OptionalInt.of(quality));
      encoding.requireFits(video);
      return encoding;
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    }
  }

  /**
   * That nothing was chosen for what is no video.
   *
   * @throws UsageException if something was
   */
  void requireNone(String output) {
    if (encoder != null || quality != null) {
      throw new UsageException(
          "--encoder and --quality are for a video that ends in .mp4 or .mkv, got " + output);
    }
  }
}
