package io.iptstreams.cli;

import io.iptstreams.media.VideoReader;
import java.nio.file.Path;
import java.util.Optional;

/** What was wrong with a video that has been read, in a sentence each. */
final class ReadingFaults {
  private ReadingFaults() {}

  /** That frames came mended or were left out, if there were any. */
  static Optional<String> damage(String video, long corruptFrames) {
    return corruptFrames == 0
        ? Optional.empty()
        : Optional.of(video + ": frames damaged or not to be decoded: " + corruptFrames);
  }

  /** That frames are woven of two moments, if there were any: they are taken as they are. */
  static Optional<String> interlace(Path video, VideoReader reader) {
    return reader.interlacedFrames() == 0
        ? Optional.empty()
        : Optional.of(
            video
                + ": interlaced frames, each taken as one picture: "
                + reader.interlacedFrames()
                + "; deinterlace the video first, e.g. with ffmpeg -vf bwdif");
  }

  /**
   * That there are fewer frames than the file says, of a video that was read to its end.
   *
   * @param read frames that it gave
   */
  static Optional<String> loss(Path video, VideoReader reader, long read) {
    return reader.promisedFrames().isEmpty()
        ? Optional.empty()
        : Optional.of(
            video
                + " promises "
                + reader.promisedFrames().getAsLong()
                + " frames and has "
                + read
                + "; it may be cut off");
  }
}
