package io.iptstreams.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.iptstreams.doctor.Finding.State;
import io.iptstreams.model.DeviceChoice;
import io.iptstreams.stream.StageFacts;
import io.iptstreams.stream.TopologyDefinition;
import io.iptstreams.stream.TopologyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can be said of a topology without a broker. */
class TopologyChecksTest {
  private static final String PLAIN =
      """
      source: { topic: frames }
      restore: { model: ipt-nano, deadline: 10 s }
      sink: { topic: frames.restored }
      dead-letters: { topic: frames.dead }
      """;

  @TempDir private Path folder;

  private TopologyDefinition topology(String yaml) throws IOException {
    return TopologyFile.read(Files.writeString(folder.resolve("stage.yaml"), yaml));
  }

  private static Finding only(List<Finding> findings) {
    assertThat(findings).hasSize(1);
    return findings.get(0);
  }

  @Test
  void aHeapTwiceTheRecords_isEnough_andAByteLessIsNot() throws Exception {
    TopologyDefinition topology = topology(PLAIN);
    long records = StageFacts.of(topology, "localhost:9092").memory().bytes();
    assertThat(only(new MemoryCheck(topology, Optional.empty(), 2 * records).look()).state())
        .isEqualTo(State.OK);
    Finding small = only(new MemoryCheck(topology, Optional.empty(), 2 * records - 1).look());
    assertThat(small.state()).isEqualTo(State.WARN);
    assertThat(small.remedy().orElseThrow()).startsWith("start with java -Xmx2048m -jar");
  }

  @Test
  void aDeadlineThatFitsFewPartitionsAlone_isNotHeldAgainstTheTopology() throws Exception {
    String oneThread = PLAIN.replace("10 s", "3 min") + "threads: 1\n";
    TopologyDefinition topology = topology(oneThread);
    assertThat(only(new TopologyCheck(topology).look()).state()).isEqualTo(State.OK);
    Finding memory = only(new MemoryCheck(topology, Optional.empty(), 1L << 40).look());
    assertThat(memory.state()).isEqualTo(State.SKIP);
    assertThat(memory.remedy().orElseThrow()).contains("more threads");
  }

  @Test
  void aTaskThatTheModelCannotDo_isAFailure() throws IOException {
    TopologyDefinition topology = topology(PLAIN + "tag: [{ otherwise: dehaze }]\n");
    Finding finding = only(new TopologyCheck(topology).look());
    assertThat(finding.state()).isEqualTo(State.FAIL);
    assertThat(finding.found()).contains("asks for dehaze, which model ipt-nano cannot do");
  }

  @Test
  void settingsThatContradictTheDeadline_areAFailure() throws IOException {
    TopologyDefinition topology = topology(PLAIN + "kafka: { transaction.timeout.ms: 5 }\n");
    Finding finding = only(new TopologyCheck(topology).look());
    assertThat(finding.state()).isEqualTo(State.FAIL);
    assertThat(finding.found()).contains("kafka.transaction.timeout.ms must be at least");
    assertThat(finding.remedy()).contains("see which line it is: topology validate FILE");
  }

  @Test
  void theStateFolderIsTheOneOfTheTopology() throws IOException {
    Path file = Files.createFile(folder.resolve("state"));
    TopologyDefinition topology = topology(PLAIN + "kafka: { state.dir: \"" + file + "\" }\n");
    Finding finding = only(new StateCheck(topology).look());
    assertThat(finding.state()).isEqualTo(State.FAIL);
    assertThat(finding.found()).isEqualTo(file + " is a file, where a folder is needed");
    assertThat(finding.remedy().orElseThrow()).contains("kafka: { state.dir: FOLDER }");
  }

  @Test
  void theLargestRecord_isWhatTheProducersSend() throws IOException {
    assertThat(largest(PLAIN, 1 << 20)).isEqualTo(16 << 20);
    assertThat(largest(PLAIN + "kafka: { max.request.size: 5000000 }\n", 1 << 20))
        .isEqualTo(5_000_000);
  }

  @Test
  void theLargestRecord_whereLargeResultsGoToAStore_isTheirLimit_orWhatComes() throws IOException {
    String large =
        PLAIN + "stores: { spool: { folder: spool } }\nlarge: { above: 1 MiB, store: spool }\n";
    assertThat(largest(large, 1000)).isEqualTo((1 << 20) + (64 << 10));
    assertThat(largest(large, 3 << 20)).isEqualTo(3 << 20);
    assertThat(largest(large, Integer.MAX_VALUE)).isEqualTo(16 << 20);
  }

  @Test
  void theLargestRecord_whereAllResultsGoToAStore_isWhatComes() throws IOException {
    String objects =
        PLAIN.replace("{ topic: frames }", "{ topic: frames, objects: { store: spool } }")
            + "stores: { spool: { folder: spool } }\n";
    assertThat(largest(objects, 1 << 20)).isEqualTo(1 << 20);
  }

  private long largest(String yaml, long ofSource) throws IOException {
    StageFacts facts = StageFacts.of(topology(yaml), "localhost:9092");
    return RecordsCheck.largest(facts, List.of(ofSource));
  }

  @Test
  void aTransactionLongerThanTheBrokerAllows_isAFailure() throws IOException {
    TopologyDefinition topology = topology(PLAIN);
    StageFacts facts = StageFacts.of(topology, "localhost:9092");
    TransactionCheck check = new TransactionCheck(broker(topology), topology);
    long needed = facts.transactionTimeout().toMillis();
    assertThat(check.finding(facts, OptionalLong.of(needed)).state()).isEqualTo(State.OK);
    Finding tooLong = check.finding(facts, OptionalLong.of(needed - 1));
    assertThat(tooLong.state()).isEqualTo(State.FAIL);
    assertThat(tooLong.remedy().orElseThrow())
        .startsWith("set transaction.max.timeout.ms=" + needed);
    assertThat(check.finding(facts, OptionalLong.empty()).state()).isEqualTo(State.WARN);
  }

  @Test
  void withoutExactlyOnce_thereAreNoTransactions() throws IOException {
    TopologyDefinition topology =
        topology(PLAIN + "kafka: { processing.guarantee: at_least_once }\n");
    StageFacts facts = StageFacts.of(topology, "localhost:9092");
    assertThat(
            new TransactionCheck(broker(topology), topology)
                .finding(facts, OptionalLong.of(1))
                .state())
        .isEqualTo(State.OK);
  }

  private static Broker broker(TopologyDefinition topology) {
    return new Broker(
        new SetUp(
            Optional.of(topology),
            Optional.of("localhost:9092"),
            Optional.empty(),
            DeviceChoice.AUTO));
  }

  @Test
  void aStoreWithoutItsFolder_isAFailure() throws IOException {
    Path missing = folder.resolve("spool");
    TopologyDefinition topology =
        topology(PLAIN + "stores: { spool: { folder: \"" + missing + "\" } }\n");
    StoreCheck check = new StoreCheck("spool", topology.stores().get("spool"), true);
    assertThat(only(check.look()))
        .isEqualTo(
            Finding.fail(
                "store",
                "spool: folder " + missing + " does not exist",
                "make or mount the folder, and let this user read and write it: mkdir -p "
                    + missing));
    Files.createDirectory(missing);
    assertThat(only(check.look()).state()).isEqualTo(State.OK);
    assertThat(missing).isEmptyDirectory();
  }

  @Test
  void aStoreThatResultsGoTo_isOneThatIsPutInto() throws IOException {
    TopologyDefinition topology =
        topology(
            PLAIN
                + "stores: { spool: { folder: spool }, other: { folder: other } }\n"
                + "large: { above: 1 MiB, store: spool }\n");
    assertThat(topology.putsInto("spool")).isTrue();
    assertThat(topology.putsInto("other")).isFalse();
  }
}
