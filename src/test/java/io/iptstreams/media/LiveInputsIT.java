package io.iptstreams.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Each kind of live source, sent by FFmpeg's own program over the loopback. */
@Timeout(60)
class LiveInputsIT {
  private static final long MAX_PIXELS = 1_000_000;
  private static final long FRAME = 3600;
  private static final String[] CLIP = {
    "-re", "-f", "lavfi", "-i", "testsrc=size=160x120:rate=25:duration=30"
  };
  private static final String[] H264 = {"-c:v", "libopenh264", "-g", "25"};

  @TempDir Path folder;
  private final List<String> said = new ArrayList<>();

  @Test
  void rtsp_givesTheFramesOfACamera() throws Exception {
    try (RtspCamera camera = new RtspCamera(List.of(3), true, List.of("160x120"));
        LiveSource source = open(camera.address())) {
      assertSteady(frames(source, 50));
    }
  }

  @Test
  void rtsp_goesOnAfterTheCameraHungUp() throws Exception {
    try (RtspCamera camera = new RtspCamera(List.of(2, 2), true, List.of("160x120", "160x120"));
        LiveSource source = hasty(camera.address())) {
      List<VideoFrame> frames = frames(source, 80);

      // The encoder's last frames may be lost with the line; not more than ten of fifty.
      assertSteady(frames.subList(0, 40));
      assertThat(frames).isSortedAccordingTo((a, b) -> Long.compare(a.pts(), b.pts()));
      assertThat(frames).extracting(VideoFrame::pts).doesNotHaveDuplicates();
      assertThat(said)
          .singleElement()
          .asString()
          .startsWith(camera.address() + " broke off after frame ")
          .endsWith("; connecting again")
          .doesNotContain("secret");
    }
  }

  @Test
  void rtsp_thatComesBackInAnotherSize_ends() throws Exception {
    try (RtspCamera camera = new RtspCamera(List.of(1, 1), true, List.of("160x120", "320x240"));
        LiveSource source = hasty(camera.address())) {
      assertThatThrownBy(() -> frames(source, 50))
          .isInstanceOf(MediaException.class)
          .hasMessage(
              camera.address()
                  + " now has pictures of 320 × 240, it began with 160 × 120; "
                  + "a stream keeps one size");
    }
  }

  @Test
  void rtsp_thatFallsSilent_countsAsBroken() throws Exception {
    LivePatience patience = new LivePatience(Duration.ofSeconds(15), Duration.ofSeconds(1));
    try (RtspCamera camera = new RtspCamera(List.of(2), false, List.of("160x120"));
        LiveConnection line =
            LiveConnection.open(camera.address(), patience, MAX_PIXELS, System::nanoTime)) {
      int frames = 0;
      while (line.next().isPresent()) {
        frames++;
      }
      assertThat(frames).isBetween(40, 50);
      assertThat(line.fault()).hasValue("nothing came for 1 s");
    }
  }

  @Test
  void srt_givesTheFramesOfASender() throws Exception {
    int port = Ports.freeUdp();
    Process sender = sender(H264, "-f", "mpegts", "srt://127.0.0.1:" + port + "?mode=listener");
    try (LiveSource source = openOnceThere(LiveAddress.parse("srt://127.0.0.1:" + port))) {
      assertSteady(frames(source, 50));
    } finally {
      end(sender);
    }
  }

  @Test
  void udp_givesTheFramesOfASender_fromTheFirstKeyFrameOn() throws Exception {
    int port = Ports.freeUdp();
    Process sender = sender(H264, "-f", "mpegts", "udp://127.0.0.1:" + port + "?pkt_size=1316");
    try (LiveSource source = open(LiveAddress.parse("udp://127.0.0.1:" + port))) {
      assertSteady(frames(source, 50));
      assertThat(source.corruptFrames()).isZero();
    } finally {
      end(sender);
    }
  }

  @Test
  void multipartJpeg_givesTheFramesAtTheTimesTheyCame() throws Exception {
    int port = Ports.freeTcp();
    Process sender =
        sender(
            new String[] {"-c:v", "mjpeg", "-strict", "unofficial"},
            "-f",
            "mpjpeg",
            "-listen",
            "1",
            "-content_type",
            "multipart/x-mixed-replace;boundary=ffmpeg",
            "http://127.0.0.1:" + port);
    try (LiveSource source = openOnceThere(LiveAddress.parse("http://127.0.0.1:" + port))) {
      long begin = System.nanoTime();
      List<VideoFrame> frames = frames(source, 50);
      double seconds = (System.nanoTime() - begin) / 1e9;

      double told = (frames.get(49).pts() - frames.get(0).pts()) / 90_000.0;
      assertThat(frames).extracting(VideoFrame::pts).doesNotHaveDuplicates().isSorted();
      assertThat(told).isBetween(0.5, seconds);
    } finally {
      end(sender);
    }
  }

  @Test
  void hls_thatIsComplete_isARecordingWithAllItsFrames() throws Exception {
    segments("-hls_list_size", "0");
    try (WebFolder web = new WebFolder(folder);
        LiveSource source = open(LiveAddress.parse(web.url("live.m3u8")))) {
      List<VideoFrame> frames = frames(source, 100);

      assertThat(frames).extracting(VideoFrame::taken).allMatch(taken -> taken.isEmpty());
      assertThat(source.next()).isEmpty();
      assertThat(frames.get(99).pts() - frames.get(0).pts()).isEqualTo(99 * FRAME);
    }
  }

  @Test
  void hls_thatIsLive_beginsThreeSegmentsBeforeItsEnd() throws Exception {
    segments("-hls_list_size", "0", "-hls_segment_type", "fmp4", "-hls_flags", "omit_endlist");
    try (WebFolder web = new WebFolder(folder);
        LiveSource source = open(LiveAddress.parse(web.url("live.m3u8")))) {
      List<VideoFrame> frames = frames(source, 75);

      assertThat(source.isLive()).isTrue();
      assertThat(frames.get(0).pts()).isEqualTo(25 * FRAME);
      assertSteady(frames);
    }
  }

  /** Four segments of one second, 25 frames each. */
  private void segments(String... words) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of("-f", "lavfi", "-i"));
    all.add("testsrc=size=160x120:rate=25:duration=4");
    all.addAll(List.of(H264));
    all.addAll(List.of("-f", "hls", "-hls_time", "1"));
    all.addAll(List.of(words));
    FfmpegTool.make(folder.resolve("live.m3u8"), all.toArray(String[]::new));
  }

  private static Process sender(String[] codec, String... output) throws IOException {
    List<String> words = new ArrayList<>(List.of(CLIP));
    words.addAll(List.of(codec));
    words.addAll(List.of(output));
    return FfmpegTool.start(words.toArray(String[]::new));
  }

  private static void end(Process process) throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  private LiveSource open(LiveAddress address) {
    return LiveSource.open(address, MAX_PIXELS, said::add);
  }

  /** Of a source whose process may still be starting. */
  private LiveSource openOnceThere(LiveAddress address) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (true) {
      try {
        return open(address);
      } catch (MediaException e) {
        if (System.nanoTime() > deadline) {
          throw e;
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
      }
    }
  }

  /** Makes no pauses. */
  private LiveSource hasty(LiveAddress address) {
    return new LiveSource(
        address.toString(),
        () -> LiveConnection.open(address, LivePatience.USUAL, MAX_PIXELS, System::nanoTime),
        said::add,
        System::nanoTime,
        InstantSource.system(),
        pause -> {});
  }

  static List<VideoFrame> frames(LiveSource source, int count) {
    List<VideoFrame> frames = new ArrayList<>();
    while (frames.size() < count) {
      frames.add(source.next().orElseThrow());
    }
    return frames;
  }

  /** One frame every 1/25 s, none left out; taken a moment ago, and at the same distances. */
  private static void assertSteady(List<VideoFrame> frames) {
    for (int i = 1; i < frames.size(); i++) {
      assertThat(frames.get(i).pts() - frames.get(i - 1).pts()).as("frame %d", i).isEqualTo(FRAME);
    }
    Instant now = Instant.now();
    assertThat(frames)
        .extracting(frame -> frame.taken().orElseThrow())
        .allSatisfy(taken -> assertThat(taken).isBetween(now.minusSeconds(20), now));
    assertThat(frames.get(0).image().width()).isEqualTo(160);
    assertThat(frames.get(0).image().height()).isEqualTo(120);
  }
}
