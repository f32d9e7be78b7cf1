package io.iptstreams.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class CropSupplyTest {
  private static final IntFunction<StepCrops> EMPTY =
      step -> new StepCrops(step, List.of(), List.of());

  @Test
  void next_givesTheStepsInOrder() throws InterruptedException {
    try (CropSupply supply = new CropSupply(5, 25, EMPTY)) {
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
          return EMPTY.apply(step);
        };
    try (CropSupply supply = new CropSupply(1, 9, draw)) {
      assertThat(supply.next().step()).isEqualTo(1);
      assertThatThrownBy(supply::next)
          .isInstanceOf(TrainingException.class)
          .hasMessage("no pictures");
    }
  }

  /** Four wait to be fetched, and one more is in the thread's hands. */
  @Test
  void supply_drawsAFewStepsAhead_andNoMore() throws InterruptedException {
    CountDownLatch five = new CountDownLatch(5);
    AtomicInteger drawn = new AtomicInteger();
    IntFunction<StepCrops> draw =
        step -> {
          drawn.incrementAndGet();
          five.countDown();
          return EMPTY.apply(step);
        };
    try (CropSupply supply = new CropSupply(0, 100, draw)) {
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
          return EMPTY.apply(step);
        };
    try (CropSupply supply = new CropSupply(0, 2, slow)) {
      supply.next();
      supply.next();
      assertThat(supply.waitedNanos()).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(50));
    }
  }

  @Test
  void close_endsAThreadThatWaitsForItsCropsToBeFetched() {
    new CropSupply(0, 1000, EMPTY).close();

    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.getName().equals("crops") && thread.isAlive());
  }
}
