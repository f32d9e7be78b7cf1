package io.iptstreams.broker;

import static java.util.Map.entry;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntSupplier;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * One Kafka node, broker and controller together, inside this process, reachable from this machine
 * only. Topics, records and offsets stay in its folder and are there again at the next start.
 *
 * <p>A fatal fault of the server halts the process it runs in, so the product runs it in a process
 * of its own ({@link BrokerProcess}); tests hold it directly.
 */
public final class EmbeddedBroker implements AutoCloseable {

  /** Largest record the broker takes, in bytes; also the limit of its topics. */
  public static final int MAX_RECORD_BYTES = 16 << 20;

  private static final String HOST = "127.0.0.1";
  private static final Duration PREDECESSOR_STOPS_WITHIN = Duration.ofSeconds(5);
  private static final int ATTEMPTS = 5;

  private final FolderLock lock;
  private final KafkaRaftServer server;
  private final int port;

  private EmbeddedBroker(FolderLock lock, KafkaRaftServer server, int port) {
    this.lock = lock;
    this.server = server;
    this.port = port;
  }

  /**
   * Starts the broker on a free port; returns when it takes requests.
   *
   * @param folder made and formatted if need be
   * @throws BrokerException if the folder is in use by another broker or the broker does not start
   */
  public static EmbeddedBroker open(Path folder) {
    return open(folder, PREDECESSOR_STOPS_WITHIN, EmbeddedBroker::freePort);
  }

  /**
   * Starts the broker on a port that clients expect it on, or on another if that is taken.
   *
   * @throws BrokerException as {@link #open(Path)}
   */
  static EmbeddedBroker open(Path folder, int usualPort) {
    return open(folder, PREDECESSOR_STOPS_WITHIN, firstOf(usualPort));
  }

  /** The first port it gives is that one, if nobody has it; the others are any that are free. */
  private static IntSupplier firstOf(int usualPort) {
    AtomicBoolean asked = new AtomicBoolean();
    return () -> asked.getAndSet(true) || !isFree(usualPort) ? freePort() : usualPort;
  }

  static EmbeddedBroker open(Path folder, Duration patience, IntSupplier ports) {
    FolderLock lock = FolderLock.take(folder, patience);
    try {
      Path data = folder.resolve("data");
      format(data);
      // The server keeps its socket private, so port 0 could not be read back: choose a port, bind,
      // and choose again if somebody else was quicker.
      for (int attempt = 1; ; attempt++) {
        int port = ports.getAsInt();
        int controllerPort = ports.getAsInt();
        KafkaRaftServer server =
            new KafkaRaftServer(
                new KafkaConfig(settings(data, port, controllerPort), false), Time.SYSTEM);
        try {
          startup(server);
          return new EmbeddedBroker(lock, server, port);
        } catch (RuntimeException e) {
          stop(server);
          if (attempt == ATTEMPTS || isFree(port) && isFree(controllerPort)) {
            throw new BrokerException("the broker did not start in " + folder + ": " + e, e);
          }
        }
      }
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /** Where clients find it, as {@code host:port}. */
  public String bootstrapServers() {
    return HOST + ":" + port;
  }

  /** Stops cleanly: what was acknowledged is in the folder. */
  @Override
  public void close() {
    try (lock) {
      stop(server);
    }
  }

  private static Map<String, String> settings(Path data, int port, int controllerPort) {
    return Map.ofEntries(
        entry("node.id", "1"),
        entry("process.roles", "broker,controller"),
        // Static voters: their address is not in the metadata log, so the port may differ next
        // time.
        entry("controller.quorum.voters", "1@" + HOST + ":" + controllerPort),
        entry(
            "listeners",
            "PLAINTEXT://" + HOST + ":" + port + ",CONTROLLER://" + HOST + ":" + controllerPort),
        entry("controller.listener.names", "CONTROLLER"),
        entry("inter.broker.listener.name", "PLAINTEXT"),
        entry("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT"),
        entry("log.dirs", data.toString()),
        entry("auto.create.topics.enable", "false"),
        entry("message.max.bytes", String.valueOf(MAX_RECORD_BYTES)),
        entry("replica.fetch.max.bytes", String.valueOf(MAX_RECORD_BYTES)),
        // The internal topics of a single node: one copy, and not 50 partitions to open at start.
        entry("offsets.topic.replication.factor", "1"),
        entry("offsets.topic.num.partitions", "4"),
        entry("transaction.state.log.replication.factor", "1"),
        entry("transaction.state.log.min.isr", "1"),
        entry("transaction.state.log.num.partitions", "4"),
        entry("share.coordinator.state.topic.replication.factor", "1"),
        entry("share.coordinator.state.topic.min.isr", "1"),
        entry("group.initial.rebalance.delay.ms", "0"),
        // After an unclean end the dead incarnation is fenced in 2 s, before the transaction
        // coordinator looks for partition leaders it would not find (see HangingTransactions).
        entry("broker.session.timeout.ms", "2000"),
        entry("broker.heartbeat.interval.ms", "500"),
        // 128 MiB of heap by default.
        entry("log.cleaner.dedupe.buffer.size", String.valueOf(8 << 20)));
  }

  private static void format(Path data) {
    try {
      new Formatter()
          .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, "UTF-8"))
          .setNodeId(1)
          .setClusterId(clusterId(data))
          .addDirectory(data.toString())
          .setMetadataLogDirectory(data.toString())
          .setControllerListenerName("CONTROLLER")
          .setIgnoreFormatted(true)
          .run();
    } catch (Exception e) {
      throw new BrokerException("folder " + data + " cannot be formatted: " + e, e);
    }
  }

  /** The id the folder was formatted with, else a new one. */
  private static String clusterId(Path data) throws IOException {
    Path written = data.resolve("meta.properties");
    if (!Files.exists(written)) {
      return Uuid.randomUuid().toString();
    }
    Properties properties = new Properties();
    try (InputStream in = Files.newInputStream(written)) {
      properties.load(in);
    }
    return properties.getProperty("cluster.id");
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(HOST))) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new BrokerException("no free port on " + HOST + ": " + e, e);
    }
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName(HOST))) {
      return socket.isBound();
    } catch (IOException taken) {
      return false;
    }
  }

  /** Starts the server; a controller that cannot bind its port would halt this process. */
  private static void startup(KafkaRaftServer server) {
    Thread here = Thread.currentThread();
    Exit.setHaltProcedure(
        (status, message) -> {
          if (Thread.currentThread() == here) {
            throw new IllegalStateException("the controller failed, its reason is in the log");
          }
          Runtime.getRuntime().halt(status);
        });
    try {
      server.startup();
    } finally {
      Exit.resetHaltProcedure();
    }
  }

  private static void stop(KafkaRaftServer server) {
    server.shutdown();
    server.awaitShutdown();
  }
}
