package io.iptstreams.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class LedgerTest {
  private static final Runnable ALIVE = () -> {};

  private final Ledger ledger = new Ledger();

  @Test
  void framesWithoutAnOutcome_areLost_andFurtherOutcomesAreDuplicates() {
    for (int i = 0; i < 5; i++) {
      assertThat(ledger.create(i)).isEqualTo(i);
    }
    ledger.outcome(0, 10);
    ledger.outcome(3, 30);
    ledger.outcome(3, 31);
    ledger.outcome(3, 32);
    assertThat(ledger.size()).isEqualTo(5);
    assertThat(ledger.lost()).isEqualTo(3);
    assertThat(ledger.duplicated()).isEqualTo(2);
  }

  @Test
  void latencies_areThoseOfFirstOutcomes_ofTheFramesAskedFor() {
    ledger.create(0);
    ledger.create(100);
    ledger.create(200);
    ledger.create(300);
    ledger.outcome(0, 1000);
    ledger.outcome(1, 120);
    ledger.outcome(3, 350);
    ledger.outcome(3, 400);
    assertThat(ledger.latencies(1)).containsExactly(20, 50);
    assertThat(ledger.lastSeen(1)).isEqualTo(350);
  }

  @Test
  void anOutcomeOfAFrameThatWasNotSent_isRefused() {
    ledger.create(0);
    assertThatThrownBy(() -> ledger.outcome(1, 5))
        .isInstanceOf(BenchmarkException.class)
        .hasMessage("an outcome of frame 1 came, but 1 frames were sent");
  }

  @Test
  void await_endsWithTheLastOutcome() throws InterruptedException {
    ledger.create(0);
    Thread outcomes = new Thread(() -> ledger.outcome(0, 5));
    outcomes.start();
    ledger.await(Duration.ofSeconds(10), ALIVE);
    assertThat(ledger.lost()).isZero();
    outcomes.join();
  }

  @Test
  void await_ofAFrameThatNeverComes_endsAfterTheLongestSilence() throws InterruptedException {
    ledger.create(0);
    ledger.await(Duration.ofMillis(1), ALIVE);
    assertThat(ledger.lost()).isOne();
  }

  @Test
  void await_endsWithTheFirstFailure() {
    ledger.create(0);
    ledger.fail(new IllegalStateException("first"));
    ledger.fail(new IllegalStateException("second"));
    assertThatThrownBy(() -> ledger.await(Duration.ofSeconds(10), ALIVE)).hasMessage("first");
  }

  @Test
  void await_endsWhenThereIsNoPointInWaiting() {
    ledger.create(0);
    assertThatThrownBy(
            () ->
                ledger.await(
                    Duration.ofSeconds(10),
                    () -> {
                      throw new IllegalStateException("the stage has stopped");
                    }))
        .hasMessage("the stage has stopped");
  }
}
