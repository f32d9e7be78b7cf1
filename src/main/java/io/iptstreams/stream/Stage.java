package io.iptstreams.stream;

import io.iptstreams.restore.Restorers;
import io.iptstreams.restore.StuckModelException;
import io.iptstreams.store.Stores;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.opentelemetry.api.GlobalOpenTelemetry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaClientSupplier;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running topology: frames in, outcomes out, until it is closed or fails. It closes neither the
 * restorers, nor the stores, nor the broker; all must outlive it.
 */
public final class Stage implements AutoCloseable {
  /** What a record of the control topic says to have the models opened anew. */
  public static final String RELOAD = "reload";

  private static final Logger log = LoggerFactory.getLogger(Stage.class);
  private static final Duration MARGIN = Duration.ofSeconds(10);

  private final TopologyDefinition definition;
  private final Restorers restorers;
  private final KafkaStreams streams;
  private final Outcomes outcomes;
  private final LostMembers lostMembers;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final AtomicReference<StageException> failure = new AtomicReference<>();
  private Optional<ControlListener> control = Optional.empty();

  private Stage(
      TopologyDefinition definition,
      Restorers restorers,
      KafkaStreams streams,
      Outcomes outcomes,
      LostMembers lostMembers) {
    this.definition = definition;
    this.restorers = restorers;
    this.streams = streams;
    this.outcomes = outcomes;
    this.lostMembers = lostMembers;
  }

  /**
   * Starts the stage; frames flow a moment later.
   *
   * @param stores those that the definition names
   * @param instance name of this process among those of the application, the same at every start:
   *     two that run at once must differ
   * @param spectators who see each picture and what became of it
   * @throws StageException if topics, tasks or settings do not fit, or no broker answers
   */
  public static Stage start(
      TopologyDefinition definition,
      Restorers restorers,
      Stores stores,
      String bootstrapServers,
      String instance,
      Spectator... spectators) {
    return start(
        definition,
        restorers,
        stores,
        bootstrapServers,
        instance,
        new StableIds(definition.name(), instance),
        spectators);
  }

  /** The same, with these clients of Kafka. */
  static Stage start(
      TopologyDefinition definition,
      Restorers restorers,
      Stores stores,
      String bootstrapServers,
      String instance,
      KafkaClientSupplier clients,
      Spectator... spectators) {
    definition.requireTasks(restorers::tasks);
    StageTopics topics = StageTopics.verify(definition, bootstrapServers);
    Map<String, Object> settings =
        StageSettings.of(definition, bootstrapServers, instance, topics.partitions());
    RecordLimit limit =
        new RecordLimit(Math.min(StageSettings.largestRecord(settings), topics.recordLimit()));
    if (limit.bytes() < StageSettings.MAX_RECORD_BYTES) {
      log.warn("records above {} bytes become dead letters", limit.bytes());
    }
    Outcomes outcomes = new Outcomes();
    StreamsConfig config = new StreamsConfig(settings);
    Path state =
        Path.of(config.getString(StreamsConfig.STATE_DIR_CONFIG), definition.name(), instance);
    Quarantine quarantine = new Quarantine(state);
    quarantine.journal("start").close();
    Payloads payloads =
        new Payloads(stores, definition.large(), Patience.of(StageSettings.PATIENCE));
    Tagger tagger = new Tagger(definition, restorers::tasks);
    InstantSource clock = InstantSource.system();
    Tracing tracing = new Tracing(GlobalOpenTelemetry.get());
    Audience audience = new Audience(List.of(spectators));
    KafkaStreams streams =
        new KafkaStreams(
            RestoreTopology.build(
                definition,
                () ->
                    new RestoreProcessor(
                        restorers,
                        caller -> new FrameWay(definition, tagger, caller, payloads, limit, clock),
                        quarantine,
                        outcomes,
                        tracing,
                        audience,
                        clock)),
            config,
            clients);
    LostMembers lostMembers =
        new LostMembers(
            clients.getAdmin(config.getAdminConfigs("lost-members")), definition.name());
    Stage stage = new Stage(definition, restorers, streams, outcomes, lostMembers);
    stage.listen(instance, new FaultPolicy(clock));
    try {
      stage.control =
          definition
              .control()
              .map(topic -> ControlListener.open(clientSettings(config), topic, stage::obey));
      streams.start();
      return stage;
    } catch (RuntimeException e) {
      stage.close();
      throw e;
    }
  }

  /** Those of the main consumer, in no group. */
  private static Map<String, Object> clientSettings(StreamsConfig config) {
    Map<String, Object> settings = new HashMap<>(config.getGlobalConsumerConfigs("control"));
    settings.keySet().removeIf(key -> !ConsumerConfig.configNames().contains(key));
    return settings;
  }

  private void listen(String instance, FaultPolicy policy) {
    String name = definition.name();
    streams.setUncaughtExceptionHandler(
        fault -> {
          if (policy.mayGoOn(fault)) {
            log.warn("stage {} tries again: {}", name, root(fault).toString());
            return StreamThreadExceptionResponse.REPLACE_THREAD;
          }
          log.debug("stage {} stops", name, fault);
          failure.compareAndSet(null, explained(name, instance, fault));
          // The other threads may wait for this one in a rebalance, until its session is over.
          stopped.countDown();
          return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        });
    streams.setStateListener(
        (now, before) -> {
          if (now == KafkaStreams.State.RUNNING) {
            lostMembers.review();
          }
          if (now.hasCompletedShutdown()) {
            stopped.countDown();
          }
        });
  }

  private void obey(String command) {
    if (!command.equals(RELOAD)) {
      log.warn("unknown command \"{}\" on the control topic; known: {}", command, RELOAD);
      return;
    }
    for (String model : restorers.names()) {
      String opened = restorers.replace(model, tasks -> definition.requireTasks(model, tasks));
      log.info("model {} is now {}", model, opened);
    }
  }

  private static StageException explained(String name, String instance, Throwable fault) {
    Throwable root = root(fault);
    if (root instanceof FencedInstanceIdException || root instanceof ProducerFencedException) {
      return new StageException(
          "another process runs stage "
              + name
              + " as instance "
              + instance
              + "; stop one of them or name them differently",
          fault);
    }
    for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
      if (cause instanceof StageException || cause instanceof StuckModelException) {
        return new StageException("stage " + name + " stopped: " + cause.getMessage(), fault);
      }
    }
    return new StageException("stage " + name + " stopped: " + root, fault);
  }

  private static Throwable root(Throwable fault) {
    Throwable root = fault;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }

  /** What became of the frames so far. */
  public Outcomes outcomes() {
    return outcomes;
  }

  /**
   * Records on the sources' partitions of this process that are not committed yet, as far as it
   * knows: what came since it last fetched is not among them. Asks no broker.
   *
   * @return empty while the process has no partition, or has not committed on one that it fetched
   *     from
   */
  public OptionalLong lag() {
    return Lag.of(streams);
  }

  /**
   * What keeps frames from flowing now, as a sentence; absent while this process works on
   * partitions, or stands by because others have them all.
   */
  public Optional<String> obstacle() {
    if (failure.get() != null) {
      return Optional.of(failure.get().getMessage());
    }
    KafkaStreams.State state = streams.state();
    if (state == KafkaStreams.State.RUNNING) {
      return Optional.empty();
    }
    return Optional.of(
        state.hasNotStarted() || state == KafkaStreams.State.REBALANCING
            ? "no partitions yet; they are being shared out"
            : "the stage has stopped");
  }

  /** Partitions of the sources that this process works on now. */
  public int partitions() {
    if (!streams.state().isRunningOrRebalancing()) {
      return 0;
    }
    return streams.metadataForLocalThreads().stream()
        .flatMap(thread -> thread.activeTasks().stream())
        .mapToInt(task -> task.topicPartitions().size())
        .sum();
  }

  /**
   * Puts what Kafka Streams and its clients measure among the metrics, until the result is closed.
   */
  public KafkaStreamsMetrics bindTo(MeterRegistry metrics) {
    KafkaStreamsMetrics kafka = new KafkaStreamsMetrics(streams);
    kafka.bindTo(metrics);
    return kafka;
  }

  /** Why the stage stopped by itself, if it did. */
  public Optional<StageException> failure() {
    return Optional.ofNullable(failure.get());
  }

  /**
   * Waits until the stage stops: because another thread closed it, or by itself; then some of its
   * threads may still be at work, for which {@link #close} waits.
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
   * partitions over at once. Takes at most the deadline of a frame and ten seconds.
   */
  @Override
  public void close() {
    control.ifPresent(ControlListener::close);
    lostMembers.close();
    CloseOptions options =
        CloseOptions.timeout(definition.restore().limits().deadline().plus(MARGIN))
            .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP);
    if (!streams.close(options)) {
      log.warn("the stage did not stop in time; its open frames will be done again");
    }
  }
}
