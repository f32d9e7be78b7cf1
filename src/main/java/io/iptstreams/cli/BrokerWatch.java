package io.iptstreams.cli;

import io.iptstreams.stream.AdminSettings;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.RetriableException;

/**
 * Says when the brokers stop answering and when they answer again: Kafka's clients wait for them
 * without a word. An owner.
 */
final class BrokerWatch implements AutoCloseable {
  private static final long EVERY_SECONDS = 10;
  private static final int ANSWER_WITHIN_MS = 8_000;

  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "broker-watch");
            thread.setDaemon(true);
            return thread;
          });
  private final Admin admin;
  private final String servers;
  private final Consumer<String> say;
  private volatile boolean answering = true;

  private BrokerWatch(Admin admin, String servers, Consumer<String> say) {
    this.admin = admin;
    this.servers = servers;
    this.say = say;
  }

  /**
   * Makes the watch; it looks once started.
   *
   * @param kafka settings of the topology, among them how to log in
   */
  static BrokerWatch open(String servers, Map<String, String> kafka, Consumer<String> say) {
    Admin admin = Admin.create(AdminSettings.of(kafka, servers, ANSWER_WITHIN_MS));
    return new BrokerWatch(admin, servers, say);
  }

  /** Begins to look, every ten seconds. */
  void start() {
    clock.scheduleWithFixedDelay(this::look, EVERY_SECONDS, EVERY_SECONDS, TimeUnit.SECONDS);
  }

  /** Whether a broker answered when it was last asked. */
  boolean isAnswered() {
    return answering;
  }

  private void look() {
    try {
      admin.describeCluster().nodes().get();
      tell(true, "a broker answers again at " + servers);
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof RetriableException)) {
        // It answers, if only that this is not for us to know.
        tell(true, "a broker answers again at " + servers);
        return;
      }
      tell(false, "no broker answers at " + servers + "; frames wait until one does");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void tell(boolean answers, String sentence) {
    if (answers != answering) {
      answering = answers;
      say.accept(sentence);
    }
  }

  @Override
  public void close() {
    clock.shutdownNow();
    admin.close(Duration.ZERO);
  }
}
