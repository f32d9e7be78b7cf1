package io.iptstreams.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The guarantee as bookkeeping: each frame has exactly one outcome, on the topic where it belongs,
 * and those of a key come there in the order in which its frames were sent. Holds only what is
 * still to come, so a run may be as long as it likes.
 */
final class Ledger {
  private static final int FAULTS_TOLD = 20;

  /** Frames of one key whose outcomes belong on one topic. */
  private record Lane(String topic, String key) {}

  private final Map<Lane, Deque<Integer>> awaited = new HashMap<>();
  private final List<String> faults = new ArrayList<>();
  private int open;
  private int came;

  /** A frame was sent. */
  void expect(String topic, String key, int number) {
    awaited.computeIfAbsent(new Lane(topic, key), lane -> new ArrayDeque<>()).addLast(number);
    open++;
  }

  /** An outcome was read. */
  void came(String topic, String key, int number) {
    came++;
    Deque<Integer> lane = awaited.getOrDefault(new Lane(topic, key), new ArrayDeque<>());
    Integer next = lane.peekFirst();
    if (next == null || next != number) {
      String awaitedNext = next == null ? "nothing" : String.valueOf(next);
      fault("%s, %s: %d came where %s was awaited".formatted(topic, key, number, awaitedNext));
    }
    if (lane.remove(number)) {
      open--;
    }
  }

  private void fault(String fault) {
    if (faults.size() < FAULTS_TOLD) {
      faults.add(fault);
    }
  }

  /** Frames whose outcome is still to come. */
  int open() {
    return open;
  }

  /** Outcomes so far. */
  int came() {
    return came;
  }

  /** Call it when nothing more can come. */
  void assertEachFrameHadItsOutcome() {
    assertThat(faults).as("outcomes too many or out of order").isEmpty();
    awaited.values().removeIf(Deque::isEmpty);
    assertThat(awaited).as("frames without an outcome").isEmpty();
  }
}
