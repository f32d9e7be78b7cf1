package io.iptstreams.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.iptstreams.doctor.Finding.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class DoctorTest {
  private static final Finding FINE = Finding.ok("java", "17");
  private static final Finding SLOW = Finding.warn("processor", "no AVX2", "take one with AVX2");

  private final List<Finding> said = new ArrayList<>();

  /** A check that does what is asked of it. */
  private record StandIn(
      String name, List<String> needs, Duration limit, Callable<List<Finding>> looking)
      implements Check {

    static StandIn of(String name, Callable<List<Finding>> looking) {
      return new StandIn(name, List.of(), Duration.ofSeconds(20), looking);
    }

    StandIn needing(String other) {
      return new StandIn(name, List.of(other), limit, looking);
    }

    StandIn within(Duration time) {
      return new StandIn(name, needs, time, looking);
    }

    @Override
    public String remedy() {
      return "mend " + name;
    }

    @Override
    public List<Finding> look() throws Exception {
      return looking.call();
    }
  }

  private List<Finding> examined(Check... checks) throws InterruptedException {
    return new Doctor(List.of(checks)).examine(said::add);
  }

  @Test
  void findingsComeInTheOrderOfTheChecks_andAreSaidAsTheyCome() throws InterruptedException {
    List<Finding> all =
        examined(
            StandIn.of("java", () -> List.of(FINE)),
            StandIn.of("processor", () -> List.of(SLOW, FINE)));
    assertThat(all).containsExactly(FINE, SLOW, FINE);
    assertThat(said).isEqualTo(all);
  }

  @Test
  void aCheckThatThrows_isAFailureWithItsRemedy_andTheOthersGoOn() throws InterruptedException {
    List<Finding> all =
        examined(
            StandIn.of(
                "pytorch",
                () -> {
                  throw new UnsatisfiedLinkError("libtorch.so: file too short");
                }),
            StandIn.of("java", () -> List.of(FINE)));
    assertThat(all)
        .containsExactly(
            Finding.fail("pytorch", "libtorch.so: file too short", "mend pytorch"), FINE);
  }

  @Test
  void aCheckThatThrowsWithoutAWord_isNamedByWhatItThrew() throws InterruptedException {
    List<Finding> all =
        examined(
            StandIn.of(
                "store",
                () -> {
                  throw new IllegalStateException();
                }));
    assertThat(all.get(0).found()).isEqualTo("java.lang.IllegalStateException");
  }

  @Test
  void aCheckThatHangs_isEndedWhenItsTimeIsUp_andTheOthersGoOn() throws InterruptedException {
    CountDownLatch ended = new CountDownLatch(1);
    List<Finding> all =
        examined(
            StandIn.of(
                    "broker",
                    () -> {
                      try {
                        new CountDownLatch(1).await();
                        return List.of();
                      } finally {
                        ended.countDown();
                      }
                    })
                .within(Duration.ofMillis(20)),
            StandIn.of("java", () -> List.of(FINE)));
    assertThat(all)
        .containsExactly(Finding.fail("broker", "no result within 0.02 s", "mend broker"), FINE);
    ended.await();
  }

  @Test
  void whatNeedsAFailedCheck_isNotLookedAt_norWhatNeedsThat() throws InterruptedException {
    List<Finding> all =
        examined(
            StandIn.of("broker", () -> List.of(Finding.fail("broker", "gone", "start it"))),
            StandIn.of("topics", () -> List.of(FINE)).needing("broker"),
            StandIn.of("copies", () -> List.of(FINE)).needing("topics"));
    assertThat(all).extracting(Finding::state).containsExactly(State.FAIL, State.SKIP, State.SKIP);
    assertThat(all.get(1).found()).isEqualTo("not looked at, as it needs broker");
  }

  @Test
  void whatNeedsACheckThatOnlyWarned_isLookedAt() throws InterruptedException {
    assertThat(
            examined(
                StandIn.of("processor", () -> List.of(SLOW)),
                StandIn.of("device", () -> List.of(FINE)).needing("processor")))
        .containsExactly(SLOW, FINE);
  }
}
