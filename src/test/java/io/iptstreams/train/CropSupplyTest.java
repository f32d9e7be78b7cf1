package io.iptstreams.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class CropSupplyTest {
  private static final int THREADS = 3;

  private static StepCrops empty(int step) {
    return new StepCrops(step, List.of(), List.of());
  }

  private static CropSupply supply(int first, int end, IntFunction<StepCrops> draw) {
    return new CropSupply(first, end, THREADS, step -> () -> draw.apply(step));
  }

  @Test
  void next_givesTheStepsInOrder() throws InterruptedException {
    try (CropSupply supply = supply(5, 25, CropSupplyTest::empty)) {
      for (int step = 5; step < 25; step++) {
        assertThat(supply.next().step()).isEqualTo(step);
      }
    }
  }

  @Test
  void next_ofAStepThatCouldNotBeDrawn_failsAsTheDrawingDid() throws InterruptedException {
    IntFunction<StepCrops> draw =
        step -> {
          if (step == 2) {
            throw new TrainingException("no pictures");
          }
          return empty(step);
        };
    try (CropSupply supply = supply(1, 9, draw)) {
      assertThat(supply.next().step()).isEqualTo(1);
      assertThatThrownBy(supply::next)
          .isInstanceOf(TrainingException.class)
          .hasMessage("no pictures");
    }
  }

  @Test
  void next_ofAStepWhosePicturesFail_failsAlike() {
    try (CropSupply supply =
        new CropSupply(
            0,
            9,
            THREADS,
            step -> {
              throw new TrainingException("no pictures");
            })) {
      assertThatThrownBy(supply::next)
          .isInstanceOf(TrainingException.class)
          .hasMessage("no pictures");
    }
  }

  /** Each waits for the other two. */
  @Test
  void supply_drawsAsManyStepsAtOnce_asThereAreThreads() throws InterruptedException {
    CyclicBarrier all = new CyclicBarrier(THREADS);
    IntFunction<StepCrops> draw =
        step -> {
          try {
            all.await(20, TimeUnit.SECONDS);
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
          return empty(step);
        };
    try (CropSupply supply = supply(0, THREADS, draw)) {
      for (int step = 0; step < THREADS; step++) {
        assertThat(supply.next().step()).isEqualTo(step);
      }
    }
  }

  /** Four wait to be fetched, and one more waits for its place among them. */
  @Test
  void supply_drawsAFewStepsAhead_andNoMore() throws InterruptedException {
    CountDownLatch five = new CountDownLatch(5);
    AtomicInteger drawn = new AtomicInteger();
    IntFunction<StepCrops> draw =
        step -> {
          drawn.incrementAndGet();
          five.countDown();
          return empty(step);
        };
    try (CropSupply supply = supply(0, 100, draw)) {
      assertThat(five.await(20, TimeUnit.SECONDS)).isTrue();
      assertThat(supply.next().step()).isZero();
    }
    assertThat(drawn.get()).isBetween(5, 6);
  }

  @Test
  void next_countsHowLongItWaited() throws InterruptedException {
    IntFunction<StepCrops> slow =
        step -> {
          try {
            Thread.sleep(50);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return empty(step);
        };
    try (CropSupply supply = supply(0, 2, slow)) {
      supply.next();
      supply.next();
      assertThat(supply.waitedNanos()).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(50));
    }
  }

  @Test
  void close_endsAThreadThatWaitsForItsCropsToBeFetched() {
    supply(0, 1000, CropSupplyTest::empty).close();

    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.getName().startsWith("crops") && thread.isAlive());
  }
}
