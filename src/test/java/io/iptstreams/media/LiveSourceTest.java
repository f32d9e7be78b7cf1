package io.iptstreams.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.iptstreams.frame.Fraction;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What happens when the line of a live source breaks. Time passes only in the pauses. */
class LiveSourceTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private final Queue<Object> lines = new ArrayDeque<>();
  private final List<Line> opened = new ArrayList<>();
  private final List<String> said = new ArrayList<>();
  private final List<Duration> pauses = new ArrayList<>();
  private Duration passed = Duration.ZERO;

  @AfterEach
  void clearInterrupt() {
    Thread.interrupted();
  }

  @Test
  void brokenLine_isOpenedAgain_andTimesGoOn() {
    lines.add(new Line(2, "nothing came for 10 s"));
    lines.add(new Line(2, "nothing came for 10 s"));

    try (LiveSource source = open()) {
      assertThat(pts(source, 4)).containsExactly(0L, 3600L, 93_600L, 97_200L);
    }
    assertThat(said)
        .containsExactly(
            "rtsp://cam broke off after frame 2: nothing came for 10 s; connecting again");
    assertThat(pauses).containsExactly(Duration.ofSeconds(1));
    assertThat(opened).allMatch(line -> line.closed);
  }

  @Test
  void pauses_doubleToHalfAMinute_andBeginAnewAfterAFrame() {
    lines.add(new Line(1, null));
    for (int i = 0; i < 6; i++) {
      lines.add(new MediaException("cannot open rtsp://cam: Connection refused"));
    }
    lines.add(new Line(1, null));
    lines.add(new Line(1, null));

    try (LiveSource source = open()) {
      pts(source, 3);
    }
    assertThat(pauses.stream().map(Duration::toSeconds))
        .containsExactly(1L, 2L, 4L, 8L, 16L, 30L, 30L, 1L);
    assertThat(said)
        .hasSize(8)
        .contains("cannot open rtsp://cam: Connection refused; trying again in 2 s")
        .contains("rtsp://cam broke off after frame 2: the other side ended it; connecting again");
  }

  @Test
  void lineThatOpensAndGivesNothing_isNotHammered() {
    lines.add(new Line(1, null));
    lines.add(new Line(0, null));
    lines.add(new Line(0, null));
    lines.add(new Line(1, null));

    try (LiveSource source = open()) {
      pts(source, 2);
    }
    assertThat(pauses.stream().map(Duration::toSeconds)).containsExactly(1L, 2L, 4L);
  }

  @Test
  void firstLineThatCannotBeOpened_isAnError() {
    lines.add(new MediaException("cannot open rtsp://cam: Connection refused"));

    assertThatThrownBy(this::open)
        .isInstanceOf(MediaException.class)
        .hasMessage("cannot open rtsp://cam: Connection refused");
    assertThat(pauses).isEmpty();
  }

  @Test
  void anotherSizeAfterABreak_endsTheStream() {
    lines.add(new Line(1, null));
    lines.add(new Line(1, null).ofSize(640, 480));

    try (LiveSource source = open()) {
      source.next();
      assertThatThrownBy(source::next)
          .isInstanceOf(MediaException.class)
          .hasMessage(
              "rtsp://cam now has pictures of 640 × 480, it began with 8 × 6; "
                  + "a stream keeps one size");
    }
    assertThat(opened).allMatch(line -> line.closed);
  }

  @Test
  void interrupt_endsThePauses() {
    lines.add(new Line(1, null));
    lines.add(new MediaException("cannot open rtsp://cam: Connection refused"));

    try (LiveSource source = open()) {
      source.next();
      assertThat(source.next()).isEmpty();
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void recording_endsWithItsLastFrame() {
    lines.add(new Line(2, null).asRecording());

    try (LiveSource source = open()) {
      assertThat(source.isLive()).isFalse();
      pts(source, 2);
      assertThat(source.next()).isEmpty();
    }
    assertThat(said).isEmpty();
  }

  @Test
  void recordingThatBreaksOff_isAnError() {
    lines.add(new Line(2, "Connection reset by peer").asRecording());

    try (LiveSource source = open()) {
      pts(source, 2);
      assertThatThrownBy(source::next)
          .isInstanceOf(MediaException.class)
          .hasMessage("rtsp://cam breaks off after frame 2: Connection reset by peer");
    }
  }

  @Test
  void liveSourceThatHasBecomeARecording_isNotSentASecondTime() {
    lines.add(new Line(2, null));
    lines.add(new Line(2, null).asRecording());

    try (LiveSource source = open()) {
      pts(source, 2);
      assertThat(source.next()).isEmpty();
    }
    assertThat(said).last().isEqualTo("rtsp://cam is complete");
  }

  @Test
  void liveFrames_sayWhenTheyWereTaken_thoseOfARecordingDoNot() {
    lines.add(new Line(1, null));
    try (LiveSource source = open()) {
      assertThat(source.next().orElseThrow().taken()).hasValue(NOON);
    }
    lines.add(new Line(1, null).asRecording());
    try (LiveSource source = open()) {
      assertThat(source.next().orElseThrow().taken()).isEmpty();
    }
  }

  @Test
  void damagedFrames_areCountedOverAllLines() {
    lines.add(new Line(1, null));
    lines.add(new Line(1, null));

    try (LiveSource source = open()) {
      pts(source, 2);
      assertThat(source.corruptFrames()).isEqualTo(2);
    }
  }

  private LiveSource open() {
    return new LiveSource(
        "rtsp://cam",
        this::connect,
        said::add,
        () -> passed.toNanos(),
        () -> NOON.plus(passed),
        pause -> {
          if (lines.isEmpty()) {
            throw new InterruptedException();
          }
          pauses.add(pause);
          passed = passed.plus(pause);
        });
  }

  private LiveConnection connect() {
    if (lines.remove() instanceof Line line) {
      opened.add(line);
      return line;
    }
    throw new MediaException("cannot open rtsp://cam: Connection refused");
  }

  private static List<Long> pts(LiveSource source, int frames) {
    List<Long> pts = new ArrayList<>();
    for (int i = 0; i < frames; i++) {
      pts.add(source.next().orElseThrow().pts());
    }
    return pts;
  }

  /** A line that holds for so many frames, each 1/25 s after the other from 0, one of them bad. */
  private static final class Line implements LiveConnection {
    private final int frames;
    private final String fault;
    private int width = 8;
    private int height = 6;
    private boolean recording;
    private int given;
    private boolean closed;

    private Line(int frames, String fault) {
      this.frames = frames;
      this.fault = fault;
    }

    private Line ofSize(int width, int height) {
      this.width = width;
      this.height = height;
      return this;
    }

    private Line asRecording() {
      recording = true;
      return this;
    }

    @Override
    public Optional<VideoFrame> next() {
      return given == frames
          ? Optional.empty()
          : Optional.of(new VideoFrame(Pictures.plain(8, 6, 0, 0, 0), 3600L * given++));
    }

    @Override
    public int width() {
      return width;
    }

    @Override
    public int height() {
      return height;
    }

    @Override
    public Fraction frameRate() {
      return new Fraction(25, 1);
    }

    @Override
    public boolean isRecording() {
      return recording;
    }

    @Override
    public Optional<String> fault() {
      return Optional.ofNullable(fault);
    }

    @Override
    public long corruptFrames() {
      return 1;
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
