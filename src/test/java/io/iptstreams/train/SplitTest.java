package io.iptstreams.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.iptstreams.train.Split.Run;
import java.util.List;
import org.junit.jupiter.api.Test;

class SplitTest {

  @Test
  void amongOneWorker_isEverything() {
    assertThat(Split.among(1, List.of(3, 2)))
        .containsExactly(List.of(new Run(0, 0, 3), new Run(1, 0, 2)));
  }

  @Test
  void amongTwo_cutsTheRowThatLiesInTheMiddle() {
    assertThat(Split.among(2, List.of(1, 4, 1)))
        .containsExactly(
            List.of(new Run(0, 0, 1), new Run(1, 0, 2)),
            List.of(new Run(1, 2, 4), new Run(2, 0, 1)));
  }

  @Test
  void whatDoesNotComeOutEven_differsByOne() {
    assertThat(Split.among(3, List.of(5)))
        .containsExactly(
            List.of(new Run(0, 0, 1)), List.of(new Run(0, 1, 3)), List.of(new Run(0, 3, 5)));
  }

  @Test
  void moreWorkersThanThereIs_leavesSomeOut() {
    assertThat(Split.among(8, List.of(1, 1)))
        .containsExactly(List.of(new Run(0, 0, 1)), List.of(new Run(1, 0, 1)));
  }
}
