package io.iptstreams.train;

import io.iptstreams.degrade.Degradation;
import io.iptstreams.settings.Section;
import io.iptstreams.task.Ability;
import io.iptstreams.task.Task;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the tasks of a plan.
 *
 * <pre>
 *   tasks:
 *     - task: denoise          noise of any strength in the range; the head is told it
 *       sigma: 1 to 60
 *     - task: derain           a built-in task: denoise-N, derain, upscale-xN
 *     - task: deblock          one of the user's own, with what spoils pictures for it
 *       degradation: jpeg
 *       quality: 10 to 40
 * </pre>
 */
final class TaskSections {
  private static final String TASK = "task";
  private static final String DEGRADATION = "degradation";
  private static final String ANY_NOISE = "denoise";

  private TaskSections() {}

  static List<TrainingTask> read(Section file, String key) {
    List<TrainingTask> tasks = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    List<Section> sections = file.sections(key);
    for (Section section : sections) {
      task(section).ifPresent(tasks::add);
      String name = section.text(TASK, "");
      if (!name.isEmpty() && !seen.add(name)) {
        section.reject(TASK, name + " is listed twice");
      }
    }
    if (sections.isEmpty()) {
      file.reject(key, file.has(key) ? "names no task" : "is missing");
    }
    return tasks;
  }

  private static Optional<TrainingTask> task(Section section) {
    String name = section.text(TASK);
    if (name.isEmpty()) {
      return Optional.empty();
    }
    if (name.equals(ANY_NOISE)) {
      Range sigma = range(section, "sigma", 1, 99);
      return Optional.of(
          TrainingTask.builtIn(new Ability.DenoiseRange((int) sigma.low(), (int) sigma.high())));
    }
    if (section.has(DEGRADATION)) {
      return own(name, section);
    }
    try {
      return Optional.of(TrainingTask.builtIn(new Ability.Single(Task.of(name))));
    } catch (IllegalArgumentException e) {
      section.reject(
          TASK,
          ": "
              + e.getMessage()
              + "; or denoise with sigma: 1 to 60, or a name of your own with a degradation: "
              + String.join(", ", Degradations.NAMES));
      return Optional.empty();
    }
  }

  private static Optional<TrainingTask> own(String name, Section section) {
    Optional<Degradation> degradation = Degradations.read(section, DEGRADATION);
    try {
      Task.of(name);
      section.reject(
          DEGRADATION,
          "is known for the built-in task " + name + "; leave it out or rename the task");
      return Optional.empty();
    } catch (IllegalArgumentException notBuiltIn) {
      try {
        Ability ability = new Ability.Single(new Task.Custom(name, 1));
        return degradation.map(known -> new TrainingTask(ability, known));
      } catch (IllegalArgumentException e) {
        section.reject(TASK, ": " + e.getMessage());
        return Optional.empty();
      }
    }
  }

  /** Two numbers, the second not below the first. */
  record Range(double low, double high) {}

  static Range range(Section section, String key, double min, double max) {
    return section.value(key, text -> range(text, min, max), new Range(min, min));
  }

  private static Range range(String text, double min, double max) {
    String[] ends = text.split(" to ");
    try {
      Range range =
          new Range(Double.parseDouble(ends[0]), Double.parseDouble(ends[ends.length - 1]));
      if (ends.length <= 2
          && range.low() >= min
          && range.high() <= max
          && range.low() <= range.high()) {
        return range;
      }
    } catch (NumberFormatException said) {
      // The message below says what would be right.
    }
    throw new IllegalArgumentException(
        "must be a range within "
            + number(min)
            + " to "
            + number(max)
            + " such as "
            + number(min)
            + " to "
            + number(max));
  }

  private static String number(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }
}
