package io.iptstreams.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The proofs are worth what their bookkeeping notices. */
class LedgerTest {
  private final Ledger ledger = new Ledger();

  @BeforeEach
  void expect() {
    ledger.expect("restored", "yard-1", 1);
    ledger.expect("restored", "yard-2", 2);
    ledger.expect("restored", "yard-1", 3);
    ledger.expect("dead", "yard-1", 4);
  }

  @Test
  void outcomesOfDifferentKeysAndTopics_mayComeInAnyOrder() {
    came("dead", "yard-1", 4);
    came("restored", "yard-2", 2);
    came("restored", "yard-1", 1, 3);

    assertThat(ledger.open()).isZero();
    assertThat(ledger.came()).isEqualTo(4);
    ledger.assertEachFrameHadItsOutcome();
  }

  @Test
  void aLostFrame_isNoticed() {
    came("dead", "yard-1", 4);
    came("restored", "yard-1", 1, 3);

    assertThat(ledger.open()).isEqualTo(1);
    assertThatThrownBy(ledger::assertEachFrameHadItsOutcome)
        .hasMessageContaining("frames without an outcome")
        .hasMessageContaining("yard-2");
  }

  @Test
  void aSecondOutcome_isNoticed() {
    came("dead", "yard-1", 4);
    came("restored", "yard-2", 2);
    came("restored", "yard-1", 1, 1, 3);

    assertThat(ledger.open()).isZero();
    assertThatThrownBy(ledger::assertEachFrameHadItsOutcome)
        .hasMessageContaining("restored, yard-1: 1 came where 3 was awaited");
  }

  @Test
  void outcomesOutOfOrder_areNoticed() {
    came("dead", "yard-1", 4);
    came("restored", "yard-2", 2);
    came("restored", "yard-1", 3, 1);

    assertThatThrownBy(ledger::assertEachFrameHadItsOutcome)
        .hasMessageContaining("restored, yard-1: 3 came where 1 was awaited");
  }

  @Test
  void anOutcomeOnTheWrongTopic_isNoticed() {
    came("restored", "yard-2", 2);
    came("restored", "yard-1", 1, 3, 4);

    assertThatThrownBy(ledger::assertEachFrameHadItsOutcome)
        .hasMessageContaining("restored, yard-1: 4 came where nothing was awaited");
  }

  private void came(String topic, String key, int... numbers) {
    for (int number : numbers) {
      ledger.came(topic, key, number);
    }
  }
}
