package io.iptstreams.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.iptstreams.batch.BatchPolicy;
import io.iptstreams.doctor.Finding.State;
import io.iptstreams.model.DeviceChoice;
import io.iptstreams.restore.Limits;
import io.iptstreams.stream.TopologyDefinition;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartitionInfo;
import org.junit.jupiter.api.Test;

class CopiesCheckTest {
  private static final TopologyDefinition TOPOLOGY =
      TopologyDefinition.plain(
          "stage",
          "frames",
          List.of(),
          new TopologyDefinition.Restore(
              "ipt-nano", 1, new BatchPolicy(8, Duration.ofMillis(20)), Limits.defaults()),
          "frames.restored",
          "frames.dead");

  private static final CopiesCheck CHECK =
      new CopiesCheck(
          new Broker(
              new SetUp(
                  Optional.of(TOPOLOGY),
                  Optional.of("localhost:9092"),
                  Optional.empty(),
                  DeviceChoice.AUTO)),
          TOPOLOGY);

  /** Of one partition, with so many copies, of which so many are up to date. */
  private static TopicDescription topic(int copies, int inSync) {
    List<Node> nodes =
        IntStream.range(0, copies).mapToObj(i -> new Node(i, "node" + i, 9092)).toList();
    Node leader = inSync == 0 ? Node.noNode() : nodes.get(0);
    return new TopicDescription(
        "frames",
        false,
        List.of(new TopicPartitionInfo(0, leader, nodes, nodes.subList(0, inSync))));
  }

  private static Finding only(List<Finding> findings) {
    assertThat(findings).hasSize(1);
    return findings.get(0);
  }

  @Test
  void enoughCopies_areNoFault() {
    assertThat(CHECK.faults(topic(3, 3), 2, 3)).isEmpty();
    assertThat(CHECK.faults(topic(3, 2), 2, 3)).isEmpty();
    assertThat(CHECK.faults(topic(1, 1), 1, 1)).isEmpty();
  }

  @Test
  void fewerCopiesThanMustBeUpToDate_areAFailure() {
    Finding finding = only(CHECK.faults(topic(1, 1), 2, 3));
    assertThat(finding.state()).isEqualTo(State.FAIL);
    assertThat(finding.found()).endsWith("takes none below 2 (min.insync.replicas)");
    assertThat(finding.remedy().orElseThrow())
        .endsWith("--entity-name frames --add-config min.insync.replicas=1");
  }

  @Test
  void copiesThatLagBehind_orNoLeader_areAFailure() {
    for (int inSync : new int[] {0, 1}) {
      Finding finding = only(CHECK.faults(topic(3, inSync), 2, 3));
      assertThat(finding.state()).isEqualTo(State.FAIL);
      assertThat(finding.remedy().orElseThrow()).startsWith("start the brokers that are down");
    }
  }

  @Test
  void oneCopyWhereThereCouldBeMore_isAWarning() {
    Finding finding = only(CHECK.faults(topic(1, 1), 1, 3));
    assertThat(finding.state()).isEqualTo(State.WARN);
    assertThat(finding.remedy().orElseThrow()).endsWith("--replication-factor 3");
  }

  @Test
  void transactionsOnMoreNodesThanThereAre_areAFailure() {
    Finding finding = only(CHECK.tooFewNodes(OptionalLong.of(3), 1));
    assertThat(finding.state()).isEqualTo(State.FAIL);
    assertThat(finding.remedy().orElseThrow())
        .contains("transaction.state.log.replication.factor=1");
    assertThat(CHECK.tooFewNodes(OptionalLong.of(3), 3)).isEmpty();
    assertThat(CHECK.tooFewNodes(OptionalLong.empty(), 1)).isEmpty();
  }
}
