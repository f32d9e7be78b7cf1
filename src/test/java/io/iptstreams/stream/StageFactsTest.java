package io.iptstreams.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class StageFactsTest {
  private static final long MIB = 1 << 20;

  /**
   * Worked out by hand, for 4 partitions: pass = 1 partition a thread × 60 s; transaction = 2 × 60
   * s + 0.1 s + 10 s; memory = 4 × (16 + 48) MiB + 4 × (8 + 4) × 16 MiB.
   */
  @Test
  void ofTheUsualSettings() {
    StageFacts facts = StageFacts.of(Definitions.with(), "localhost:9092");
    assertThat(facts.partitions()).isEqualTo(4);
    assertThat(facts.threads()).isEqualTo(4);
    assertThat(facts.pass()).hasSeconds(60);
    assertThat(facts.transactionTimeout()).hasMillis(130_100);
    assertThat(facts.pollInterval()).hasMinutes(5);
    assertThat(facts.commitInterval()).hasMillis(100);
    assertThat(facts.exactlyOnce()).isTrue();
    assertThat(facts.sentBytes()).isEqualTo(16 * MIB);
    assertThat(facts.resultBytes()).isEqualTo(16 * MIB);
    assertThat(facts.stateFolder().toString()).contains("kafka-streams");
    assertThat(facts.memory().bytes()).isEqualTo(1024 * MIB);
    assertThat(facts.memory().fits(2048 * MIB)).isTrue();
    assertThat(facts.memory().fits(2047 * MIB)).isFalse();
  }

  /** 2 × (16 + 32) MiB + 8 partitions × (2 + 4) × 16 MiB, with two sources. */
  @Test
  void ofTheTopologysOwnSettings() {
    StageFacts facts =
        StageFacts.of(
            Definitions.with(
                "sources: [{ topic: a }, { topic: b }]",
                "threads: 2",
                "kafka:",
                "  consumer.max.poll.records: 2",
                "  buffer.memory: 33554432",
                "  commit.interval.ms: 30",
                "  producer.transaction.timeout.ms: 600000",
                "  processing.guarantee: at_least_once"),
            "localhost:9092");
    assertThat(facts.pass()).hasSeconds(120);
    assertThat(facts.transactionTimeout()).isEqualTo(Duration.ofMinutes(10));
    assertThat(facts.commitInterval()).hasMillis(30);
    assertThat(facts.exactlyOnce()).isFalse();
    assertThat(facts.memory())
        .isEqualTo(new StageFacts.Memory(2, 16 * MIB, 32 * MIB, 8, 6, 16 << 20));
    assertThat(facts.memory().bytes()).isEqualTo(864 * MIB);
  }

  @Test
  void ofMorePartitions_aPassIsLonger_andWhatNoBrokerWouldAllowIsRefused() {
    StageFacts facts = StageFacts.of(Definitions.with("threads: 2"), "localhost:9092", 8);
    assertThat(facts.pass()).hasSeconds(4 * 60);
    assertThatThrownBy(() -> StageFacts.of(Definitions.with("threads: 1"), "localhost:9092", 64))
        .isInstanceOf(StageException.class)
        .hasMessageContaining("take more threads or a shorter restore.deadline");
  }

  @Test
  void memoryWithoutAnyLimit_isMoreThanAnyHeap() {
    StageFacts.Memory memory =
        new StageFacts.Memory(1, 1, 1, Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE);
    assertThat(memory.bytes()).isEqualTo(Long.MAX_VALUE);
    assertThat(memory.fits(Long.MAX_VALUE)).isFalse();
  }

  @Test
  void topics_areMadeByTheWordsThatAStageAsksFor() {
    StageFacts facts = StageFacts.of(Definitions.with("control: { topic: c }"), "broker:1");
    assertThat(facts.createTopics())
        .containsExactly(
            create("frames"), create("frames.restored"), create("frames.dead"), create("c"));
  }

  private static String create(String topic) {
    return "kafka-topics.sh --bootstrap-server broker:1 --create --topic "
        + topic
        + " --partitions 4 --config max.message.bytes=16777216";
  }

  @Test
  void theGraph_isThatOfTheRunningStage() {
    assertThat(StageFacts.of(Definitions.with(), "localhost:9092").graph())
        .startsWith("Topologies:")
        .contains("Source: requests (topics: [frames])")
        .contains("Sink: dead-letters (topic: frames.dead)");
  }
}
