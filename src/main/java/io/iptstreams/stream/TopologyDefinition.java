package io.iptstreams.stream;

import io.iptstreams.batch.BatchPolicy;
import io.iptstreams.restore.Limits;
import io.iptstreams.store.KeyTemplate;
import io.iptstreams.store.StoreLocation;
import io.iptstreams.task.TaskSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;

/**
 * What a topology file says; its grammar is in the package.
 *
 * @param name application id of the Kafka Streams application
 * @param sources what the frames arrive on, at least one
 * @param rules the first that holds decides about a record
 * @param restore how to restore
 * @param stores where pictures lie that do not travel inline, by name
 * @param large which results go to a store, if any
 * @param sink topic that restored and passed-through frames go to; may hold {@code {topic}}
 * @param late what to do with frames that are too old, if anything
 * @param deadLetters topic that all others go to
 * @param control topic that commands to the running stage arrive on, if any
 * @param threads stream threads; absent: one per partition, at most 8
 * @param kafka further settings of Kafka Streams
 */
public record TopologyDefinition(
    String name,
    List<Source> sources,
    List<TagRule> rules,
    Restore restore,
    Map<String, StoreLocation> stores,
    Optional<Large> large,
    String sink,
    Optional<Late> late,
    String deadLetters,
    Optional<String> control,
    OptionalInt threads,
    Map<String, String> kafka) {

  /** In the name of a sink: the topic that the record came from. */
  static final String TOPIC = "{topic}";

  public TopologyDefinition {
    sources = List.copyOf(sources);
    rules = List.copyOf(rules);
    stores = Map.copyOf(stores);
    kafka = Map.copyOf(kafka);
  }

  /** From one topic to another, all pictures inline, no frame being too old. */
  public static TopologyDefinition plain(
      String name,
      String source,
      List<TagRule> rules,
      Restore restore,
      String sink,
      String deadLetters) {
    return new TopologyDefinition(
        name,
        List.of(new Source(source, Optional.empty())),
        rules,
        restore,
        Map.of(),
        Optional.empty(),
        sink,
        Optional.empty(),
        deadLetters,
        Optional.empty(),
        OptionalInt.empty(),
        Map.of());
  }

  /** The same with other settings of Kafka. */
  TopologyDefinition withKafka(Map<String, String> settings) {
    return new TopologyDefinition(
        name,
        sources,
        rules,
        restore,
        stores,
        large,
        sink,
        late,
        deadLetters,
        control,
        threads,
        settings);
  }

  /**
   * A topic that frames arrive on.
   *
   * @param objects present if its records are notifications of an object store, not pictures
   */
  public record Source(String topic, Optional<Objects> objects) {}

  /**
   * Pictures that lie in a store when the notification arrives, and go back there restored.
   *
   * @param store its name among the stores
   * @param results keys of the restored pictures, see {@link KeyTemplate}
   */
  public record Objects(String store, KeyTemplate results) {}

  /**
   * Results that do not travel inline.
   *
   * @param above largest picture that does, in bytes
   * @param store where larger ones go, its name among the stores
   */
  public record Large(int above, String store) {}

  /**
   * The model and how it is fed.
   *
   * @param model name of a bundled model, or its folder
   * @param workers batches in the model at once
   */
  public record Restore(String model, int workers, BatchPolicy batch, Limits limits) {}

  /**
   * What becomes of a frame that would come too late to be of use.
   *
   * @param after age from which it is too old
   * @param topic where it goes without its picture; absent: it passes through unrestored
   */
  public record Late(Duration after, Optional<String> topic) {}

  /**
   * Whether the records of a topic are notifications of an object store, and of which.
   *
   * @param topic one of the sources
   */
  Optional<Objects> objects(String topic) {
    return sources.stream()
        .filter(source -> source.topic().equals(topic))
        .findFirst()
        .flatMap(Source::objects);
  }

  /** Whether results are put into the store of that name, not only fetched from it. */
  public boolean putsInto(String store) {
    return large.filter(l -> l.store().equals(store)).isPresent()
        || sources.stream()
            .flatMap(source -> source.objects().stream())
            .anyMatch(objects -> objects.store().equals(store));
  }

  /** The topics that frames arrive on. */
  public List<String> sourceTopics() {
    return sources.stream().map(Source::topic).toList();
  }

  /** All models that the file names, the topology's own first. */
  public List<String> models() {
    Set<String> models = new LinkedHashSet<>();
    models.add(restore.model());
    restoring().forEach(verdict -> verdict.model().ifPresent(models::add));
    return List.copyOf(models);
  }

  /**
   * The topic that results go to.
   *
   * @param ofRule the sink that a rule names
   * @param source the topic that the record came from
   */
  String sink(Optional<String> ofRule, String source) {
    return ofRule.orElse(sink).replace(TOPIC, source);
  }

  /** Every topic that results may go to. */
  public Set<String> sinks() {
    Set<String> sinks = new LinkedHashSet<>();
    sourceTopics().forEach(source -> sinks.addAll(sinks(source)));
    return sinks;
  }

  /** Every topic that results of what a topic brings may go to. */
  public Set<String> sinks(String source) {
    Set<String> sinks = new LinkedHashSet<>();
    sinks.add(sink(Optional.empty(), source));
    rules.forEach(rule -> sinks.add(sink(rule.sink(), source)));
    return sinks;
  }

  /** Every topic that the stage writes to. */
  public Collection<String> outputs() {
    Set<String> outputs = new LinkedHashSet<>(sinks());
    late.flatMap(Late::topic).ifPresent(outputs::add);
    outputs.add(deadLetters);
    return outputs;
  }

  /** The topics of the stage: sources, then all it writes to, then that of commands. */
  public List<String> topics() {
    List<String> topics = new ArrayList<>(sourceTopics());
    topics.addAll(outputs());
    control.ifPresent(topics::add);
    return topics;
  }

  private List<TagRule.Restore> restoring() {
    return rules.stream()
        .map(TagRule::verdict)
        .filter(TagRule.Restore.class::isInstance)
        .map(TagRule.Restore.class::cast)
        .toList();
  }

  /**
   * Checks that the models can do what the rules ask for.
   *
   * @param tasks what a model can do, by its name
   * @throws StageException naming what one of them cannot do and what it can
   */
  public void requireTasks(Function<String, TaskSet> tasks) {
    models().forEach(model -> requireTasks(model, tasks.apply(model)));
  }

  /**
   * Checks that a model can do what the rules ask of it.
   *
   * @throws StageException naming what it cannot do and what it can
   */
  public void requireTasks(String model, TaskSet known) {
    List<String> unknown =
        restoring().stream()
            .filter(verdict -> model(verdict).equals(model))
            .flatMap(verdict -> verdict.unknownTo(known).stream())
            .distinct()
            .toList();
    if (!unknown.isEmpty()) {
      throw new StageException(
          "topology "
              + name
              + " asks for "
              + String.join(", ", unknown)
              + ", which model "
              + model
              + " cannot do; it knows "
              + known);
    }
  }

  /** The model that does what a rule asks for. */
  public String model(TagRule.Restore verdict) {
    return verdict.model().orElse(restore.model());
  }
}
