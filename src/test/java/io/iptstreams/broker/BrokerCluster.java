package io.iptstreams.broker;

import static java.util.Map.entry;

import io.iptstreams.jvm.ChildJvm;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * Three Kafka nodes, each broker and controller, each in a process of its own that can be killed
 * and started again. Everything is kept three times, and written when two have it.
 */
public final class BrokerCluster implements AutoCloseable {
  public static final short COPIES = 3;

  private static final String HOST = "127.0.0.1";
  private static final List<Integer> NODES = List.of(1, 2, 3);
  private static final Duration READY_WITHIN = Duration.ofMinutes(5);

  /**
   * Below those that systems give to outgoing connections: a client that tries again and again to
   * reach a killed node could otherwise be given the node's own port, and keep it.
   */
  private static final int LOWEST_PORT = 15_000;

  private static final int HIGHEST_PORT = 30_000;

  private final Path folder;
  private final List<Integer> ports;
  private final Map<Integer, ChildJvm> nodes = new TreeMap<>();

  private BrokerCluster(Path folder, List<Integer> ports) {
    this.folder = folder;
    this.ports = ports;
  }

  /**
   * Starts three empty nodes; returns when all of them take requests.
   *
   * @param folder for their data and what they say
   */
  public static BrokerCluster open(Path folder) throws Exception {
    Files.createDirectories(folder);
    BrokerCluster cluster = new BrokerCluster(folder, freePorts(2 * NODES.size()));
    try {
      String clusterId = Uuid.randomUuid().toString();
      for (int node : NODES) {
        cluster.format(node, clusterId);
        cluster.start(node);
      }
      cluster.awaitNodes();
      return cluster;
    } catch (Exception e) {
      cluster.close();
      throw e;
    }
  }

  private void awaitNodes() throws Exception {
    long deadline = System.nanoTime() + READY_WITHIN.toNanos();
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers()))) {
      while (nodesOf(admin) < NODES.size()) {
        if (System.nanoTime() - deadline > 0) {
          throw new AssertionError("no cluster within " + READY_WITHIN + ": " + said());
        }
      }
    }
  }

  /** How many nodes there are; none while nobody answers. */
  private static int nodesOf(Admin admin) throws Exception {
    try {
      return admin.describeCluster().nodes().get().size();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof TimeoutException) {
        return 0;
      }
      throw e;
    }
  }

  /** Where clients find its nodes, as {@code host:port,…}. */
  public String bootstrapServers() {
    return NODES.stream().map(node -> HOST + ":" + port(node)).collect(Collectors.joining(","));
  }

  /** Ends a node as by SIGKILL. */
  public void kill(int node) throws InterruptedException {
    nodes.remove(node).kill();
  }

  /** Starts a node that was killed; returns before it takes requests. */
  public void start(int node) throws IOException {
    nodes.put(
        node,
        ChildJvm.start(
            folder,
            "node-" + node,
            List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
            kafka.Kafka.class,
            settings(node).toString()));
  }

  private String said() {
    return nodes.values().stream().map(ChildJvm::said).collect(Collectors.joining("\n"));
  }

  /** Stops all nodes; by force, as nothing of theirs is needed any more. */
  @Override
  public void close() {
    nodes.values().forEach(ChildJvm::close);
  }

  private Path data(int node) {
    return folder.resolve("data-" + node);
  }

  private int port(int node) {
    return ports.get(node - 1);
  }

  private int controllerPort(int node) {
    return ports.get(NODES.size() + node - 1);
  }

  private Path settings(int node) throws IOException {
    Map<String, String> settings =
        Map.ofEntries(
            entry("node.id", String.valueOf(node)),
            entry("process.roles", "broker,controller"),
            entry(
                "controller.quorum.voters",
                NODES.stream()
                    .map(voter -> voter + "@" + HOST + ":" + controllerPort(voter))
                    .collect(Collectors.joining(","))),
            entry(
                "listeners",
                "PLAINTEXT://%s:%d,CONTROLLER://%s:%d"
                    .formatted(HOST, port(node), HOST, controllerPort(node))),
            entry("controller.listener.names", "CONTROLLER"),
            entry("inter.broker.listener.name", "PLAINTEXT"),
            entry("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT"),
            entry("log.dirs", data(node).toString()),
            entry("auto.create.topics.enable", "false"),
            entry("default.replication.factor", "3"),
            entry("min.insync.replicas", "2"),
            entry("offsets.topic.replication.factor", "3"),
            entry("offsets.topic.num.partitions", "4"),
            entry("transaction.state.log.replication.factor", "3"),
            entry("transaction.state.log.min.isr", "2"),
            entry("transaction.state.log.num.partitions", "4"),
            entry("group.initial.rebalance.delay.ms", "0"),
            // How long the others wait for a killed one before they take its partitions over.
            entry("broker.session.timeout.ms", "4000"),
            entry("broker.heartbeat.interval.ms", "500"),
            // And this long until they find each other: where cores are busy the usual second or
            // two
            // makes them vote without end.
            entry("controller.quorum.election.timeout.ms", "2000"),
            entry("controller.quorum.fetch.timeout.ms", "4000"),
            entry("controller.quorum.request.timeout.ms", "4000"),
            entry("initial.broker.registration.timeout.ms", "300000"),
            entry("log.cleaner.dedupe.buffer.size", String.valueOf(8 << 20)));
    String text =
        settings.entrySet().stream()
            .map(setting -> setting.getKey() + "=" + setting.getValue())
            .collect(Collectors.joining("\n"));
    return Files.writeString(folder.resolve("node-" + node + ".properties"), text);
  }

  private void format(int node, String clusterId) throws Exception {
    new Formatter()
        .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, "UTF-8"))
        .setNodeId(node)
        .setClusterId(clusterId)
        .addDirectory(data(node).toString())
        .setMetadataLogDirectory(data(node).toString())
        .setControllerListenerName("CONTROLLER")
        .run();
  }

  private static List<Integer> freePorts(int count) {
    IntStream candidates = new Random().ints(LOWEST_PORT, HIGHEST_PORT).distinct();
    return candidates.filter(BrokerCluster::isFree).limit(count).boxed().toList();
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName(HOST))) {
      return socket.isBound();
    } catch (IOException taken) {
      return false;
    }
  }
}
