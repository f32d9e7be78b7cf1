package io.iptstreams.doctor;

import io.iptstreams.stream.StageException;
import io.iptstreams.stream.StageFacts;
import io.iptstreams.stream.TopologyDefinition;
import java.util.List;
import java.util.OptionalLong;
import org.apache.kafka.clients.admin.Admin;

/** Whether the broker lets a transaction take as long as a stage may need. */
record TransactionCheck(Broker broker, TopologyDefinition topology) implements Check {
  private static final String LONGEST = "transaction.max.timeout.ms";

  @Override
  public String name() {
    return "transaction";
  }

  @Override
  public List<String> needs() {
    return List.of("topology", "broker");
  }

  @Override
  public String remedy() {
    return "take more threads or a shorter restore.deadline in the topology";
  }

  @Override
  public List<Finding> look() throws Exception {
    try (Admin admin = broker.visit()) {
      int partitions = TopicsCheck.partitionsOfSources(admin, topology);
      StageFacts facts = StageFacts.of(topology, broker.servers(), partitions);
      return List.of(finding(facts, Broker.leastOfNodes(admin, LONGEST)));
    } catch (StageException e) {
      return List.of(Finding.fail(name(), e.getMessage(), remedy()));
    }
  }

  /**
   * @param longest that the broker allows, in milliseconds, if it tells
   */
  Finding finding(StageFacts facts, OptionalLong longest) {
    long needed = facts.transactionTimeout().toMillis();
    if (!facts.exactlyOnce()) {
      return Finding.ok(name(), "none: kafka.processing.guarantee is not exactly_once_v2");
    }
    if (longest.isEmpty()) {
      return Finding.warn(
          name(),
          "a transaction may take " + needed + " ms; the broker does not tell what it allows",
          "see that " + LONGEST + " of the brokers is not below that (usually it is 900000)");
    }
    String found =
        "a transaction may take "
            + needed
            + " ms, the broker allows "
            + longest.getAsLong()
            + " ("
            + LONGEST
            + ")";
    return needed <= longest.getAsLong()
        ? Finding.ok(name(), found)
        : Finding.fail(
            name(),
            found,
            "set "
                + LONGEST
                + "="
                + needed
                + " or more in server.properties of the brokers, or "
                + remedy());
  }
}
