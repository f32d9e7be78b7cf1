package io.iptstreams.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.iptstreams.frame.FrameHeaders;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Each kind of push and the HLS list, received over the loopback. */
@Timeout(90)
class LiveOutputsIT {
  private static final long MAX_PIXELS = 1_000_000;
  private static final long FRAME = 3600;
  private static final FrameHeaders HEADERS =
      FrameHeaders.none()
          .with(FrameHeaders.TIME_BASE, "1/25")
          .with(FrameHeaders.FRAME_RATE, "25/1");

  @TempDir Path folder;
  private int sent;

  @Test
  void rtsp_bringsEveryFrameAtItsTime() throws Exception {
    Path table = folder.resolve("frames.txt");
    LiveAddress address = rtsp();
    Process receiver = rtspReceiver(address, table);
    try (LiveSink sink = openOnceThere(address)) {
      send(sink, 49);
      sink.finish();
      assertThat(receiver.waitFor(20, TimeUnit.SECONDS)).isTrue();
    } finally {
      receiver.destroyForcibly().waitFor();
    }
    // FFmpeg's receiver gives the first two frames one time, also those of its own sender.
    List<Long> times = times(table);
    assertThat(times.subList(1, 50))
        .isEqualTo(LongStream.range(0, 49).map(i -> i * FRAME).boxed().toList());
    assertThat(times).hasSize(50);
  }

  @Test
  void rtspReceiverThatGoesAway_isAnError() throws Exception {
    LiveAddress address = rtsp();
    Process receiver = rtspReceiver(address, folder.resolve("frames.txt"));
    try (LiveSink sink = openOnceThere(address)) {
      send(sink, 5);
      receiver.destroyForcibly().waitFor();

      assertThatThrownBy(() -> send(sink, 500))
          .isInstanceOf(MediaException.class)
          .hasMessageStartingWith("cannot go on sending to " + address + ": ");
    } finally {
      receiver.destroyForcibly().waitFor();
    }
  }

  @Test
  void udp_bringsFramesAtTheirTimes() throws Exception {
    int port = Ports.freeUdp();
    LiveAddress address = LiveAddress.parse("udp://127.0.0.1:" + port);
    assertReceived(address, address);
  }

  @Test
  void srt_bringsFramesAtTheirTimes() throws Exception {
    int port = Ports.freeUdp();
    assertReceived(
        LiveAddress.parse("srt://127.0.0.1:" + port),
        LiveAddress.parse("srt://127.0.0.1:" + port + "?mode=listener"));
  }

  @Test
  void srtReceiverThatGoesAway_isAnError() throws Exception {
    int port = Ports.freeUdp();
    LiveAddress address = LiveAddress.parse("srt://127.0.0.1:" + port);
    CompletableFuture<List<VideoFrame>> received = new CompletableFuture<>();
    CountDownLatch leave = new CountDownLatch(1);
    Thread receiver =
        receiver(
            LiveAddress.parse("srt://127.0.0.1:" + port + "?mode=listener"), 5, received, leave);
    try (LiveSink sink = LiveSink.open(address)) {
      sendUntil(sink, received);
      leave.countDown();
      receiver.join();

      assertThatThrownBy(() -> send(sink, 500))
          .isInstanceOf(MediaException.class)
          .hasMessageStartingWith("cannot go on sending to " + address + ": ");
    }
  }

  @Test
  void nobodyWhoTakesTheStream_isAnErrorInTime() throws IOException {
    LivePatience second = new LivePatience(Duration.ofSeconds(1), Duration.ofSeconds(1));
    try (ServerSocket silent = new ServerSocket(0)) {
      LiveAddress address = LiveAddress.parse("rtsp://u:secret@127.0.0.1:" + silent.getLocalPort());
      try (LiveSink sink = LiveSink.open(address, second)) {
        assertThatThrownBy(() -> send(sink, 1))
            .isInstanceOf(MediaException.class)
            .hasMessage("nobody took the video at " + address + " within 1 s");
      }
    }
  }

  @Test
  void hls_hasAllFramesOfItsLastSegments_andNoOlderOnes() throws Exception {
    Path list = folder.resolve("yard.m3u8");
    try (LiveSink sink = LiveSink.list(list)) {
      // In segments of two seconds.
      send(sink, 17 * 25);
      sink.finish();
    }

    List<String> lines = Files.readAllLines(list);
    assertThat(lines).contains("#EXT-X-INDEPENDENT-SEGMENTS", "#EXT-X-ENDLIST");
    assertThat(lines).filteredOn(line -> line.endsWith(".m4s")).hasSize(6);
    // Of nine; one or two stay for those who have just read an older list.
    assertThat(folder.toFile().list((folder, name) -> name.endsWith(".m4s"))).hasSizeBetween(6, 8);
    try (WebFolder web = new WebFolder(folder);
        LiveSource source =
            LiveSource.open(LiveAddress.parse(web.url("yard.m3u8")), MAX_PIXELS, line -> {})) {
      List<VideoFrame> frames = LiveInputsIT.frames(source, 5 * 50 + 25);
      assertThat(source.next()).isEmpty();
      assertSteady(frames);
      assertThat(frames.get(0).pts()).isEqualTo(150 * FRAME);
    }
  }

  @Test
  void hls_canBeWatchedWhileItGrows() throws Exception {
    Path list = folder.resolve("yard.m3u8");
    try (WebFolder web = new WebFolder(folder);
        LiveSink sink = LiveSink.list(list)) {
      send(sink, 101);
      try (LiveSource source =
          LiveSource.open(LiveAddress.parse(web.url("yard.m3u8")), MAX_PIXELS, line -> {})) {
        assertThat(source.isLive()).isTrue();
        List<VideoFrame> frames = LiveInputsIT.frames(source, 100);
        assertSteady(frames);
        assertThat(frames.get(0).pts()).isZero();
        assertThat(Pictures.psnr(frames.get(99).image(), Pictures.waves(160, 120, 99)))
            .isGreaterThan(30);
      }
    }
  }

  @Test
  void hls_withAPercentInItsName_isRefused() {
    assertThatThrownBy(() -> LiveSink.list(folder.resolve("a%d.m3u8")))
        .isInstanceOf(MediaException.class)
        .hasMessageEndingWith(": % in the name would be taken for the segment's number");
  }

  @Test
  void pictureTooSmallForH264_isRefused() {
    try (LiveSink sink = LiveSink.list(folder.resolve("a.m3u8"))) {
      assertThatThrownBy(
              () -> sink.accept(new VideoFrame(Pictures.plain(8, 8, 0, 0, 0), 0), HEADERS))
          .isInstanceOf(MediaException.class)
          .hasMessageEndingWith(
              "a.m3u8: H.264 takes no pictures of 8 × 8, they need 16 pixels a side");
    }
  }

  private void assertReceived(LiveAddress to, LiveAddress at) throws Exception {
    CompletableFuture<List<VideoFrame>> received = new CompletableFuture<>();
    CountDownLatch leave = new CountDownLatch(1);
    Thread receiver = receiver(at, 50, received, leave);
    try (LiveSink sink = LiveSink.open(to)) {
      sendUntil(sink, received);
    }
    leave.countDown();
    receiver.join();
    List<VideoFrame> frames = received.get();
    assertSteady(frames);
    // Begun with a key frame, of which there is one every fifty.
    assertThat(frames.get(0).pts() % (50 * FRAME)).isEqualTo(frames.get(0).pts() % FRAME);
  }

  /** Receives so many frames, and stays until it may leave. */
  private static Thread receiver(
      LiveAddress address,
      int count,
      CompletableFuture<List<VideoFrame>> received,
      CountDownLatch leave) {
    Thread thread =
        new Thread(
            () -> {
              try (LiveSource source = LiveSource.open(address, MAX_PIXELS, line -> {})) {
                received.complete(LiveInputsIT.frames(source, count));
                leave.await();
              } catch (InterruptedException | RuntimeException | Error e) {
                received.completeExceptionally(e);
              }
            });
    thread.start();
    return thread;
  }

  private void sendUntil(LiveSink sink, CompletableFuture<List<VideoFrame>> received) {
    while (!received.isDone()) {
      send(sink, 1);
    }
  }

  private void send(LiveSink sink, int frames) {
    for (int i = 0; i < frames; i++) {
      sink.accept(new VideoFrame(Pictures.waves(160, 120, sent), sent), HEADERS);
      sent++;
    }
  }

  private LiveAddress rtsp() throws IOException {
    return LiveAddress.parse("rtsp://127.0.0.1:" + Ports.freeTcp() + "/yard");
  }

  private static Process rtspReceiver(LiveAddress address, Path table) throws IOException {
    return FfmpegTool.start(
        "-rtsp_flags",
        "listen",
        "-listen_timeout",
        "20",
        "-i",
        address.toString(),
        "-c",
        "copy",
        "-f",
        "framecrc",
        table.toString());
  }

  /** With the first frame sent, to a receiver whose process may still be starting. */
  private LiveSink openOnceThere(LiveAddress address) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (true) {
      LiveSink sink = LiveSink.open(address);
      try {
        send(sink, 1);
        return sink;
      } catch (MediaException e) {
        sink.close();
        if (System.nanoTime() > deadline) {
          throw e;
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
      }
    }
  }

  private static List<Long> times(Path table) throws IOException {
    return Files.readAllLines(table).stream()
        .filter(line -> !line.startsWith("#"))
        .map(line -> Long.parseLong(line.split(",")[2].strip()))
        .toList();
  }

  private static void assertSteady(List<VideoFrame> frames) {
    for (int i = 1; i < frames.size(); i++) {
      assertThat(frames.get(i).pts() - frames.get(i - 1).pts()).as("frame %d", i).isEqualTo(FRAME);
    }
  }
}
