package io.iptstreams.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class CrewTest {

  @Test
  void everyJob_isDoneOnce() throws InterruptedException {
    AtomicIntegerArray done = new AtomicIntegerArray(1000);
    Crew.seconds(4, 1000, done::incrementAndGet);
    for (int i = 0; i < 1000; i++) {
      assertThat(done.get(i)).isOne();
    }
  }

  @Test
  void asManyJobsAreAtWork_asThereAreThreads() throws InterruptedException {
    CyclicBarrier together = new CyclicBarrier(3);
    Crew.seconds(
        3,
        6,
        job -> {
          try {
            together.await();
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        });
    assertThat(together.isBroken()).isFalse();
  }

  @Test
  void whatAJobThrows_comesOut() {
    assertThatThrownBy(
            () ->
                Crew.seconds(
                    2,
                    10,
                    job -> {
                      if (job == 7) {
                        throw new IllegalArgumentException("job 7");
                      }
                    }))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("job 7");
  }
}
