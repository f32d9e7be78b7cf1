package io.iptstreams.media;

import static org.bytedeco.ffmpeg.global.avutil.av_rescale;

import io.iptstreams.frame.Fraction;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * A live source as long as its line holds.
 *
 * <p>An owner of native memory and of the line, for one thread.
 */
interface LiveConnection extends AutoCloseable {
  /**
   * The next frame; its pts as the source states it, in units of 1/90000 s.
   *
   * @throws MediaException if the picture changes its size
   */
  Optional<VideoFrame> next();

  int width();

  int height();

  Fraction frameRate();

  /** Whether it says how long it is: then it is not live, and ends. */
  boolean isRecording();

  /** Why there is no next frame; empty if the other side ended it properly. */
  Optional<String> fault();

  /** Frames so far that came mended or were left out. */
  long corruptFrames();

  @Override
  void close();

  /**
   * Connects by FFmpeg.
   *
   * @param nanoClock a steady one, for sources that state no times
   * @throws MediaException if nothing answers in time, or it is no video or too large
   */
  static LiveConnection open(
      LiveAddress address, LivePatience patience, long maxPixels, LongSupplier nanoClock) {
    MediaInput input = MediaInput.of(address, patience);
    VideoReader reader = VideoReader.open(input, !input.knowsItsLength(), maxPixels);
    // Multipart JPEG has no times at all; FFmpeg makes some up, 25 a second.
    boolean statesTimes = !input.format().equals("mpjpeg");
    return new LiveConnection() {
      @Override
      public Optional<VideoFrame> next() {
        return reader.next().map(frame -> new VideoFrame(frame.image(), time()));
      }

      private long time() {
        if (!statesTimes) {
          return LiveTimes.units(nanoClock.getAsLong());
        }
        Fraction unit = reader.timeBase();
        return av_rescale(
            reader.statedPts(), unit.numerator() * LiveTimes.UNITS_PER_SECOND, unit.denominator());
      }

      @Override
      public int width() {
        return reader.width();
      }

      @Override
      public int height() {
        return reader.height();
      }

      @Override
      public Fraction frameRate() {
        return reader.frameRate();
      }

      @Override
      public boolean isRecording() {
        return input.knowsItsLength();
      }

      @Override
      public Optional<String> fault() {
        return input.fault();
      }

      @Override
      public long corruptFrames() {
        return reader.corruptFrames();
      }

      @Override
      public void close() {
        reader.close();
      }
    };
  }
}
