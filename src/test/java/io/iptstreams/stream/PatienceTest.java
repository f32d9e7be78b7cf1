package io.iptstreams.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.iptstreams.store.StoreException;
import io.iptstreams.store.StoreException.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

class PatienceTest {
  private final List<Duration> pauses = new ArrayList<>();
  private Duration now = Duration.ZERO;
  private final Patience patience =
      new Patience(
          Duration.ofSeconds(20),
          time -> {
            pauses.add(time);
            now = now.plus(time);
          },
          () -> now.toNanos());
  private int asked;

  @Test
  void aStoreThatDoesNotAnswer_isAskedAgain_withGrowingPauses() {
    String answer = patience.ask(() -> asked++ < 7 ? unreachable() : "here");

    assertThat(answer).isEqualTo("here");
    assertThat(pauses)
        .extracting(Duration::toMillis)
        .containsExactly(200L, 400L, 800L, 1600L, 3200L, 5000L, 5000L);
  }

  @Test
  void patienceEnds_andStopsTheStage() {
    assertThatThrownBy(() -> patience.ask(PatienceTest::unreachable))
        .isInstanceOf(StageException.class)
        .hasMessage("no answer; asked again for 16200 ms");
  }

  @Test
  void theTimeOfAnAnswer_countsToo() {
    assertThatThrownBy(
            () ->
                patience.ask(
                    () -> {
                      now = now.plusSeconds(11);
                      return unreachable();
                    }))
        .hasMessage("no answer; asked again for 22200 ms");
    assertThat(pauses).hasSize(1);
  }

  @Test
  void aStoreThatRefuses_stopsTheStageAtOnce() {
    assertThatThrownBy(() -> patience.ask(() -> fail(Kind.REFUSED)))
        .isInstanceOf(StageException.class);
    assertThat(pauses).isEmpty();
  }

  @Test
  void whatIsTheRecordsFault_isThrownAsItIs() {
    assertThatThrownBy(() -> patience.ask(() -> fail(Kind.GONE)))
        .isInstanceOf(StoreException.class);
    assertThat(pauses).isEmpty();
  }

  @Test
  void anInterruptWhileWaiting_isNoFaultOfThePicture() {
    Patience interrupted =
        new Patience(
            Duration.ofSeconds(20),
            time -> {
              throw new InterruptedException();
            },
            () -> 0);
    assertThatThrownBy(() -> interrupted.ask(PatienceTest::unreachable))
        .isInstanceOf(CancellationException.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  private static String unreachable() {
    return fail(Kind.UNREACHABLE);
  }

  private static String fail(Kind kind) {
    throw new StoreException(kind, "no answer");
  }
}
