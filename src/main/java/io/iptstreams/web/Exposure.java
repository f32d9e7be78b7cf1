package io.iptstreams.web;

import io.iptstreams.frame.FrameHeaders;
import io.iptstreams.restore.Quality;
import io.iptstreams.stream.Fate;
import io.iptstreams.stream.SeenPicture;
import io.iptstreams.stream.Sight;
import java.util.List;
import java.util.Optional;

/**
 * A restored picture as far as it is shown: bytes up to a size, texts up to a length, nothing else
 * of its record.
 *
 * @param frame its number in the stream, as its producer wrote it
 * @param before the picture as it came
 * @param after the restored one
 */
record Exposure(
    Optional<String> frame,
    String task,
    Optional<Quality> quality,
    SeenPicture before,
    SeenPicture after) {
  private static final List<String> DESCRIBING =
      List.of(FrameHeaders.CONTENT_TYPE, FrameHeaders.WIDTH, FrameHeaders.HEIGHT);

  /**
   * Of a picture that was seen.
   *
   * @param mostBytes of each of the two pictures
   * @return absent if it was not restored, or one of the pictures is larger
   */
  static Optional<Exposure> of(Sight sight, int mostBytes) {
    Optional<SeenPicture> before = sight.before().flatMap(picture -> kept(picture, mostBytes));
    Optional<SeenPicture> after = sight.after().flatMap(picture -> kept(picture, mostBytes));
    if (before.isEmpty() || after.isEmpty()) {
      return Optional.empty();
    }
    String task =
        sight.fate() instanceof Fate.Restored restored ? String.join(", ", restored.tasks()) : "";
    return Optional.of(
        new Exposure(
            sight.envelope().headers().text(FrameHeaders.FRAME).map(Shortened::of),
            Shortened.of(task),
            sight.quality(),
            before.get(),
            after.get()));
  }

  /** The picture with those headers alone that say what its bytes are. */
  static Optional<SeenPicture> kept(SeenPicture picture, int mostBytes) {
    if (picture.bytes().length > mostBytes) {
      return Optional.empty();
    }
    FrameHeaders headers = FrameHeaders.none();
    for (String name : DESCRIBING) {
      Optional<String> value = picture.headers().text(name);
      headers = value.isPresent() ? headers.with(name, Shortened.of(value.get())) : headers;
    }
    return Optional.of(new SeenPicture(picture.bytes(), headers));
  }
}
