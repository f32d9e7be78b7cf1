package io.iptstreams.web;

import io.iptstreams.frame.FrameHeaders;
import io.iptstreams.image.Image;
import io.iptstreams.image.ImageCodec;
import io.iptstreams.image.ImageFormat;
import io.iptstreams.restore.Quality;
import io.iptstreams.stream.DeadLetter;
import io.iptstreams.stream.Envelope;
import io.iptstreams.stream.Fate;
import io.iptstreams.stream.SeenPicture;
import io.iptstreams.stream.Sight;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What might be seen of a stage. */
final class Sights {
  private Sights() {}

  static Sight restored(String stream, byte[] before, byte[] after) {
    return restored(stream, "derain", before, after);
  }

  static Sight restored(String stream, String task, byte[] before, byte[] after) {
    return new Sight(
        envelope(stream),
        new Fate.Restored(List.of(task), Optional.of("ipt-nano"), Optional.of("frames.restored")),
        Optional.of(picture(before)),
        Optional.of(picture(after)),
        Optional.of(new Quality(28, 1.5, 19, Double.NaN)),
        Optional.empty(),
        Duration.ofMillis(300),
        Duration.ofMillis(80));
  }

  static Sight dead(String stream, String reason, byte[] picture) {
    DeadLetter letter = new DeadLetter("frames", 0, 17, "decode", reason, Optional.of("derain"));
    return new Sight(
        envelope(stream),
        new Fate.DeadLettered("decode", Optional.of(reason)),
        Optional.of(picture(picture)),
        Optional.empty(),
        Optional.empty(),
        Optional.of(letter),
        Duration.ofMillis(300),
        Duration.ofMillis(8));
  }

  static SeenPicture picture(byte[] bytes) {
    return new SeenPicture(bytes, FrameHeaders.none());
  }

  static byte[] png(int channels, int height, int width) {
    return ImageCodec.encode(Image.blank(channels, height, width), ImageFormat.PNG);
  }

  private static Envelope envelope(String stream) {
    return new Envelope(
        "frames", Optional.empty(), FrameHeaders.none().with(FrameHeaders.STREAM, stream));
  }
}
