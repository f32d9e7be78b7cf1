package io.iptstreams.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@SuppressWarnings("try") // a registration works by being open, nobody refers to it
class BatcherTest {
  private static final Duration LONG = Duration.ofSeconds(50);

  /** A delay so long that a test which waits for it fails by its time limit. */
  private static final BatchPolicy FOUR = new BatchPolicy(4, Duration.ofSeconds(10));

  private static final BatchWork<String, Integer, Integer> DOUBLING =
      (key, items) -> items.stream().map(item -> 2 * item).toList();

  private final ExecutorService callers = Executors.newCachedThreadPool();

  @AfterEach
  void endCallers() {
    callers.shutdownNow();
  }

  @Test
  void submit_givesResultsInItemOrder() throws Exception {
    try (Batcher<String, Integer, Integer> batcher = Batcher.open(FOUR, 2, DOUBLING)) {
      assertThat(batcher.submit("x", List.of(1, 2, 3, 4, 5, 6, 7), LONG))
          .containsExactly(2, 4, 6, 8, 10, 12, 14);
    }
  }

  @Test
  void submit_ofNoItems_callsNothing() throws Exception {
    try (Batcher<String, Integer, Integer> batcher = Batcher.open(FOUR, 1, DOUBLING)) {
      assertThat(batcher.submit("x", List.of(), LONG)).isEmpty();
      assertThat(batcher.counts()).isEqualTo(new BatchCounts(0, 0, 0));
    }
  }

  @Test
  void submit_ofTheOnlyAttachedThread_doesNotWaitForCompany() throws Exception {
    try (Batcher<String, Integer, Integer> batcher = Batcher.open(FOUR, 1, DOUBLING);
        Registration first = batcher.attach();
        Registration second = batcher.attach()) {
      long begun = System.nanoTime();

      batcher.submit("x", List.of(1), LONG);

      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(9));
    }
  }

  @Test
  void submit_besideABusyAttachedThread_waitsForItsItems() throws Exception {
    List<List<Integer>> batches = Collections.synchronizedList(new ArrayList<>());
    try (Batcher<String, Integer, Integer> batcher = Batcher.open(FOUR, 1, recording(batches));
        Registration here = batcher.attach()) {
      Future<List<Integer>> other = callers.submit(() -> batcher.submit("x", List.of(1), LONG));

      awaitWaiting(batcher, 1);
      batcher.submit("x", List.of(2, 3), LONG);
      other.get();

      assertThat(batches).hasSize(1);
      assertThat(batches.get(0)).containsExactlyInAnyOrder(1, 2, 3);
    }
  }

  @Test
  void close_ofTheLastBusyRegistration_letsWhoWaitsGo() throws Exception {
    try (Batcher<String, Integer, Integer> batcher = Batcher.open(FOUR, 1, DOUBLING)) {
      Registration here = batcher.attach();
      Future<List<Integer>> other = callers.submit(() -> batcher.submit("x", List.of(1), LONG));
      awaitWaiting(batcher, 1);

      here.close();
      here.close();

      assertThat(other.get()).containsExactly(2);
    }
  }

  @Test
  void submit_afterTheDelay_goesWithoutTheBusyThread() throws Exception {
    BatchPolicy hasty = new BatchPolicy(4, Duration.ofMillis(1));
    try (Batcher<String, Integer, Integer> batcher = Batcher.open(hasty, 1, DOUBLING);
        Registration here = batcher.attach()) {
      assertThat(callers.submit(() -> batcher.submit("x", List.of(1), LONG)).get())
          .containsExactly(2);
    }
  }

  /** Nine items, the fifth is bad: its caller alone sees it, and exactly that failure. */
  @Test
  void submit_ofABadItem_failsAlone() throws Exception {
    BatchPolicy sixteen = new BatchPolicy(16, Duration.ofSeconds(10));
    IllegalArgumentException poison = new IllegalArgumentException("poison");
    BatchWork<String, Integer, Integer> work =
        (key, items) -> {
          if (items.contains(13)) {
            throw poison;
          }
          return DOUBLING.apply(key, items);
        };
    try (Batcher<String, Integer, Integer> batcher = Batcher.open(sixteen, 1, work);
        Registration here = batcher.attach()) {
      Future<List<Integer>> bad =
          callers.submit(() -> batcher.submit("x", List.of(11, 12, 13), LONG));
      awaitWaiting(batcher, 3);

      assertThat(batcher.submit("x", List.of(1, 2, 3, 4, 5, 6), LONG))
          .containsExactly(2, 4, 6, 8, 10, 12);
      assertThatThrownBy(bad::get).hasCause(poison);
      assertThat(batcher.counts().waiting()).isZero();
    }
  }

  @Test
  void submit_ofAnItemThatCannotBeMade_failsAlone() throws Exception {
    try (Batcher<String, Integer, Integer> batcher = Batcher.open(FOUR, 1, DOUBLING)) {
      assertThatThrownBy(
              () ->
                  batcher.submit(
                      "x",
                      9,
                      i -> {
                        throw new IllegalStateException("no item " + i);
                      },
                      LONG,
                      (result, i) -> {}))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("no item 0");
      assertThat(batcher.submit("x", List.of(1), LONG)).containsExactly(2);
    }
  }

  @Test
  void submit_whoseWorkGivesTooFewResults_saysSo() {
    BatchWork<String, Integer, Integer> lossy = (key, items) -> List.of();
    try (Batcher<String, Integer, Integer> batcher = Batcher.open(FOUR, 1, lossy)) {
      assertThatThrownBy(() -> batcher.submit("x", List.of(1), LONG))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("the work gave 0 results for 1 items");
    }
  }

  @Test
  void submit_thatThrowsAnError_leavesTheWorkerAlive() throws Exception {
    BatchWork<String, Integer, Integer> exhausted =
        (key, items) -> {
          if (items.contains(13)) {
            throw new OutOfMemoryError("device");
          }
          return items;
        };
    try (Batcher<String, Integer, Integer> batcher = Batcher.open(FOUR, 1, exhausted)) {
      assertThatThrownBy(() -> batcher.submit("x", List.of(13), LONG))
          .isInstanceOf(OutOfMemoryError.class);
      assertThat(batcher.submit("x", List.of(1), LONG)).containsExactly(1);
    }
  }

  /** The third batch of four cannot begin before the first result was handed over. */
  @Test
  void submit_handsOverResultsBeforeAllAreThere() throws Exception {
    CountDownLatch handedOver = new CountDownLatch(1);
    BatchWork<String, Integer, Integer> work =
        (key, items) -> items.contains(9) ? stuck(handedOver).apply(key, items) : items;
    List<Integer> results = new ArrayList<>();
    try (Batcher<String, Integer, Integer> batcher = Batcher.open(FOUR, 1, work)) {
      batcher.submit(
          "x",
          10,
          i -> i,
          LONG,
          (result, i) -> {
            results.add(i, result);
            handedOver.countDown();
          });
    }
    assertThat(results).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
  }

  @Test
  void submit_whoseResultIsRefused_withdrawsTheRest() {
    try (Batcher<String, Integer, Integer> batcher = Batcher.open(FOUR, 1, DOUBLING)) {
      assertThatThrownBy(
              () ->
                  batcher.submit(
                      "x",
                      1_000_000,
                      i -> i,
                      LONG,
                      (result, i) -> {
                        throw new IllegalStateException("refused " + result);
                      }))
          .hasMessage("refused 0");
      assertThat(batcher.counts().waiting()).isZero();
    }
  }

  @Test
  void submit_onAStuckDevice_saysThatNothingCameBack_andWithdrawsTheRest() {
    CountDownLatch released = new CountDownLatch(1);
    try (Batcher<String, Integer, Integer> batcher = Batcher.open(FOUR, 1, stuck(released))) {
      assertThatThrownBy(
              () -> batcher.submit("x", List.of(1, 2, 3, 4, 5, 6), Duration.ofSeconds(1)))
          .isInstanceOfSatisfying(StalledException.class, e -> assertThat(e.isInside()).isTrue())
          .hasMessageMatching(
              "0 of 6 items were done within 1000 ms, and nothing of anybody for [0-9]+ ms");
      assertThat(batcher.counts().waiting()).isZero();
      released.countDown();
    }
  }

  @Test
  void submit_behindWhatIsStuck_isNotInsideIt() throws Exception {
    CountDownLatch released = new CountDownLatch(1);
    try (Batcher<String, Integer, Integer> batcher = Batcher.open(FOUR, 1, stuck(released))) {
      Future<List<Integer>> ahead =
          callers.submit(() -> batcher.submit("x", List.of(1), Duration.ofSeconds(6)));
      awaitCalls(batcher, 1);

      assertThatThrownBy(() -> batcher.submit("x", List.of(2), Duration.ofSeconds(3)))
          .isInstanceOfSatisfying(StalledException.class, e -> assertThat(e.isInside()).isFalse());
      released.countDown();
      ahead.get();
    }
  }

  @Test
  void submit_onADeviceThatGivesBackToOthers_isMerelyLate() throws Exception {
    CountDownLatch released = new CountDownLatch(1);
    BatchPolicy one = new BatchPolicy(1, Duration.ZERO);
    BatchWork<String, Integer, Integer> work =
        (key, items) -> items.contains(1) ? stuck(released).apply(key, items) : items;
    try (Batcher<String, Integer, Integer> batcher = Batcher.open(one, 2, work)) {
      Future<List<Integer>> late =
          callers.submit(() -> batcher.submit("x", List.of(1), Duration.ofSeconds(1)));

      while (!late.isDone()) {
        batcher.submit("x", List.of(2), LONG);
      }

      assertThatThrownBy(late::get)
          .hasCauseExactlyInstanceOf(DeadlineExceededException.class)
          .hasMessageEndingWith("0 of 1 items were done within 1000 ms");
      released.countDown();
    }
  }

  @Test
  void close_ofAStuckDevice_doesNotWaitForIt() {
    Batcher<String, Integer, Integer> batcher = Batcher.open(FOUR, 1, stuck(new CountDownLatch(1)));
    assertThatThrownBy(() -> batcher.submit("x", List.of(1), Duration.ofSeconds(1)))
        .isInstanceOf(DeadlineExceededException.class);

    batcher.close();

    assertThatThrownBy(() -> batcher.submit("x", List.of(1), LONG))
        .isInstanceOf(CancellationException.class);
  }

  @Test
  @Timeout(20)
  void close_besideABatchThatNeverComesBack_endsAndSaysSo() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    Batcher<String, Integer, Integer> batcher =
        Batcher.open(
            FOUR,
            2,
            (key, items) ->
                key.equals("stuck") ? stuck(never).apply(key, items) : DOUBLING.apply(key, items));
    callers.submit(() -> batcher.submit("stuck", List.of(1), Duration.ofSeconds(2)));
    awaitCalls(batcher, 1);
    assertThat(batcher.submit("x", List.of(1), Duration.ofSeconds(2))).containsExactly(2);
    assertThat(batcher.isStalled()).isFalse();

    batcher.close();

    assertThat(batcher.isStalled()).isTrue();
    never.countDown();
  }

  @Test
  void submit_withHardlyAnyTimeLeft_isNoSignThatTheDeviceHangs() throws Exception {
    CountDownLatch released = new CountDownLatch(1);
    try (Batcher<String, Integer, Integer> batcher = Batcher.open(FOUR, 1, stuck(released))) {
      Future<List<Integer>> first = callers.submit(() -> batcher.submit("x", List.of(1), LONG));
      awaitCalls(batcher, 1);

      assertThatThrownBy(() -> batcher.submit("x", List.of(2), Duration.ofMillis(3)))
          .isExactlyInstanceOf(DeadlineExceededException.class);

      assertThat(batcher.isStalled()).isFalse();
      released.countDown();
      first.get();
    }
  }

  @Test
  void submit_ofAnInterruptedThread_withdrawsItsItems() throws Exception {
    try (Batcher<String, Integer, Integer> batcher = Batcher.open(FOUR, 1, DOUBLING);
        Registration here = batcher.attach()) {
      Future<List<Integer>> waiting = callers.submit(() -> batcher.submit("x", List.of(1), LONG));
      awaitWaiting(batcher, 1);

      waiting.cancel(true);
      awaitWaiting(batcher, 0);

      assertThat(batcher.counts().calls()).isZero();
    }
  }

  @Test
  void close_tellsWhoWaits() throws Exception {
    Batcher<String, Integer, Integer> batcher = Batcher.open(FOUR, 1, DOUBLING);
    batcher.attach();
    Future<List<Integer>> waiting = callers.submit(() -> batcher.submit("x", List.of(1), LONG));
    awaitWaiting(batcher, 1);

    batcher.close();

    assertThatThrownBy(waiting::get)
        .hasCauseInstanceOf(CancellationException.class)
        .hasMessageContaining("the batcher was closed before 1 items were done");
    assertThatThrownBy(() -> batcher.submit("x", List.of(1), LONG))
        .isInstanceOf(CancellationException.class);
  }

  @Test
  void close_waitsForTheBatchThatIsBeingWorkedOn() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch released = new CountDownLatch(1);
    BatchWork<String, Integer, Integer> slow =
        (key, items) -> {
          begun.countDown();
          return stuck(released).apply(key, items);
        };
    Batcher<String, Integer, Integer> batcher = Batcher.open(FOUR, 1, slow);
    Future<List<Integer>> caller = callers.submit(() -> batcher.submit("x", List.of(1), LONG));
    begun.await();

    CompletableFuture<Void> closing = CompletableFuture.runAsync(batcher::close, callers);

    assertThatThrownBy(caller::get).hasCauseInstanceOf(CancellationException.class);
    assertThat(closing).isNotDone();
    released.countDown();
    closing.get();
  }

  /** Both calls must be inside the work at once for the barrier to open. */
  @Test
  void submit_withTwoWorkers_worksOnTwoBatchesAtOnce() throws Exception {
    CyclicBarrier both = new CyclicBarrier(2);
    BatchWork<String, Integer, Integer> meeting =
        (key, items) -> {
          try {
            both.await();
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
          return items;
        };
    try (Batcher<String, Integer, Integer> batcher = Batcher.open(FOUR, 2, meeting)) {
      assertThat(batcher.submit("x", List.of(1, 2, 3, 4, 5, 6, 7, 8), LONG)).hasSize(8);
    }
  }

  /** Callers that come back in step with the device must leave together, not one by one. */
  @Test
  void submit_ofCallersInStep_fillsTheBatches() throws Exception {
    BatchPolicy eight = new BatchPolicy(8, Duration.ofSeconds(1));
    try (Batcher<String, Integer, Integer> batcher = Batcher.open(eight, 1, DOUBLING)) {
      CountDownLatch attached = new CountDownLatch(4);
      List<Future<?>> running = new ArrayList<>();
      for (int caller = 0; caller < 4; caller++) {
        running.add(
            callers.submit(
                () -> {
                  try (Registration here = batcher.attach()) {
                    attached.countDown();
                    attached.await();
                    for (int frame = 0; frame < 50; frame++) {
                      batcher.submit("x", List.of(1, 2), LONG);
                    }
                    return null;
                  }
                }));
      }
      for (Future<?> caller : running) {
        caller.get();
      }

      assertThat(batcher.counts().items()).isEqualTo(400);
      assertThat(batcher.counts().calls()).isLessThanOrEqualTo(55);
    }
  }

  @Test
  void submit_fromManyThreads_givesEachItsOwnAndNeverMixesKeys() throws Exception {
    AtomicInteger mixed = new AtomicInteger();
    AtomicInteger tooLarge = new AtomicInteger();
    BatchWork<String, String, String> work =
        (key, items) -> {
          if (!items.stream().allMatch(item -> item.startsWith(key))) {
            mixed.incrementAndGet();
          }
          if (items.size() > 5) {
            tooLarge.incrementAndGet();
          }
          if (items.stream().anyMatch(item -> item.endsWith("bad"))) {
            throw new IllegalArgumentException("bad");
          }
          return items.stream().map(item -> item + "!").toList();
        };
    BatchPolicy policy = new BatchPolicy(5, Duration.ofMillis(1));
    try (Batcher<String, String, String> batcher = Batcher.open(policy, 3, work)) {
      List<Future<Integer>> running = new ArrayList<>();
      for (int caller = 0; caller < 12; caller++) {
        int own = caller;
        running.add(callers.submit(() -> hammer(batcher, own)));
      }
      for (Future<Integer> caller : running) {
        assertThat(caller.get()).isEqualTo(20);
      }

      assertThat(mixed).hasValue(0);
      assertThat(tooLarge).hasValue(0);
      assertThat(batcher.counts().waiting()).isZero();
    }
  }

  /** 200 submissions, every tenth with a bad item. */
  private static int hammer(Batcher<String, String, String> batcher, int caller)
      throws InterruptedException {
    int failed = 0;
    String key = "k" + caller % 3;
    try (Registration here = batcher.attach()) {
      for (int n = 0; n < 200; n++) {
        String name = key + "-" + caller + "-" + n + "-";
        int count = 1 + (caller + n) % 13;
        boolean bad = n % 10 == 0;
        try {
          List<String> results = new ArrayList<>();
          batcher.submit(
              key,
              count,
              i -> name + i + (bad && i == count / 2 ? "bad" : ""),
              LONG,
              (result, i) -> results.add(i, result));
          assertThat(bad).isFalse();
          assertThat(results)
              .isEqualTo(IntStream.range(0, count).mapToObj(i -> name + i + "!").toList());
        } catch (IllegalArgumentException e) {
          assertThat(bad).isTrue();
          failed++;
        }
      }
    }
    return failed;
  }

  private static BatchWork<String, Integer, Integer> recording(List<List<Integer>> batches) {
    return (key, items) -> {
      batches.add(items);
      return items;
    };
  }

  private static BatchWork<String, Integer, Integer> stuck(CountDownLatch released) {
    return (key, items) -> {
      try {
        released.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      return items;
    };
  }

  private static void awaitCalls(Batcher<?, ?, ?> batcher, int calls) {
    while (batcher.counts().calls() != calls) {
      Thread.onSpinWait();
    }
  }

  private static void awaitWaiting(Batcher<?, ?, ?> batcher, int items) {
    while (batcher.counts().waiting() != items) {
      Thread.onSpinWait();
    }
  }
}
