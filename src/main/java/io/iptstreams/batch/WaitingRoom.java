package io.iptstreams.batch;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The items that wait for a worker, a lane per key, and the rules by which they leave. No threads
 * and no clock in here: the time comes in with each call, and the batcher's lock guards it.
 *
 * <pre>
 *   denoise-30   A A A A A A A   B B          a batch of 6 takes  A B A B A A
 *   derain       C                            then derain's turn, if it may go
 * </pre>
 */
final class WaitingRoom<K, I, O> {
  private final BatchPolicy policy;

  /** In the order in which the keys are served: a lane that was served goes to the end. */
  private final Map<K, Lane<K, I, O>> lanes = new LinkedHashMap<>();

  WaitingRoom(BatchPolicy policy) {
    this.policy = policy;
  }

  void add(Submission<K, I, O> submission) {
    lanes.computeIfAbsent(submission.key(), key -> new Lane<>()).submissions.addLast(submission);
  }

  /** Withdraws what no worker has taken yet. */
  void remove(Submission<K, I, O> submission) {
    Lane<K, I, O> lane = lanes.get(submission.key());
    if (lane != null && lane.submissions.remove(submission) && lane.submissions.isEmpty()) {
      lanes.remove(submission.key());
    }
  }

  /** Number of items waiting. */
  int size() {
    return lanes.values().stream().mapToInt(Lane::size).sum();
  }

  /**
   * Takes the batch that should leave now. Only a free worker calls this, so the delay of a lane
   * counts from the first call that finds it: the later of arrival and a worker becoming free.
   * Counted from arrival, callers that come back in step with the device would go one by one.
   *
   * @param now in nanoseconds, from any origin
   * @param everyoneWaits nothing more can come, so waiting for company is useless
   * @return the items of one key, none if all should wait
   */
  List<Slot<K, I, O>> take(long now, boolean everyoneWaits) {
    for (Map.Entry<K, Lane<K, I, O>> entry : lanes.entrySet()) {
      Lane<K, I, O> lane = entry.getValue();
      lane.see(now);
      if (everyoneWaits || lane.size() >= policy.maxSize() || nanosLeft(lane, now) <= 0) {
        lanes.remove(entry.getKey());
        List<Slot<K, I, O>> batch = lane.take(policy.maxSize());
        if (!lane.submissions.isEmpty()) {
          lane.seen = false;
          lanes.put(entry.getKey(), lane);
        }
        return batch;
      }
    }
    return List.of();
  }

  /** How long until the next lane that {@link #take} found must leave; for ever if none waits. */
  long nanosLeft(long now) {
    return lanes.values().stream()
        .mapToLong(lane -> nanosLeft(lane, now))
        .min()
        .orElse(Long.MAX_VALUE);
  }

  private long nanosLeft(Lane<K, I, O> lane, long now) {
    return policy.maxDelay().toNanos() - (now - lane.seenAt);
  }

  /** The submissions of one key; each gives one item in turn. */
  private static final class Lane<K, I, O> {
    private final Deque<Submission<K, I, O>> submissions = new ArrayDeque<>();
    private boolean seen;
    private long seenAt;

    int size() {
      return submissions.stream().mapToInt(Submission::waiting).sum();
    }

    void see(long now) {
      if (!seen) {
        seen = true;
        seenAt = now;
      }
    }

    List<Slot<K, I, O>> take(int maxSize) {
      List<Slot<K, I, O>> batch = new ArrayList<>();
      while (batch.size() < maxSize && !submissions.isEmpty()) {
        Submission<K, I, O> submission = submissions.removeFirst();
        batch.add(new Slot<>(submission, submission.take()));
        if (submission.waiting() > 0) {
          submissions.addLast(submission);
        }
      }
      return batch;
    }
  }
}
