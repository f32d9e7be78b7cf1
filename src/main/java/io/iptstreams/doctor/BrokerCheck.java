package io.iptstreams.doctor;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.FinalizedVersionRange;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Whether Kafka answers: at the address given, and at the addresses that its nodes say they have,
 * which is where clients go next.
 */
record BrokerCheck(Broker broker) implements Check {
  private static final int CONNECT_WITHIN_MS = 3_000;
  private static final String LEVEL = "metadata.version";

  @Override
  public String name() {
    return "broker";
  }

  @Override
  public Duration limit() {
    return Duration.ofSeconds(40);
  }

  @Override
  public String remedy() {
    return "start it, or give its address: --bootstrap-servers HOST:PORT; run TOPOLOGY.yaml"
        + " --embedded FOLDER brings one of its own";
  }

  @Override
  public List<Finding> look() throws Exception {
    List<String> silent = new ArrayList<>();
    String[] servers = broker.servers().split("\\s*,\\s*");
    for (String server : servers) {
      silence(server).ifPresent(silent::add);
    }
    if (silent.size() == servers.length) {
      return List.of(Finding.fail(name(), "none answers: " + String.join("; ", silent), remedy()));
    }
    try (Admin admin = broker.visit()) {
      return List.of(cluster(admin, silent));
    } catch (TimeoutException e) {
      return List.of(
          Finding.fail(
              name(),
              "something at " + broker.servers() + " takes connections, but does not speak Kafka",
              "look at the port, and at security.protocol under kafka in the topology, if the broker"
                  + " wants TLS or a password"));
    } catch (KafkaException e) {
      String why = e.getCause() == null ? e.getMessage() : e.getCause().getMessage();
      return List.of(
          Finding.fail(
              name(),
              broker.servers() + ": " + why,
              "look at the settings for logging in under kafka in the topology"));
    }
  }

  private Finding cluster(Admin admin, List<String> silent) throws Exception {
    Collection<Node> nodes = Broker.nodes(admin);
    List<String> lost = new ArrayList<>();
    for (Node node : nodes) {
      silence(node.host() + ":" + node.port())
          .ifPresent(why -> lost.add("node " + node.id() + " at " + why));
    }
    if (!lost.isEmpty()) {
      return Finding.fail(
          name(),
          broker.servers()
              + " answers, but clients are sent where none does: "
              + String.join("; ", lost),
          "set advertised.listeners of the brokers to addresses that can be reached from here");
    }
    String found =
        nodes.size()
            + (nodes.size() == 1 ? " node: " : " nodes: ")
            + nodes.stream().map(node -> node.host() + ":" + node.port()).collect(joining(", "))
            + level(admin);
    return silent.isEmpty()
        ? Finding.ok(name(), found)
        : Finding.warn(
            name(),
            found + "; of the addresses given, one is of no use: " + String.join("; ", silent),
            "leave it out of --bootstrap-servers, or start the broker there");
  }

  /** Of what its version is, a broker tells the level of its features alone. */
  private static String level(Admin admin) throws InterruptedException {
    try {
      return Optional.ofNullable(
              Broker.answer(admin.describeFeatures().featureMetadata())
                  .finalizedFeatures()
                  .get(LEVEL))
          .map(FinalizedVersionRange::maxVersionLevel)
          .map(level -> "; " + LEVEL + " " + level)
          .orElse("");
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception notToBeTold) {
      return "";
    }
  }

  /** Why nobody answers at an address, if nobody does. */
  private static Optional<String> silence(String server) {
    int colon = server.lastIndexOf(':');
    if (colon < 1 || !server.substring(colon + 1).matches("[0-9]{1,5}")) {
      return Optional.of(server + " is no address like localhost:9092");
    }
    String host = server.substring(0, colon).replaceAll("^\\[|]$", "");
    int port = Integer.parseInt(server.substring(colon + 1));
    if (port > 65_535) {
      return Optional.of(server + " has no port from 1 to 65535");
    }
    InetSocketAddress address = new InetSocketAddress(host, port);
    if (address.isUnresolved()) {
      return Optional.of(server + ": the host is unknown");
    }
    try (Socket socket = new Socket()) {
      socket.connect(address, CONNECT_WITHIN_MS);
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(server + ": " + e.getMessage());
    }
  }
}
