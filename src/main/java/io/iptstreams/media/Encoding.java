package io.iptstreams.media;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How pictures are to be coded.
 *
 * @param codec as what; where it is left open, as the ending of the file's name asks for
 * @param quality from 0, the smallest file, to 100, the finest picture; where it is left open, hard
 *     to tell from the source. Put on the scale of each encoder, evenly: 65 is CRF 18 of x264 and
 *     CRF 22 of AV1 and VP9
 */
public record Encoding(Optional<VideoCodec> codec, OptionalInt quality) {
  /** As the ending of the name asks for, hard to tell from the source. */
  public static final Encoding USUAL = new Encoding(Optional.empty(), OptionalInt.empty());

  public Encoding {
    if (quality.isPresent() && (quality.getAsInt() < 0 || quality.getAsInt() > 100)) {
      throw new IllegalArgumentException(
          "a quality is between 0 and 100, got " + quality.getAsInt());
    }
  }

  /**
   * Checks that a file of that name can be written so.
   *
   * @throws IllegalArgumentException if the file's kind does not take the codec, this build of
   *     FFmpeg cannot write it, or a quality is asked for where nothing is lost
   * @throws MediaException if the ending of the name is unknown
   */
  public void requireFits(Path path) {
    Container container = Container.of(path);
    List<VideoCodec> codecs = codecs(container, 8);
    if (!container.takes(codecs.get(0))) {
      throw new IllegalArgumentException(
          "a " + container + " file takes no " + codecs.get(0) + ": " + container.taken());
    }
    Ffmpeg.load();
    Encoder encoder =
        codecs
            .get(0)
            .encoder()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "this build of FFmpeg cannot write "
                            + codecs.get(0)
                            + ", which is in the GPL one (mvn -Pgpl); "
                            + container.taken()));
    if (quality.isPresent() && encoder.isLossless()) {
      throw new IllegalArgumentException(
          codecs.get(0) + " loses nothing and has no quality to choose; leave it out for " + path);
    }
  }

  /** What to try for a file, in order. */
  List<VideoCodec> codecs(Container container, int depth) {
    return codec.map(List::of).orElse(container.codecs(depth));
  }
}
