package io.iptstreams.bench;

import io.iptstreams.broker.BrokerProcess;
import io.iptstreams.stream.StageTopics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/** A broker in a temporary folder, which goes with it. */
final class TemporaryBroker implements AutoCloseable {
  private final Path folder;
  private final BrokerProcess broker;

  private TemporaryBroker(Path folder, BrokerProcess broker) {
    this.folder = folder;
    this.broker = broker;
  }

  /**
   * Starts it.
   *
   * @throws io.iptstreams.broker.BrokerException if it does not start; then the folder stays, as
   *     the reason is in there
   */
  static TemporaryBroker open() {
    try {
      Path folder = Files.createTempDirectory("ipt-streams-bench-");
      return new TemporaryBroker(folder, BrokerProcess.open(folder.resolve("broker")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where clients find it, as {@code host:port}. */
  String bootstrapServers() {
    return broker.bootstrapServers();
  }

  /** Room for files of others that shall go with the broker. */
  Path folder() {
    return folder;
  }

  /** Makes topics; returns when the broker answers for them. */
  void create(List<String> topics, int partitions) throws InterruptedException {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers()))) {
      admin
          .createTopics(
              topics.stream().map(topic -> new NewTopic(topic, partitions, (short) 1)).toList())
          .all()
          .get();
      StageTopics.awaitLeaders(
          admin,
          topics.stream().collect(Collectors.toMap(topic -> topic, topic -> partitions)),
          bootstrapServers());
    } catch (ExecutionException e) {
      throw new BenchmarkException("the broker makes no topics: " + e.getCause().getMessage(), e);
    }
  }

  @Override
  public void close() {
    broker.close();
    delete(folder);
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
