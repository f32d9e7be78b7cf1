package io.iptstreams.media;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What pictures of a video can be coded as. */
public enum VideoCodec {
  H264(Encoder.X264, Encoder.OPENH264),
  HEVC(Encoder.X265),
  AV1(Encoder.AOM),
  VP9(Encoder.VPX9),
  FFV1(Encoder.FFV1),
  MPEG4(Encoder.MPEG4);

  private final List<Encoder> encoders;

  VideoCodec(Encoder... encoders) {
    this.encoders = List.of(encoders);
  }

  /** The first of its encoders that this build of FFmpeg has. */
  Optional<Encoder> encoder() {
    return encoders.stream().filter(Encoder::isThere).findFirst();
  }

  /** As users write it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
