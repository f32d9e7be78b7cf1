package io.iptstreams.train;

import io.iptstreams.model.Architecture;
import io.iptstreams.model.Precision;
import io.iptstreams.settings.Section;
import io.iptstreams.settings.Settings;
import io.iptstreams.task.Task;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** Reads a training plan; {@code plans/ipt-nano.yaml} shows every key. */
public final class TrainingPlanFile {
  private static final String TASKS = "tasks";
  private static final String ARCHITECTURE = "architecture";

  private TrainingPlanFile() {}

  /**
   * Reads a plan.
   *
   * @throws io.iptstreams.settings.SettingsException with all of its mistakes
   */
  public static TrainingPlan read(Path path) {
    Section file = Settings.read(path);
    String name = file.text("name");
    List<Task> tasks = tasks(file);
    int tile = file.pixels("tile", 1, 4096, 96);
    Section sizes = file.section(ARCHITECTURE);
    Supplier<Architecture> architecture = architecture(sizes);
    int crop = file.pixels("crop", 1, 1024, 48);
    int cropsPerTask = file.number("crops-per-task", 1, 1024);
    int steps = file.number("steps", 1, TrainingPlan.MAX_STEPS);
    double learningRate = file.decimal("learning-rate", 1e-7, 0.1);
    int seed = file.number("seed", 0, Integer.MAX_VALUE, 1);
    Precision precision = file.value("precision", TrainingPlanFile::precision, Precision.FLOAT32);
    // Values that are wrong alone are told first: whether they fit each other is no question then.
    file.check();
    try {
      return new TrainingPlan(
          name,
          built(architecture, sizes, file),
          tile,
          tasks,
          crop,
          cropsPerTask,
          steps,
          learningRate,
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

  private static Architecture built(
      Supplier<Architecture> architecture, Section sizes, Section file) {
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
  }

  /** Notes a mistake whose message starts with the field it is about; false if there is no such. */
  private static boolean blames(Section section, String why) {
    int space = why.indexOf(' ');
    String key = why.substring(0, space).replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    if (!section.has(key)) {
      return false;
    }
    section.reject(key, why.substring(space + 1));
    return true;
  }

  private static List<Task> tasks(Section file) {
    List<Task> tasks = new ArrayList<>();
    for (String id : file.texts(TASKS)) {
      try {
        Task task = Task.of(id);
        if (tasks.contains(task)) {
          file.reject(TASKS, ": " + id + " is listed twice");
        }
        tasks.add(task);
      } catch (IllegalArgumentException e) {
        file.reject(TASKS, ": " + e.getMessage());
      }
    }
    if (file.texts(TASKS).isEmpty()) {
      file.reject(TASKS, file.has(TASKS) ? "names no task" : "is missing");
    }
    return tasks;
  }

  /** Reads the sizes now; what is supplied later throws if they do not fit each other. */
  private static Supplier<Architecture> architecture(Section sizes) {
    int features = sizes.number("features", 1, 1024);
    int window = sizes.number("window", 1, 512);
    int token = sizes.number("token", 1, 512);
    int width = sizes.number("width", 1, 8192);
    int attentionHeads = sizes.number("attention-heads", 1, 8192);
    int feedForward = sizes.number("feed-forward", 1, 65536);
    int encoderLayers = sizes.number("encoder-layers", 1, 64);
    int decoderLayers = sizes.number("decoder-layers", 1, 64);
    int headBlocks = sizes.number("head-blocks", 0, 64);
    int headKernel = sizes.number("head-kernel", 1, 9);
    int stem = sizes.number("stem", 1, 2);
    int blocksBefore = sizes.number("blocks-before", 0, 64);
    int blocksAfter = sizes.number("blocks-after", 0, 64);
    boolean projection = sizes.flag("projection", false);
    boolean imageResidual = sizes.flag("image-residual", false);
    double valueScale = sizes.decimal("value-scale", 0.001, 255, 1);
    return () ->
        new Architecture(
            features,
            window,
            token,
            width,
            attentionHeads,
            feedForward,
            encoderLayers,
            decoderLayers,
            headBlocks,
            headKernel,
            stem,
            blocksBefore,
            blocksAfter,
            projection,
            imageResidual,
            (float) valueScale);
  }

  private static Precision precision(String text) {
    try {
      return Precision.valueOf(text.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("must be float32 or bfloat16", e);
    }
  }
}
