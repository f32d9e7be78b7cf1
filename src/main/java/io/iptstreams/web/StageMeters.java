package io.iptstreams.web;

import io.iptstreams.batch.BatchCounts;
import io.iptstreams.restore.Quality;
import io.iptstreams.restore.Restorers;
import io.iptstreams.stream.DeadLetter;
import io.iptstreams.stream.Fate;
import io.iptstreams.stream.Outcomes;
import io.iptstreams.stream.Sight;
import io.iptstreams.stream.Spectator;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * What a stage measures of itself, as meters. Their tags have few values, whatever arrives: never
 * names of streams, keys or topics.
 */
final class StageMeters implements Spectator {
  private static final String WORK = "ipt.frame.work";
  private static final String QUEUE = "ipt.frame.queue";
  private static final String NOISE = "estimated noise of the pictures ";

  /** Upper ends of the classes that durations are counted in; one more class is without end. */
  private static final Duration[] CLASSES =
      Stream.of(5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 30_000, 60_000)
          .map(Duration::ofMillis)
          .toArray(Duration[]::new);

  /** A record may ask for any chain of the tasks that a model knows, at any strength. */
  private static final int MOST_TASKS = 50;

  private final MeterRegistry registry;
  private final Timer queue;
  private final MultiGauge models;
  private final Set<String> tasks = ConcurrentHashMap.newKeySet();
  private volatile Optional<Vitals> watched = Optional.empty();
  private volatile Moment moment;

  /** The counts of one moment, which make up the equation. */
  private record Moment(Outcomes.Counts counts, long triedInVain, BatchCounts batches) {}

  StageMeters(MeterRegistry registry) {
    this.registry = registry;
    this.queue =
        Timer.builder(QUEUE)
            .description("age of a frame when work on it begins")
            .serviceLevelObjectives(CLASSES)
            .register(registry);
    this.models =
        MultiGauge.builder("ipt.model")
            .description("1 for each model that is open")
            .register(registry);
  }

  /** Adds what the stage says of itself. */
  void watch(Vitals stage) {
    watched = Optional.of(stage);
    refresh();
    // A counter never falls; that of the equation does when a frame stays on its topic.
    count(
        "ipt.frames.received",
        "frames received: all outcomes and what waits",
        moment -> moment.counts().received() + moment.triedInVain());
    outcome("restored", moment -> moment.counts().restored());
    outcome("passed", moment -> moment.counts().passed());
    outcome("dropped", moment -> moment.counts().dropped());
    outcome("ignored", moment -> moment.counts().ignored());
    outcome("dead-lettered", moment -> moment.counts().deadLettered());
    outcome("tried-in-vain", Moment::triedInVain);
    count("ipt.frames.late", "frames that came too late", moment -> moment.counts().late());
    count("ipt.batch.calls", "batches through the models", moment -> moment.batches().calls());
    count("ipt.batch.tiles", "tiles in those batches", moment -> moment.batches().items());
    Gauge.builder("ipt.frames.waiting", this, meters -> meters.moment.counts().waiting())
        .description("frames in work")
        .register(registry);
    gauge("ipt.batch.waiting.tiles", "tiles without a worker", stage, s -> s.batches().waiting());
    gauge("ipt.batch.max.size", "tiles in a full batch", stage, Vitals::largestBatch);
    gauge("ipt.lag.records", "records that wait on the topics", stage, StageMeters::lag);
    gauge("ipt.partitions", "partitions of this process", stage, Vitals::partitions);
    gauge("ipt.ready", "1 while frames can flow", stage, s -> s.obstacles().isEmpty() ? 1 : 0);
  }

  /** Takes the counts of this moment, for whoever reads the meters next: all of one moment. */
  void refresh() {
    watched.ifPresent(
        stage -> {
          moment = new Moment(stage.counts(), stage.triedInVain(), stage.batches());
          name(stage.models());
        });
  }

  private void outcome(String name, ToDoubleFunction<Moment> count) {
    FunctionCounter.builder("ipt.frames", this, meters -> count.applyAsDouble(meters.moment))
        .description("frames by what became of them")
        .tag("outcome", name)
        .register(registry);
  }

  private void count(String name, String what, ToDoubleFunction<Moment> count) {
    FunctionCounter.builder(name, this, meters -> count.applyAsDouble(meters.moment))
        .description(what)
        .register(registry);
  }

  private void gauge(String name, String what, Vitals stage, ToDoubleFunction<Vitals> value) {
    // Strongly, or the meter would forget the stage.
    Gauge.builder(name, stage, value).description(what).strongReference(true).register(registry);
  }

  private static double lag(Vitals stage) {
    return stage.lag().isPresent() ? stage.lag().getAsLong() : Double.NaN;
  }

  /** Says which models are open now, as they may have been replaced. */
  private void name(List<Restorers.OpenModel> open) {
    models.register(open.stream().map(model -> MultiGauge.Row.of(tags(model), 1)).toList(), true);
  }

  private static Tags tags(Restorers.OpenModel model) {
    String device = model.place().split(" ", 2)[0];
    return Tags.of("model", model.name(), "fingerprint", model.fingerprint(), "device", device);
  }

  @Override
  public void see(Sight sight) {
    queue.record(sight.queued());
    sight.deadLetter().map(DeadLetter::station).ifPresent(this::deadLetter);
    if (sight.fate() instanceof Fate.Restored restored && sight.quality().isPresent()) {
      Tags task = Tags.of("task", known(String.join(",", restored.tasks())));
      work(task).record(sight.worked());
      measure(sight.quality().get(), task);
    }
  }

  private void deadLetter(String station) {
    Counter.builder("ipt.dead.letters")
        .description("dead letters by where on their way they failed")
        .tag("station", station)
        .register(registry)
        .increment();
  }

  private Timer work(Tags task) {
    return Timer.builder(WORK)
        .description("from a frame's turn to its result, handed to Kafka")
        .serviceLevelObjectives(CLASSES)
        .tags(task)
        .register(registry);
  }

  private String known(String task) {
    boolean named = tasks.contains(task) || tasks.size() < MOST_TASKS && tasks.add(task);
    return named ? task : "other";
  }

  private void measure(Quality quality, Tags task) {
    summary("ipt.noise.before", NOISE + "as they came", "levels", task, quality.noiseBefore());
    summary("ipt.noise.after", NOISE + "restored", "levels", task, quality.noiseAfter());
    summary("ipt.psnr.to.input", "PSNR from what came in", "decibels", task, quality.psnrToInput());
    summary(
        "ipt.seams", "how much columns differ where tiles meet", "ratio", task, quality.seams());
  }

  /** What cannot be told is left out, as in the headers. */
  private void summary(String name, String what, String unit, Tags task, double value) {
    if (Double.isFinite(value)) {
      DistributionSummary.builder(name)
          .description(what)
          .baseUnit(unit)
          .tags(task)
          .register(registry)
          .record(value);
    }
  }

  /** How long frames waited before work on them began. */
  Spread queue() {
    return Spread.of(List.of(queue));
  }

  /** How long the work on restored frames took. */
  Spread work() {
    Collection<Timer> timers = registry.find(WORK).timers();
    return Spread.of(timers);
  }
}
