package io.iptstreams.train;

import io.iptstreams.model.Architecture;
import io.iptstreams.model.ModelException;
import io.iptstreams.model.ModelFolder;
import io.iptstreams.model.Precision;
import io.iptstreams.settings.Section;
import io.iptstreams.settings.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/** Reads a training plan; {@code plans/ipt-nano.yaml} shows the usual keys, the README all. */
public final class TrainingPlanFile {
  private static final String TASKS = "tasks";
  private static final String ARCHITECTURE = "architecture";
  private static final String FROM = "from";
  private static final String FREEZE = "freeze";

  private TrainingPlanFile() {}

  /**
   * Reads a plan.
   *
   * @throws io.iptstreams.settings.SettingsException with all of its mistakes
   */
  public static TrainingPlan read(Path path) {
    Section file = Settings.read(path);
    String name = file.text("name");
    Optional<ModelFolder> from = from(file);
    List<String> frozen = file.texts(FREEZE);
    List<TrainingTask> tasks = TaskSections.read(file, TASKS);
    Supplier<Architecture> architecture = architecture(file, from);
    int tile = tile(file, from);
    Crops crops =
        new Crops(
            file.pixels("crop", 1, 1024, 48),
            file.number("crops-per-task", 1, 1024),
            file.decimal("finish", 0, 1, 0.15),
            file.decimal("reduce-to", 0.1, 1, 1));
    int steps = file.number("steps", 1, TrainingPlan.MAX_STEPS);
    Objective objective = objective(file);
    Optimisation optimisation = optimisation(file);
    int validateEvery = file.number("validate-every", 1, TrainingPlan.MAX_STEPS, 1000);
    int seed = file.number("seed", 0, Integer.MAX_VALUE, 1);
    Precision precision = file.value("precision", TrainingPlanFile::precision, Precision.FLOAT32);
    // Values that are wrong alone are told first: whether they fit each other is no question then.
    file.check();
    try {
      return new TrainingPlan(
          name,
          from,
          frozen,
          architecture.get(),
          tile,
          tasks,
          crops,
          steps,
          objective,
          optimisation,
          validateEvery,
          seed,
          precision);
    } catch (IllegalArgumentException e) {
      if (!blames(file, e.getMessage())) {
        file.reject(TASKS, ": " + e.getMessage());
      }
      file.check();
      throw e;
    }
  }

  private static Optional<ModelFolder> from(Section file) {
    if (!file.has(FROM)) {
      return Optional.empty();
    }
    String model = file.text(FROM);
    try {
      return Optional.of(ModelFolder.open(model));
    } catch (ModelException e) {
      file.reject(FROM, ": " + e.getMessage());
      return Optional.empty();
    }
  }

  private static int tile(Section file, Optional<ModelFolder> from) {
    return file.pixels("tile", 1, 4096, from.map(model -> model.card().tile()).orElse(96));
  }

  /** Reads the sizes now; what is supplied later throws if they do not fit each other. */
  private static Supplier<Architecture> architecture(Section file, Optional<ModelFolder> from) {
    if (file.has(FROM)) {
      if (file.has(ARCHITECTURE)) {
        file.reject(ARCHITECTURE, "is that of the model in from; leave it out");
        file.optionalSection(ARCHITECTURE).all();
      }
      return () -> from.orElseThrow().card().architecture();
    }
    Section sizes = file.section(ARCHITECTURE);
    Supplier<Architecture> architecture = ArchitectureSection.read(sizes);
    return () -> {
      try {
        return architecture.get();
      } catch (IllegalArgumentException e) {
        String why = e.getMessage().replaceFirst("^architecture\\.", "");
        if (!blames(sizes, why)) {
          file.reject(ARCHITECTURE, "does not fit together: " + why);
        }
        file.check();
        throw e;
      }
    };
  }

  private static Objective objective(Section file) {
    boolean mixed =
        file.has("batches")
            ? file.value("batches", text -> oneOf(text, "mixed", "one-task").equals("mixed"), true)
            : true;
    if (!file.has("contrastive")) {
      return new Objective(mixed, Optional.empty());
    }
    Section contrastive = file.section("contrastive");
    String form = contrastive.value("form", text -> oneOf(text, "paper", "supervised"), "paper");
    double weight = contrastive.decimal("weight", 1e-9, 10);
    ContrastiveLoss loss =
        form.equals("paper")
            ? new ContrastiveLoss.Paper()
            : new ContrastiveLoss.Supervised(
                contrastive.decimal(
                    "temperature", 1e-3, 100, ContrastiveLoss.Supervised.PUBLISHED_TEMPERATURE));
    return new Objective(mixed, Optional.of(new Objective.Contrastive(loss, weight)));
  }

  private static Optimisation optimisation(Section file) {
    Optimisation.Method method =
        file.has("optimiser")
            ? file.value(
                "optimiser",
                text ->
                    Optimisation.Method.valueOf(
                        oneOf(text, "muon", "adamw").toUpperCase(Locale.ROOT)),
                Optimisation.Method.ADAMW)
            : Optimisation.Method.ADAMW;
    return new Optimisation(
        method,
        file.decimal("learning-rate", 1e-7, 0.1),
        new Schedule(file.decimal("warm-up", 0, 0.99, 0.03), descent(file)),
        file.decimal("weight-decay", 0, 1, 1e-4),
        file.decimal("clip", 1e-6, 1e6, 1),
        file.decimal("average", 0, 0.99999, 0.999),
        file.number("transformer-from", 0, TrainingPlan.MAX_STEPS, 0),
        file.decimal("transformer-rate", 0, 100, 1));
  }

  private static Schedule.Descent descent(Section file) {
    if (!file.has("decay")) {
      return new Schedule.Cosine(0.01);
    }
    Section decay = file.section("decay");
    String form = decay.value("form", text -> oneOf(text, "cosine", "multi-step"), "cosine");
    if (form.equals("cosine")) {
      return new Schedule.Cosine(decay.decimal("end", 0, 1, 0.01));
    }
    return new Schedule.MultiStep(decay.decimals("at", 0, 1), decay.decimal("factor", 0, 1));
  }

  /** Notes a mistake whose message starts with the field it is about; false if there is no such. */
  private static boolean blames(Section section, String why) {
    int space = why.indexOf(' ');
    String key = why.substring(0, space).replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    key = key.equals("frozen") ? FREEZE : key;
    if (!section.has(key)) {
      return false;
    }
    section.reject(key, why.substring(space + 1));
    return true;
  }

  private static String oneOf(String text, String... known) {
    if (!List.of(known).contains(text)) {
      throw new IllegalArgumentException("must be " + String.join(" or ", known));
    }
    return text;
  }

  private static Precision precision(String text) {
    return Precision.valueOf(oneOf(text, "float32", "bfloat16").toUpperCase(Locale.ROOT));
  }
}
