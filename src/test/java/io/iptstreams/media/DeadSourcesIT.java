package io.iptstreams.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sources that accept and say nothing, or that nobody is at. */
@Timeout(60)
class DeadSourcesIT {
  private static final long MAX_PIXELS = 1_000_000;
  private static final LivePatience ONE_SECOND =
      new LivePatience(Duration.ofSeconds(1), Duration.ofSeconds(1));
  private static final LivePatience ONE_HOUR =
      new LivePatience(Duration.ofHours(1), Duration.ofMinutes(30));

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"rtsp", "http", "https", "rtsps"})
  void serverThatSaysNothing_isGivenUpInTime(String scheme) throws IOException {
    try (ServerSocket silent = silentServer()) {
      assertGivenUp(scheme + "://127.0.0.1:" + silent.getLocalPort() + "/a");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"udp", "srt"})
  void portThatNobodySendsTo_isGivenUpInTime(String scheme) throws IOException {
    assertGivenUp(scheme + "://127.0.0.1:" + Ports.freeUdp());
  }

  @Test
  void srtThatNobodyCalls_isGivenUpInTime() throws IOException {
    assertGivenUp("srt://127.0.0.1:" + Ports.freeUdp() + "?mode=listener");
  }

  /** One thread waits for a dead source, and meanwhile others open and read theirs. */
  @Test
  void deadSource_holdsUpNoOther_andNoInterrupt() throws Exception {
    Path file = folder.resolve("clip.mp4");
    FfmpegTool.make(file, FfmpegTool.pictureAndTone(1, "-c:v", "libopenh264"));
    try (ServerSocket silent = silentServer();
        RtspCamera camera = new RtspCamera(List.of(2), true, List.of("160x120"))) {
      LiveAddress dead = LiveAddress.parse("rtsp://127.0.0.1:" + silent.getLocalPort() + "/dead");
      CompletableFuture<Throwable> ending = new CompletableFuture<>();
      Thread waiting =
          new Thread(
              () -> {
                try (LiveSource source = LiveSource.open(dead, MAX_PIXELS, ONE_HOUR, line -> {})) {
                  ending.complete(new AssertionError("opened " + source));
                } catch (MediaException e) {
                  ending.complete(e);
                }
              });
      waiting.start();
      silent.accept();

      try (VideoReader reader = VideoReader.open(file, MAX_PIXELS)) {
        assertThat(reader.next()).isPresent();
      }
      try (LiveSource source = LiveSource.open(camera.address(), MAX_PIXELS, line -> {})) {
        assertThat(source.next()).isPresent();
      }
      assertThat(ending).isNotDone();
      long begin = System.nanoTime();
      waiting.interrupt();
      waiting.join();
      assertThat(System.nanoTime() - begin).isLessThan(TimeUnit.SECONDS.toNanos(5));
      assertThat(ending.get()).hasMessage("interrupted while opening " + dead);
    }
  }

  @Test
  void interrupt_endsTheReadingOfASourceThatFellSilent() throws Exception {
    CountDownLatch reading = new CountDownLatch(1);
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    try (RtspCamera camera = new RtspCamera(List.of(2), false, List.of("160x120"))) {
      Thread reader =
          new Thread(
              () -> {
                try (LiveSource source =
                    LiveSource.open(camera.address(), MAX_PIXELS, ONE_HOUR, line -> {})) {
                  reading.countDown();
                  while (source.next().isPresent()) {
                    assertThat(source.corruptFrames()).isZero();
                  }
                  interrupted.complete(Thread.currentThread().isInterrupted());
                }
              });
      reader.start();
      reading.await();
      long begin = System.nanoTime();
      reader.interrupt();
      reader.join();
      assertThat(System.nanoTime() - begin).isLessThan(TimeUnit.SECONDS.toNanos(5));
      assertThat(interrupted.get()).isTrue();
    }
  }

  private static ServerSocket silentServer() throws IOException {
    return new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
  }

  private static void assertGivenUp(String url) {
    long begin = System.nanoTime();
    assertThatThrownBy(
            () -> LiveSource.open(LiveAddress.parse(url), MAX_PIXELS, ONE_SECOND, line -> {}))
        .isInstanceOf(MediaException.class)
        .hasMessageContaining(LiveAddress.parse(url).toString());
    assertThat(System.nanoTime() - begin).isLessThan(TimeUnit.SECONDS.toNanos(10));
  }
}
