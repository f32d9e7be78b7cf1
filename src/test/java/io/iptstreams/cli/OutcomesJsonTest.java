package io.iptstreams.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.iptstreams.stream.Outcomes;
import org.junit.jupiter.api.Test;

class OutcomesJsonTest {
  @Test
  void hasEveryTermOfTheEquation() {
    assertThat(OutcomesJson.of("yard", new Outcomes.Counts(28, 1, 2, 3, 4, 5, 2)))
        .hasToString(
            "{\"topology\":\"yard\",\"received\":28,\"restored\":1,\"passedThrough\":2,"
                + "\"dropped\":3,\"ignored\":4,\"deadLettered\":5,\"waiting\":13,\"late\":2}");
  }
}
