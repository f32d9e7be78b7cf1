package io.iptstreams.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.iptstreams.cli.Main;
import io.iptstreams.jvm.ChildJvm;
import io.iptstreams.media.FfmpegTool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * {@code restore} of a video, its process killed at random moments and started again, ends with the
 * file that an undisturbed one makes, byte for byte.
 */
@Timeout(1200)
class RestoreKillProofIT {
  private static final int KILLS = Form.of(1, 10);

  /** A segment is four seconds. */
  private static final int SECONDS = Form.of(12, 240);

  private static final int FRAMES_PER_SECOND = Form.of(10, 25);

  private static final Duration LONGEST = Duration.ofMinutes(10);

  /** Of the finished file; one that gets subtitles has no sound before it is finished. */
  private static final double MOST_WRITTEN = 0.55;

  /**
   * A container writes in bursts, hence some time beside; what is there already is no hindrance.
   */
  private static final long MOST_NANOS_MORE = Form.of(100_000_000L, 5_000_000_000L);

  @TempDir private Path folder;
  private final Random random = new Random(12);
  private Path clip;

  private static List<Arguments> ways() {
    Arguments plain = arguments("mp4", null, null);
    Arguments inAll = arguments("mkv", "subrip", "--steady");
    return Form.of(
        List.of(plain, inAll), List.of(plain, arguments("mp4", "mov_text", null), inAll));
  }

  @ParameterizedTest
  @MethodSource("ways")
  void killedAgainAndAgain_theVideoIsThatOfAnUndisturbedRun(
      String ending, String subtitles, String option) throws Exception {
    clip = clip(ending, subtitles);
    Path whole = folder.resolve("whole." + ending);
    Path killed = folder.resolve("killed." + ending);
    try (ChildJvm run = start(whole, option)) {
      assertThat(run.awaitEnd(LONGEST)).as(run.said()).isZero();
    }

    for (int kills = 0; kills < KILLS; ) {
      // The last one surely leaves something to go on with.
      double least = kills == KILLS - 1 ? MOST_WRITTEN - 0.1 : 0;
      long enough = (long) (random.nextDouble(least, MOST_WRITTEN) * Files.size(whole));
      try (ChildJvm run = start(killed, option)) {
        kills += isKilled(run, killed, enough) ? 1 : 0;
      }
      // It was faster: that was no kill.
      Files.deleteIfExists(killed);
    }
    try (ChildJvm run = start(killed, option)) {
      assertThat(run.awaitEnd(LONGEST)).as(run.said()).isZero();
    }

    List<String> taken =
        Files.readAllLines(folder.resolve("killed." + ending + ".err")).stream()
            .filter(line -> line.startsWith("going on after the "))
            .toList();
    Form.report("restore of %s killed %d times: %s", killed.getFileName(), KILLS, taken);
    assertThat(taken).isNotEmpty();
    assertThat(killed).hasSameBinaryContentAs(whole);
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left.map(f -> f.getFileName().toString())).noneMatch(n -> n.contains(".part"));
    }
  }

  private Path clip(String ending, String subtitles) throws Exception {
    Path file = folder.resolve("clip." + ending);
    Path words = folder.resolve("words.srt");
    Files.writeString(words, "1\n00:00:01,000 --> 00:00:07,500\nWords\n");
    List<String> make =
        new ArrayList<>(
            List.of(
                "-f",
                "lavfi",
                "-i",
                "testsrc2=size=96x64:rate=" + FRAMES_PER_SECOND + ":duration=" + SECONDS,
                "-f",
                "lavfi",
                "-i",
                "sine=duration=" + SECONDS));
    if (subtitles != null) {
      make.addAll(List.of("-i", words.toString(), "-c:s", subtitles));
    }
    make.addAll(List.of("-c:v", "libopenh264", "-c:a", "aac"));
    FfmpegTool.make(file, make.toArray(String[]::new));
    return file;
  }

  /** Kills it when it has written so much, and a little later; whether it was still at work. */
  private boolean isKilled(ChildJvm run, Path video, long enough) throws Exception {
    Path part = folder.resolve(video.getFileName() + ".part");
    while (run.isAlive() && size(part) < enough) {
      LockSupport.parkNanos(1_000_000);
    }
    LockSupport.parkNanos(random.nextLong(MOST_NANOS_MORE));
    boolean atWork = run.isAlive();
    run.kill();
    return atWork;
  }

  private static long size(Path file) throws IOException {
    return Files.exists(file) ? Files.size(file) : 0;
  }

  private ChildJvm start(Path video, String option) throws IOException {
    List<String> words =
        new ArrayList<>(
            List.of("restore", clip.toString(), video.toString(), "--task", "denoise-15"));
    if (option != null) {
      words.add(option);
    }
    return ChildJvm.start(
        folder,
        video.getFileName().toString(),
        ChildJvm.QUICK_TO_START,
        Main.class,
        words.toArray(String[]::new));
  }
}
