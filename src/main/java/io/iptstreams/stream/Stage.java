package io.iptstreams.stream;

import io.iptstreams.restore.Restorers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running topology: frames in, outcomes out, until it is closed or fails. It closes neither the
 * restorers nor the broker; both must outlive it.
 */
public final class Stage implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Stage.class);
  private static final Duration MARGIN = Duration.ofSeconds(10);

  private final KafkaStreams streams;
  private final Outcomes outcomes;
  private final Duration deadline;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final AtomicReference<StageException> failure = new AtomicReference<>();

  private Stage(KafkaStreams streams, Outcomes outcomes, Duration deadline) {
    this.streams = streams;
    this.outcomes = outcomes;
    this.deadline = deadline;
  }

  /**
   * Starts the stage; frames flow a moment later.
   *
   * @param instance name of this process among those of the application, the same at every start:
   *     two that run at once must differ
   * @throws StageException if topics, tasks or settings do not fit, or no broker answers
   */
  public static Stage start(
      TopologyDefinition definition,
      Restorers restorers,
      String bootstrapServers,
      String instance) {
    definition.requireTasks(restorers::tasks);
    StageTopics topics = StageTopics.verify(definition, bootstrapServers);
    Map<String, Object> settings =
        StageSettings.of(definition, bootstrapServers, instance, topics.partitions());
    RecordLimit limit =
        new RecordLimit(Math.min(StageSettings.maxRequestSize(settings), topics.recordLimit()));
    if (limit.bytes() < StageSettings.MAX_RECORD_BYTES) {
      log.warn("records above {} bytes become dead letters", limit.bytes());
    }
    Outcomes outcomes = new Outcomes();
    KafkaStreams streams =
        new KafkaStreams(
            RestoreTopology.build(definition, restorers, limit, outcomes, InstantSource.system()),
            new StreamsConfig(settings),
            new StableIds(definition.name(), instance));
    Stage stage = new Stage(streams, outcomes, definition.restore().limits().deadline());
    stage.listen(definition.name(), instance);
    streams.start();
    return stage;
  }

  private void listen(String name, String instance) {
    streams.setUncaughtExceptionHandler(
        fault -> {
          log.debug("stage {} stops", name, fault);
          failure.compareAndSet(null, explained(name, instance, fault));
          return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        });
    streams.setStateListener(
        (now, before) -> {
          if (now.hasCompletedShutdown()) {
            stopped.countDown();
          }
        });
  }

  private static StageException explained(String name, String instance, Throwable fault) {
    Throwable root = fault;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    if (root instanceof FencedInstanceIdException || root instanceof ProducerFencedException) {
      return new StageException(
          "another process runs stage "
              + name
              + " as instance "
              + instance
              + "; stop one of them or name them differently",
          fault);
    }
    return new StageException("stage " + name + " stopped: " + root, fault);
  }

  /** What became of the frames so far. */
  public Outcomes outcomes() {
    return outcomes;
  }

  /** Why the stage stopped by itself, if it did. */
  public Optional<StageException> failure() {
    return Optional.ofNullable(failure.get());
  }

  /**
   * Waits until the stage stops: because another thread closed it, or by itself.
   *
   * @throws StageException why it stopped by itself
   */
  public void awaitStop() throws InterruptedException {
    stopped.await();
    if (failure.get() != null) {
      throw failure.get();
    }
  }

  /**
   * Finishes the frames being worked on, commits and leaves the group, so that others take its
   * partitions over at once.
   */
  @Override
  public void close() {
    CloseOptions options =
        CloseOptions.timeout(deadline.plus(MARGIN))
            .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP);
    if (!streams.close(options)) {
      log.warn("the stage did not stop in time; its open frames will be done again");
    }
  }
}
