package io.iptstreams.media;

import io.iptstreams.frame.Fraction;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * What earlier processes did of a video, so that a new one need not do it again.
 *
 * <pre>
 *   NAME.part          the video so far, see {@link VideoWriter}
 *   NAME.part.job      of what and how it is made
 *   NAME.part.before   what an earlier process had done, until NAME.part holds more
 * </pre>
 *
 * <p>A video is coded in segments, each by an encoder that knows nothing of those before, and what
 * is taken over are whole segments: the finished file is the same, byte for byte, however often its
 * making was broken off. For one process at a time.
 */
public final class VideoDraft {
  private final Path part;
  private final Path job;
  private final Path before;
  private final int segment;
  private final int finished;

  private VideoDraft(Path part, Path job, Path before, int segment, int finished) {
    this.part = part;
    this.job = job;
    this.before = before;
    this.segment = segment;
    this.finished = finished;
  }

  /**
   * Finds what there is, and discards what was made of something else or in another way.
   *
   * @param video the file to be made
   * @param work of what and how it is made, in one line; equal if and only if the results are
   * @param frameRate of the video
   * @throws MediaException if the folder cannot be written to
   */
  public static VideoDraft of(Path video, String work, Fraction frameRate) {
    Path part = VideoWriter.part(video);
    Path job = sibling(part, ".job");
    Path before = sibling(part, ".before");
    int segment = VideoWriter.framesPerSegment(frameRate);
    try {
      boolean same = Files.exists(job) && Files.readString(job).equals(work);
      int finished = same ? keep(part, before, segment) : 0;
      if (finished == 0) {
        Files.deleteIfExists(before);
      }
      if (!same) {
        // Before it can be taken for the work of this job.
        Files.deleteIfExists(part);
        Files.writeString(job, work, StandardCharsets.UTF_8);
      }
      return new VideoDraft(part, job, before, segment, finished);
    } catch (IOException e) {
      throw new MediaException("cannot note beside " + video + " how far it is: " + e, e);
    }
  }

  private static Path sibling(Path file, String ending) {
    return file.resolveSibling(file.getFileName() + ending);
  }

  /** Makes what holds more the one before; frames of whole segments in it. */
  private static int keep(Path part, Path before, int segment) throws IOException {
    int inPart = Files.exists(part) ? wholeSegments(UnfinishedVideo.count(part), segment) : 0;
    int inBefore = Files.exists(before) ? wholeSegments(UnfinishedVideo.count(before), segment) : 0;
    if (inPart > 0 && inPart >= inBefore) {
      Files.move(part, before, StandardCopyOption.REPLACE_EXISTING);
    }
    return Math.max(inPart, inBefore);
  }

  /** The last packet of a file that breaks off may be cut short, unless another comes after it. */
  private static int wholeSegments(int packets, int segment) {
    return Math.max(0, packets - 1) / segment * segment;
  }

  /** Frames, the first of the video, that need not be made again. */
  public int finishedFrames() {
    return finished;
  }

  /** The frames that are finished. */
  UnfinishedVideo earlier() {
    return UnfinishedVideo.open(before);
  }

  /** Told how many frames NAME.part holds now; once it safely holds more, the old ones may go. */
  void holds(long frames) throws IOException {
    // A container may keep what came since the last key frame to itself.
    if (finished > 0 && frames == finished + 2L * segment) {
      Files.deleteIfExists(before);
    }
  }

  /** Nothing was added: what there was is called NAME.part again. */
  void putBack() throws IOException {
    if (finished > 0 && Files.exists(before) && !Files.exists(part)) {
      Files.move(before, part);
    }
  }

  /** The video is finished. */
  void discard() throws IOException {
    Files.deleteIfExists(before);
    Files.deleteIfExists(job);
  }

  /** What stands beside a NAME.part that is about to be made of something else. */
  static void forget(Path video) throws IOException {
    Path part = VideoWriter.part(video);
    Files.deleteIfExists(sibling(part, ".before"));
    Files.deleteIfExists(sibling(part, ".job"));
  }
}
