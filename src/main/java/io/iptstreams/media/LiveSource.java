package io.iptstreams.media;

import io.iptstreams.frame.Fraction;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Frames of a camera or a server, for as long as it is wanted: when the line breaks, it is opened
 * again, after 1 s, 2 s, 4 s and so on to 30 s.
 *
 * <p>Times go on over the break, see {@link LiveTimes}; a picture of another size ends the stream.
 * What is no live source but a recording ends with its last frame.
 *
 * <p>Nothing is stored here. Who reads slowly makes a sender over TCP wait; over UDP and SRT, what
 * does not fit in a few megabytes of buffers is lost.
 *
 * <p>An owner of native memory and of the line, for one thread. An interrupt ends the waiting: then
 * there is no next frame.
 */
public final class LiveSource implements FrameSource, AutoCloseable {
  static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  private static final Fraction TIME_BASE = new Fraction(1, LiveTimes.UNITS_PER_SECOND);

  private final String name;
  private final Supplier<LiveConnection> connector;
  private final Consumer<String> say;
  private final LongSupplier nanoClock;
  private final InstantSource clock;
  private final Sleeper sleeper;
  private final LiveTimes times = new LiveTimes();
  private final int width;
  private final int height;
  private final Fraction frameRate;
  private final boolean recording;

  /** Null while the line is broken. */
  private LiveConnection connection;

  private Duration pause = FIRST_PAUSE;
  private long delivered;
  private long corruptBefore;

  /**
   * @param name of the source, for messages
   * @param connector opens the line, with a MediaException if it cannot
   * @param say takes a sentence about a line that broke or could not be opened
   */
  LiveSource(
      String name,
      Supplier<LiveConnection> connector,
      Consumer<String> say,
      LongSupplier nanoClock,
      InstantSource clock,
      Sleeper sleeper) {
    this.name = name;
    this.connector = connector;
    this.say = say;
    this.nanoClock = nanoClock;
    this.clock = clock;
    this.sleeper = sleeper;
    this.connection = connector.get();
    this.width = connection.width();
    this.height = connection.height();
    this.frameRate = connection.frameRate();
    this.recording = connection.isRecording();
  }

  /**
   * Connects for the first time.
   *
   * @param maxPixels the largest width × height to accept
   * @param say takes a sentence about a line that broke or could not be opened again
   * @throws MediaException if that fails: nothing answered within 15 s, say, or it is no video
   */
  public static LiveSource open(LiveAddress address, long maxPixels, Consumer<String> say) {
    return open(address, maxPixels, LivePatience.USUAL, say);
  }

  static LiveSource open(
      LiveAddress address, long maxPixels, LivePatience patience, Consumer<String> say) {
    return new LiveSource(
        address.toString(),
        () -> LiveConnection.open(address, patience, maxPixels, System::nanoTime),
        say,
        System::nanoTime,
        InstantSource.system(),
        Sleeper.REAL);
  }

  /**
   * The next frame, however long that takes; empty if the thread was interrupted, or at the end of
   * a recording.
   *
   * @throws MediaException if the picture changes its size, or a recording breaks off
   */
  @Override
  public Optional<VideoFrame> next() {
    while (!Thread.currentThread().isInterrupted()) {
      if (connection == null && !reconnect()) {
        return Optional.empty();
      }
      Optional<VideoFrame> frame = connection.next();
      if (frame.isPresent()) {
        pause = FIRST_PAUSE;
        delivered++;
        return frame.map(this::timed);
      }
      if (recording) {
        endRecording();
        return Optional.empty();
      }
      if (!Thread.currentThread().isInterrupted()) {
        say.accept(
            name
                + " broke off after frame "
                + delivered
                + ": "
                + connection.fault().orElse("the other side ended it")
                + "; connecting again");
        disconnect();
      }
    }
    return Optional.empty();
  }

  private void endRecording() {
    Optional<String> fault = connection.fault();
    if (fault.isPresent() && !Thread.currentThread().isInterrupted()) {
      throw new MediaException(name + " breaks off after frame " + delivered + ": " + fault.get());
    }
  }

  private VideoFrame timed(VideoFrame frame) {
    long time = times.time(frame.pts(), nanoClock.getAsLong());
    return recording
        ? new VideoFrame(frame.image(), time)
        : new VideoFrame(frame.image(), time, Optional.of(times.taken(clock.instant())));
  }

  private void disconnect() {
    corruptBefore += connection.corruptFrames();
    connection.close();
    connection = null;
    times.reconnected();
  }

  /** Whether the source is there again; else the thread is interrupted, or the source complete. */
  private boolean reconnect() {
    while (sleep()) {
      try {
        connection = connector.get();
      } catch (MediaException e) {
        if (!Thread.currentThread().isInterrupted()) {
          say.accept(e.getMessage() + "; trying again in " + pause.toSeconds() + " s");
        }
        continue;
      }
      if (connection.isRecording()) {
        say.accept(name + " is complete");
        return false;
      }
      checkSize();
      return true;
    }
    return false;
  }

  private boolean sleep() {
    try {
      sleeper.sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
    Duration doubled = pause.multipliedBy(2);
    pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    return true;
  }

  private void checkSize() {
    if (connection.width() != width || connection.height() != height) {
      throw new MediaException(
          name
              + " now has pictures of "
              + connection.width()
              + " × "
              + connection.height()
              + ", it began with "
              + width
              + " × "
              + height
              + "; a stream keeps one size");
    }
  }

  @Override
  public Fraction timeBase() {
    return TIME_BASE;
  }

  @Override
  public Fraction frameRate() {
    return frameRate;
  }

  @Override
  public boolean isLive() {
    return !recording;
  }

  /** Frames so far that came mended, or that could not be decoded and were left out. */
  public long corruptFrames() {
    return corruptBefore + (connection == null ? 0 : connection.corruptFrames());
  }

  @Override
  public void close() {
    if (connection != null) {
      connection.close();
      connection = null;
    }
  }
}
