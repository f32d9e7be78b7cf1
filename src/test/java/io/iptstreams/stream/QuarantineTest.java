package io.iptstreams.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.iptstreams.restore.StuckModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.processor.internals.ProcessorRecordContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class QuarantineTest {
  @TempDir Path folder;

  @Test
  void aFrameThatWasBegun_isASuspectInTheNextProcess() {
    assertThat(begun(7, 1)).isZero();
    assertThat(begun(7, 1)).isOne();
    assertThat(begun(7, 1)).isEqualTo(2);
  }

  @Test
  void aFrameBeforeTheSuspect_doesNotMakeItForgotten() {
    begun(7, 1);
    begun(6, 1);

    assertThat(begun(7, 0)).isOne();
  }

  @Test
  void aFrameThatWentThrough_isNoSuspectAnyMore() {
    begun(7, 1);
    try (AttemptJournal journal = new Quarantine(folder).journal("0_0")) {
      new Quarantine(folder).pass(journal, at(7), () -> "restored", () -> "given up");
    }
    assertThat(folder).isEmptyDirectory();
  }

  /** It is not committed yet when another frame ends the process, so it comes again. */
  @Test
  void aSuspectThatWentThrough_isNotBlamedForAnotherFrame() {
    begun(7, 1);
    // Not closed: its process is gone.
    AttemptJournal journal = new Quarantine(folder).journal("0_0");
    new Quarantine(folder).pass(journal, at(7), () -> "restored", () -> "given up");

    assertThat(begun(7, 0)).isZero();
  }

  @Test
  void aFrameThatFailed_endedNoProcess() {
    fail(new StageException("the store refuses"));
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aFrameInAModelThatHangs_endsTheProcess() {
    fail(new StuckModelException("the model hangs", true, null));
    assertThat(begun(7, 0)).isOne();
  }

  @Test
  void aFrameThatTheHeapDoesNotHold_endsTheProcess() {
    fail(new OutOfMemoryError("Java heap space"));
    assertThat(begun(7, 0)).isOne();
  }

  @Test
  void aFrameThatMerelyWaited_whileTheModelHung_isNoSuspect() {
    fail(new StuckModelException("the model hangs", false, null));
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void afterThreeProcesses_aFrameIsGivenUp() {
    begun(7, 3);
    try (AttemptJournal journal = new Quarantine(folder).journal("0_0")) {
      assertThat(new Quarantine(folder).pass(journal, at(7), () -> "tried", () -> "given up"))
          .isEqualTo("given up");
    }
  }

  @Test
  @Timeout(20)
  void aSuspect_waitsUntilItIsAlone() throws Exception {
    begun(7, 1);
    Quarantine quarantine = new Quarantine(folder);
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch leave = new CountDownLatch(1);
    AtomicBoolean gone = new AtomicBoolean();
    try (AttemptJournal suspects = quarantine.journal("0_0");
        AttemptJournal others = quarantine.journal("0_1")) {
      CompletableFuture<String> other =
          CompletableFuture.supplyAsync(
              () ->
                  quarantine.pass(
                      others,
                      at(1),
                      () -> {
                        inside.countDown();
                        await(leave);
                        gone.set(true);
                        return "other";
                      },
                      () -> ""));
      assertThat(inside.await(10, TimeUnit.SECONDS)).isTrue();
      CompletableFuture<Boolean> suspect =
          CompletableFuture.supplyAsync(
              () -> quarantine.pass(suspects, at(7), gone::get, () -> false));
      leave.countDown();

      assertThat(suspect.get()).isTrue();
      assertThat(other.get()).isEqualTo("other");
    }
  }

  @Test
  void aJournalOfNonsense_isNoJournal() throws IOException {
    Files.write(folder.resolve("0_0.attempts"), new byte[] {-1, 0, 32, 50, 10, 97, 32, 98});
    try (AttemptJournal journal = AttemptJournal.open(folder, "0_0")) {
      assertThat(journal.attempts("frames/0/7")).isZero();
    }
  }

  @Test
  void aStateFolderThatIsAFile_isASentence() throws IOException {
    Path file = Files.writeString(folder.resolve("state"), "");
    assertThatThrownBy(() -> new Quarantine(file).journal("0_0"))
        .isInstanceOf(StageException.class)
        .hasMessageStartingWith("the state folder cannot be used: " + file);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aFullDisk_isASentence() throws IOException {
    Path journalOnIt = folder.resolve("0_0.attempts");
    Files.createSymbolicLink(journalOnIt, Path.of("/dev/full"));
    AttemptJournal journal = new Quarantine(folder).journal("0_0");

    assertThatThrownBy(() -> journal.begin("frames/0/7"))
        .isInstanceOf(StageException.class)
        .hasMessage(
            "the state folder cannot be used: "
                + journalOnIt
                + ": java.io.IOException: No space left on device; give another one by"
                + " kafka.state.dir, or make room");
  }

  /** Begins a frame in a process that ends at once, so many times; earlier attempts it found. */
  private int begun(long offset, int times) {
    String place = "frames/0/" + offset;
    int before = AttemptJournal.open(folder, "0_0").attempts(place);
    for (int i = 0; i < times; i++) {
      // Not closed: its process is gone.
      AttemptJournal.open(folder, "0_0").begin(place);
    }
    return before;
  }

  /** Lets the work on frame 7 fail. */
  private void fail(Throwable fault) {
    try (AttemptJournal journal = new Quarantine(folder).journal("0_0")) {
      assertThatThrownBy(
              () ->
                  new Quarantine(folder)
                      .pass(
                          journal,
                          at(7),
                          () -> {
                            throw thrown(fault);
                          },
                          () -> "given up"))
          .isSameAs(fault);
    }
  }

  private static RuntimeException thrown(Throwable fault) {
    if (fault instanceof Error error) {
      throw error;
    }
    return (RuntimeException) fault;
  }

  private static RecordMetadata at(long offset) {
    return new ProcessorRecordContext(0, offset, 0, "frames", new RecordHeaders());
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
