package io.iptstreams.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.concurrent.CancellationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.Test;

class FaultPolicyTest {
  private Instant now = Instant.EPOCH;
  private final FaultPolicy policy = new FaultPolicy(() -> now);

  @Test
  void whatKafkaCallsRetriable_isTriedAgain() {
    assertThat(policy.mayGoOn(new StreamsException(new TimeoutException("away")))).isTrue();
  }

  @Test
  void whatAPersonHasToMend_stopsTheStage() {
    assertThat(policy.mayGoOn(new TopicAuthorizationException("frames"))).isFalse();
    assertThat(policy.mayGoOn(new StreamsException(new StageException("disk full")))).isFalse();
    assertThat(policy.mayGoOn(new StreamsException(new CancellationException()))).isFalse();
    assertThat(policy.mayGoOn(new OutOfMemoryError())).isFalse();
  }

  @Test
  void tooManyFaultsInALittleWhile_stopTheStage_butOldOnesAreForgotten() {
    for (int i = 0; i < FaultPolicy.MOST; i++) {
      assertThat(policy.mayGoOn(new TimeoutException("away"))).isTrue();
    }
    assertThat(policy.mayGoOn(new TimeoutException("away"))).isFalse();

    now = now.plus(FaultPolicy.WITHIN).plusMillis(1);
    assertThat(policy.mayGoOn(new TimeoutException("away"))).isTrue();
  }
}
