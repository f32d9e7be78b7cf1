package io.iptstreams.cli;

import io.iptstreams.model.ModelFolder;
import io.iptstreams.store.BucketLocation;
import io.iptstreams.store.StoreLocation;
import io.iptstreams.stream.StageFacts;
import io.iptstreams.stream.TagRule;
import io.iptstreams.stream.TopologyDefinition;
import io.iptstreams.tiling.Tiling;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A topology in words for people.
 *
 * @param heapBytes that one process may take
 */
record TopologyText(
    TopologyDefinition definition, StageFacts facts, KnownModels models, long heapBytes) {
  private static final double MIB = 1 << 20;

  /** All of it, a headed block after another. */
  String lines() {
    StringBuilder text = new StringBuilder();
    text.append(definition.name()).append(": one Kafka Streams application\n");
    block(text, "sources", definition.sources().stream().map(this::source).toList());
    block(text, "rules; a task in a record's own header (ce_task, task) comes first", rules());
    block(text, "models", definition.models().stream().map(this::model).toList());
    block(text, "a picture", picture());
    block(text, "results", results());
    block(text, "stores and other topics", elsewhere());
    block(
        text,
        "topics, with partitions as many as you like, but the same for all",
        facts.createTopics());
    block(text, "graph", facts.graph().lines().toList());
    block(text, "time limits, with " + facts.partitions() + " partitions", limits());
    block(text, "memory, with " + facts.partitions() + " partitions", memory());
    block(text, "latency", latency());
    return text.toString();
  }

  private static void block(StringBuilder text, String head, List<String> lines) {
    if (!lines.isEmpty()) {
      text.append('\n').append(head).append('\n');
      lines.forEach(line -> text.append("  ").append(line).append('\n'));
    }
  }

  private String source(TopologyDefinition.Source source) {
    return source
        .objects()
        .map(
            objects ->
                source.topic()
                    + ": notifications of new objects in store "
                    + objects.store()
                    + ", whose keys the rules see; results are put there as "
                    + objects.results())
        .orElse(source.topic() + ": pictures");
  }

  private List<String> rules() {
    List<String> lines = new ArrayList<>();
    boolean all = false;
    for (TagRule rule : definition.rules()) {
      lines.add(
          (lines.size() + 1) + ". " + RuleWords.when(rule.when()) + ": " + RuleWords.then(rule));
      all |= rule.when() instanceof TagRule.Always;
    }
    if (!all) {
      lines.add((lines.size() + 1) + ". all others: make dead letters");
    }
    return lines;
  }

  private String model(String name) {
    ModelFolder model = models.folder(name);
    return String.format(
        Locale.ROOT,
        "%s: %,d parameters, tiles of %d px; undoes %s",
        name,
        model.weights().parameters(),
        model.card().tile(),
        model.card().taskSet());
  }

  private List<String> picture() {
    TopologyDefinition.Restore restore = definition.restore();
    return List.of(
        String.format(
            Locale.ROOT,
            "is cut into tiles that share %s; batches of up to %d tiles, %d at once in a model",
            overlap(restore.limits().tiling()),
            restore.batch().maxSize(),
            restore.workers()),
        String.format(
            Locale.ROOT,
            "may take %s, and have %,d pixels with a heap of %s",
            text(restore.limits().deadline()),
            restore.limits().maxPixels(),
            mib(heapBytes)));
  }

  private static String overlap(Tiling tiling) {
    return tiling instanceof Tiling.Feathered feathered
        ? feathered.overlap() + " px"
        : "what the " + tiling.name() + " tiling says";
  }

  private List<String> results() {
    List<String> lines = new ArrayList<>();
    for (String sink : definition.sinks()) {
      lines.add(sink + ": restored and passed on");
    }
    definition
        .large()
        .ifPresent(
            large ->
                lines.add(
                    "above "
                        + mib(large.above())
                        + " in store "
                        + large.store()
                        + ", with a reference in the record"));
    return lines;
  }

  private List<String> elsewhere() {
    List<String> lines = new ArrayList<>();
    definition
        .stores()
        .forEach((name, location) -> lines.add("store " + name + ": " + at(location)));
    definition
        .late()
        .ifPresent(
            late ->
                lines.add(
                    "older than "
                        + text(late.after())
                        + late.topic()
                            .map(topic -> ": dropped, to " + topic + " without the picture")
                            .orElse(": passed on unrestored, marked by ce_late")));
    lines.add("dead letters: " + definition.deadLetters());
    definition
        .control()
        .ifPresent(
            topic ->
                lines.add("control: a record \"reload\" on " + topic + " opens the models anew"));
    return lines;
  }

  private static String at(StoreLocation location) {
    return location.root()
        + (location instanceof BucketLocation bucket
            ? bucket.endpoint().map(endpoint -> " on " + endpoint).orElse("")
            : "");
  }

  private List<String> limits() {
    return List.of(
        facts.threads() + " threads",
        text(facts.pass()) + " a pass: the longest for a picture of each partition of a thread",
        text(facts.transactionTimeout())
            + " a transaction (transaction.timeout.ms): two passes, a commit and 10 s at least",
        text(facts.pollInterval())
            + " from fetch to fetch (max.poll.interval.ms): four passes at least; then the group"
            + " goes on without this process");
  }

  private List<String> memory() {
    StageFacts.Memory memory = facts.memory();
    String sum =
        String.format(
            Locale.ROOT,
            "records take at most %s: %d threads × (%s fetched + %s unsent) + %d partitions × %d"
                + " records × %s",
            mib(memory.bytes()),
            memory.threads(),
            mib(memory.fetchedBytes()),
            mib(memory.unsentBytes()),
            memory.inputs(),
            memory.records(),
            mib(memory.recordBytes()));
    String heap = "the heap of this JVM is " + mib(heapBytes);
    return List.of(
        sum,
        memory.fits(heapBytes)
            ? heap + ": half of it is enough for them"
            : heap
                + ", and half of it would not be enough for them, were all records that large: start"
                + " with -Xmx"
                + (long) Math.ceil(2 * memory.bytes() / MIB)
                + "m, or lower kafka.max.poll.records or threads");
  }

  private List<String> latency() {
    String batch =
        "a tile waits at most "
            + text(definition.restore().batch().maxDelay())
            + " for its batch (restore.batch.max-delay)";
    String commit = text(facts.commitInterval());
    String half = text(facts.commitInterval().dividedBy(2));
    return List.of(
        batch,
        facts.exactlyOnce()
            ? "a reader with isolation.level=read_committed sees a result at the next commit of its"
                + " thread, every "
                + commit
                + " (kafka.commit.interval.ms): "
                + half
                + " later on average; a shorter interval costs more transactions"
            : "readers see results at once, and again when a process died within the last "
                + commit
                + " (kafka.processing.guarantee is not exactly_once_v2)");
  }

  private static String text(Duration time) {
    return time.compareTo(Duration.ofSeconds(1)) < 0
        ? time.toMillis() + " ms"
        : BigDecimal.valueOf(time.toMillis(), 3).stripTrailingZeros().toPlainString() + " s";
  }

  private static String mib(long bytes) {
    return String.format(
        Locale.ROOT, bytes % (1 << 20) == 0 ? "%,.0f MiB" : "%,.1f MiB", bytes / MIB);
  }
}
