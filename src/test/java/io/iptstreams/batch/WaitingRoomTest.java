package io.iptstreams.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

/** The rules by which batches leave, with time as a plain number: the delay is 100. */
class WaitingRoomTest {
  private final WaitingRoom<String, String, String> room =
      new WaitingRoom<>(new BatchPolicy(4, Duration.ofNanos(100)));

  @Test
  void take_ofAFullBatch_doesNotWait() {
    arrive("denoise", "A", 4);

    assertThat(take(0)).containsExactly("A0", "A1", "A2", "A3");
  }

  @Test
  void take_ofAFullBatchFromTwoCallers_doesNotWait() {
    arrive("denoise", "A", 2);
    arrive("denoise", "B", 2);

    assertThat(take(0)).containsExactlyInAnyOrder("A0", "A1", "B0", "B1");
  }

  @Test
  void take_ofTooFew_waitsForCompany() {
    arrive("denoise", "A", 3);

    assertThat(take(0)).isEmpty();
    assertThat(room.nanosLeft(30)).isEqualTo(70);
  }

  @Test
  void take_whenEveryoneWaits_takesTooFewAtOnce() {
    arrive("denoise", "A", 3);

    assertThat(names(room.take(0, true))).containsExactly("A0", "A1", "A2");
  }

  /**
   *
   *
   * <pre>
   *   0        50                150
   *   A seen   B                 A and B leave
   *   |---- 100 ----|
   * </pre>
   */
  @Test
  void take_afterTheDelay_countsFromTheOldest() {
    arrive("denoise", "A", 1);
    take(0);
    arrive("denoise", "B", 1);

    assertThat(take(99)).isEmpty();
    assertThat(take(100)).containsExactly("A0", "B0");
  }

  /**
   * A arrived at 0, but the only worker was busy until 1000: it then waits for those who come back
   * in step with it.
   */
  @Test
  void take_afterABusyTime_countsTheDelayFromThenOn() {
    arrive("denoise", "A", 1);

    assertThat(take(1000)).isEmpty();
    assertThat(take(1099)).isEmpty();
    assertThat(take(1100)).containsExactly("A0");
  }

  @Test
  void take_givesEachCallerItsTurn() {
    arrive("denoise", "A", 100);
    take(0);
    arrive("denoise", "B", 3);

    assertThat(take(0)).containsExactly("A4", "B0", "A5", "B1");
    assertThat(take(0)).containsExactly("A6", "B2", "A7", "A8");
  }

  @Test
  void take_neverMixesKeys() {
    arrive("denoise", "A", 3);
    arrive("derain", "B", 3);

    assertThat(take(0)).isEmpty();
    assertThat(names(room.take(0, true))).containsExactly("A0", "A1", "A2");
    assertThat(names(room.take(0, true))).containsExactly("B0", "B1", "B2");
  }

  @Test
  void take_servesTheKeyThatWaitedLongest() {
    arrive("denoise", "A", 100);
    arrive("derain", "B", 100);

    assertThat(take(0)).containsExactly("A0", "A1", "A2", "A3");
    assertThat(take(0)).containsExactly("B0", "B1", "B2", "B3");
    assertThat(take(0)).containsExactly("A4", "A5", "A6", "A7");
  }

  /** Full batches of another key leave meanwhile, but do not start the delay anew. */
  @Test
  void take_doesNotStarveASmallKeyBesideAFullOne() {
    arrive("derain", "B", 1);
    arrive("denoise", "A", 100);

    assertThat(take(0)).containsExactly("A0", "A1", "A2", "A3");
    assertThat(take(60)).containsExactly("A4", "A5", "A6", "A7");
    assertThat(take(120)).containsExactly("B0");
  }

  @Test
  void remove_withdrawsWhatWasNotTaken() {
    Submission<String, String, String> large = arrive("denoise", "A", 100);
    take(0);

    room.remove(large);

    assertThat(room.size()).isZero();
    assertThat(names(room.take(0, true))).isEmpty();
  }

  @Test
  void size_countsWhatNoWorkerHasTaken() {
    arrive("denoise", "A", 7);
    arrive("derain", "B", 2);
    take(0);

    assertThat(room.size()).isEqualTo(5);
  }

  @Test
  void nanosLeft_ofAnEmptyRoom_isForEver() {
    assertThat(room.nanosLeft(0)).isEqualTo(Long.MAX_VALUE);
  }

  private Submission<String, String, String> arrive(String key, String name, int count) {
    Submission<String, String, String> submission =
        new Submission<>(key, count, i -> name + i, new ReentrantLock().newCondition());
    room.add(submission);
    return submission;
  }

  private List<String> take(long now) {
    return names(room.take(now, false));
  }

  private static List<String> names(List<Slot<String, String, String>> batch) {
    return batch.stream().map(slot -> slot.submission().item(slot.index())).toList();
  }
}
