package io.iptstreams.train;

import io.iptstreams.model.Architecture;
import io.iptstreams.model.ModelException;
import io.iptstreams.model.ModelFolder;
import io.iptstreams.model.Precision;
import io.iptstreams.model.TrainableNetwork;
import io.iptstreams.settings.Section;
import io.iptstreams.settings.Settings;
import io.iptstreams.settings.SettingsException;
import io.iptstreams.settings.Spelling;
import io.iptstreams.task.TaskSet;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * A training plan as it stands in a YAML file: {@code plans/ipt-nano.yaml} shows the usual keys,
 * {@code src/docs/TRAINING.md} all.
 *
 * @param plan what to train and how
 * @param data where the pictures come from, if the file says so
 */
public record TrainingPlanFile(TrainingPlan plan, Optional<PictureSource> data) {
  private static final String NAME = "name";
  private static final String FROM = "from";
  private static final String FREEZE = "freeze";
  private static final String DATA = "data";
  private static final String TASKS = "tasks";
  private static final String ARCHITECTURE = "architecture";
  private static final String TILE = "tile";
  private static final String CROP = "crop";
  private static final String CROPS_PER_TASK = "crops-per-task";
  private static final String FINISH = "finish";
  private static final String STEPS = "steps";
  private static final String TEACHER = "teacher";
  private static final String CONTRASTIVE = "contrastive";
  private static final String DECAY = "decay";
  private static final String TRANSFORMER_FROM = "transformer-from";
  private static final String FORM = "form";
  private static final String TEMPERATURE = "temperature";
  private static final String AT = "at";

  private static final Pattern GOOD_NAME = Pattern.compile("[A-Za-z0-9._-]{1,80}");
  private static final int MAX_TILE = 4096;
  private static final int MAX_CROP = 1024;

  /** Nine digits, as many as a whole number in a settings file may have. */
  private static final int MAX_SEED = 999_999_999;

  /**
   * Reads a plan.
   *
   * @throws SettingsException with all of its mistakes
   */
  public static TrainingPlanFile read(Path path) {
    return new Reading(path).result();
  }

  /** What was read of one file so far. */
  private static final class Reading {
    private final Path path;
    private final Section file;
    private final String name;
    private final Optional<ModelFolder> from;
    private final List<String> frozen;
    private final Optional<PictureSource> data;
    private final Optional<List<TrainingTask>> tasks;
    private final Optional<Architecture> architecture;
    private final int tile;
    private final Crops crops;
    private final int steps;
    private final Objective objective;
    private final Optimisation optimisation;
    private final int validateEvery;
    private final int seed;
    private final Precision precision;

    Reading(Path path) {
      this.path = path;
      this.file = Settings.read(path);
      this.name = file.value(NAME, Reading::name, "");
      this.from = model(FROM);
      this.frozen = file.texts(FREEZE);
      this.data = data();
      this.tasks = TaskSections.read(file, TASKS, from.map(model -> model.card().taskSet()));
      this.architecture = architecture();
      int unit = architecture.map(PlanRules::unit).orElse(1);
      int usualTile = from.map(model -> model.card().tile()).orElse(Math.min(2 * unit, MAX_TILE));
      this.tile = file.pixels(TILE, 1, MAX_TILE, usualTile);
      this.crops =
          new Crops(
              file.pixels(CROP, 1, MAX_CROP, Math.min(unit, MAX_CROP)),
              file.number(CROPS_PER_TASK, 1, 1024),
              file.decimal(FINISH, 0, 1, 0.15),
              file.decimal("reduce-to", 0.1, 1, 1));
      this.steps = file.number(STEPS, 1, TrainingPlan.MAX_STEPS);
      this.objective = objective();
      this.optimisation = optimisation();
      this.validateEvery = file.number("validate-every", 1, TrainingPlan.MAX_STEPS, 1000);
      this.seed = file.number("seed", 0, MAX_SEED, 1);
      this.precision =
          Precision.valueOf(
              file.choice("precision", List.of("float32", "bfloat16"), "float32")
                  .toUpperCase(Locale.ROOT));
    }

    TrainingPlanFile result() {
      architecture.ifPresent(this::checkSizes);
      checkCourse();
      if (!frozen.isEmpty()) {
        checkFrozen();
      }
      file.check();
      TrainingPlan plan = plan();
      if (!frozen.isEmpty()) {
        checkLearning(plan);
        file.check();
      }
      return new TrainingPlanFile(plan, data);
    }

    private TrainingPlan plan() {
      try {
        return new TrainingPlan(
            name,
            from,
            frozen,
            architecture.orElseThrow(),
            tile,
            tasks.orElseThrow(),
            crops,
            steps,
            objective,
            optimisation,
            validateEvery,
            seed,
            precision);
      } catch (IllegalArgumentException e) {
        throw new SettingsException(List.of(path + ": " + e.getMessage()));
      }
    }

    private static String name(String text) {
      if (!GOOD_NAME.matcher(text).matches() || text.matches("\\.*")) {
        throw new IllegalArgumentException(
            "must be 1 to 80 letters, digits, dots, dashes and underscores");
      }
      return text;
    }

    private Optional<ModelFolder> model(String key) {
      if (!file.has(key)) {
        return Optional.empty();
      }
      String model = file.text(key);
      if (model.isEmpty()) {
        return Optional.empty();
      }
      try {
        Path beside = path.resolveSibling(model);
        return Optional.of(ModelFolder.open(Files.isDirectory(beside) ? beside.toString() : model));
      } catch (ModelException | InvalidPathException e) {
        file.reject(key, ": " + e.getMessage() + Spelling.suggestion(model, ModelFolder.BUNDLED));
        return Optional.empty();
      }
    }

    private Optional<PictureSource> data() {
      if (!file.has(DATA)) {
        return Optional.empty();
      }
      Path base = path.getParent() == null ? Path.of("") : path.getParent();
      return file.value(DATA, text -> Optional.of(PictureSource.of(text, base)), Optional.empty());
    }

    private Optional<Architecture> architecture() {
      if (!file.has(FROM)) {
        return ArchitectureSection.read(file.section(ARCHITECTURE));
      }
      if (file.has(ARCHITECTURE)) {
        file.reject(ARCHITECTURE, "is that of the model in from; leave it out");
        file.optionalSection(ARCHITECTURE).all();
      }
      return from.map(model -> model.card().architecture());
    }

    private Objective objective() {
      boolean mixed = file.choice("batches", List.of("mixed", "one-task"), "mixed").equals("mixed");
      Optional<ModelFolder> teacher = model(TEACHER);
      if (!file.has(CONTRASTIVE)) {
        return new Objective(mixed, Optional.empty(), teacher);
      }
      Section contrastive = file.section(CONTRASTIVE);
      boolean paper =
          contrastive.choice(FORM, List.of("paper", "supervised"), "paper").equals("paper");
      double weight = contrastive.decimal("weight", 1e-9, 10);
      if (paper && contrastive.isRight(FORM) && contrastive.has(TEMPERATURE)) {
        contrastive.reject(TEMPERATURE, "belongs to form: supervised; the paper's loss has none");
      }
      double temperature =
          contrastive.decimal(
              TEMPERATURE, 1e-3, 100, ContrastiveLoss.Supervised.PUBLISHED_TEMPERATURE);
      ContrastiveLoss loss =
          paper ? new ContrastiveLoss.Paper() : new ContrastiveLoss.Supervised(temperature);
      return new Objective(mixed, Optional.of(new Objective.Contrastive(loss, weight)), teacher);
    }

    private Optimisation optimisation() {
      String method = file.choice("optimiser", List.of("adamw", "muon"), "adamw");
      return new Optimisation(
          Optimisation.Method.valueOf(method.toUpperCase(Locale.ROOT)),
          file.decimal("learning-rate", 1e-7, 0.1),
          new Schedule(file.decimal("warm-up", 0, 0.99, 0.03), descent()),
          file.decimal("weight-decay", 0, 1, 1e-4),
          file.decimal("clip", 1e-6, 1e6, 1),
          file.decimal("average", 0, 0.99999, 0.999),
          file.number(TRANSFORMER_FROM, 0, TrainingPlan.MAX_STEPS, 0),
          file.decimal("transformer-rate", 0, 100, 1));
    }

    private Schedule.Descent descent() {
      if (!file.has(DECAY)) {
        return new Schedule.Cosine(0.01);
      }
      Section decay = file.section(DECAY);
      String form = decay.choice(FORM, List.of("cosine", "multi-step"), "cosine");
      if (form.equals("cosine")) {
        return new Schedule.Cosine(decay.decimal("end", 0, 1, 0.01));
      }
      List<Double> at = decay.decimals(AT, 0, 1);
      double factor = decay.decimal("factor", 0, 1);
      if (decay.isRight(AT) && at.isEmpty()) {
        decay.reject(AT, "is missing: shares of the run after the warm-up, such as [0.5, 0.8]");
      }
      if (decay.isRight(AT) && !Schedule.isAscending(at)) {
        decay.reject(AT, "must be ascending, got " + at);
      }
      return decay.isRight(AT) ? new Schedule.MultiStep(at, factor) : new Schedule.Cosine(0.01);
    }

    /** Whether the sizes fit each other. */
    private void checkSizes(Architecture sizes) {
      if (file.isRight(TILE)) {
        reject(TILE, PlanRules.tile(sizes, tile));
      }
      if (file.isRight(CROP)) {
        reject(CROP, PlanRules.crop(sizes, crops.side()));
      }
      if (file.isRight(CROP, FINISH) && tasks.isPresent()) {
        reject(CROP, PlanRules.largestCrop(sizes, crops, tasks.get()));
      }
      if (file.isRight(CROP, TEACHER) && tasks.isPresent()) {
        reject(CROP, PlanRules.teachersWindows(sizes, objective, crops, tasks.get()));
      }
      if (file.isRight(CROP, CONTRASTIVE)) {
        reject(CONTRASTIVE, PlanRules.tokens(sizes, objective, crops));
      }
      if (file.isRight(TRANSFORMER_FROM)) {
        reject(TRANSFORMER_FROM, PlanRules.transformerFrom(sizes, optimisation));
      }
    }

    /** Whether what happens in the steps fits together. */
    private void checkCourse() {
      if (file.isRight(TEACHER) && tasks.isPresent()) {
        reject(TEACHER, PlanRules.teacher(objective, tasks.get()));
      }
      if (file.isRight(STEPS, TRANSFORMER_FROM)) {
        reject(TRANSFORMER_FROM, PlanRules.transformerFrom(optimisation, steps));
        reject(CONTRASTIVE, PlanRules.contrastive(objective, optimisation, steps));
      }
      if (file.isRight(CROPS_PER_TASK, FINISH) && tasks.isPresent()) {
        reject(CONTRASTIVE, PlanRules.contrastive(objective, crops, tasks.get().size()));
      }
    }

    /** Whether there is something that each of the names could mean. */
    private void checkFrozen() {
      if (!file.has(FROM)) {
        file.reject(FREEZE, "needs a model to start from, and there is no from");
      } else if (architecture.isPresent() && tasks.isPresent()) {
        Set<String> known = beginnings(architecture.get(), tasks.get());
        known.add(TrainingPlan.PRETRAINED);
        for (String beginning : frozen) {
          if (!known.contains(beginning)) {
            file.reject(
                FREEZE,
                ": no parameter is called \""
                    + beginning
                    + "\""
                    + Spelling.suggestion(beginning, known)
                    + "; known are pretrained, and beginnings of names such as body, body.encoder,"
                    + " head.0, tail.0");
          }
        }
      }
    }

    /** {@code body}, {@code body.encoder}, … for {@code body.encoder.layers.0.norm1.weight}. */
    private static Set<String> beginnings(Architecture architecture, List<TrainingTask> tasks) {
      TaskSet abilities = new TaskSet(tasks.stream().map(TrainingTask::ability).toList());
      Set<String> beginnings = new TreeSet<>();
      for (String name : TrainableNetwork.initial(architecture, abilities, 0).tensors().keySet()) {
        for (int end = name.indexOf('.'); end > 0; end = name.indexOf('.', end + 1)) {
          beginnings.add(name.substring(0, end));
        }
        beginnings.add(name);
      }
      return beginnings;
    }

    /** What can only be said of the plan as a whole: what is frozen depends on all of it. */
    private void checkLearning(TrainingPlan plan) {
      try {
        int heads = StartingWeights.of(plan).learning().size();
        reject(CONTRASTIVE, PlanRules.contrastive(objective, crops, heads));
      } catch (TrainingException e) {
        file.reject(FREEZE, ": " + e.getMessage());
      }
    }

    private void reject(String key, Optional<String> wrong) {
      wrong.ifPresent(why -> file.reject(key, why));
    }
  }
}
