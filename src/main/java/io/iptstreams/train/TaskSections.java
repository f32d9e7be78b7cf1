package io.iptstreams.train;

import io.iptstreams.degrade.Degradation;
import io.iptstreams.settings.Range;
import io.iptstreams.settings.Section;
import io.iptstreams.settings.Spelling;
import io.iptstreams.task.Ability;
import io.iptstreams.task.Task;
import io.iptstreams.task.TaskSet;
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
  private static final String SIGMA = "sigma";
  private static final String ANY_NOISE = "denoise";
  private static final int MAX_TASKS = 64;

  private static final List<String> BUILT_IN =
      List.of(ANY_NOISE, "denoise-50", "derain", "upscale-x2", "upscale-x3", "upscale-x4");

  /** Words that a topology file has in the place of a task. */
  private static final Set<String> RESERVED = Set.of("pass", "reject");

  private TaskSections() {}

  /**
   * Reads all tasks.
   *
   * @param trained what the model to start from can undo, if there is one
   * @return empty after a mistake in any of them
   */
  static Optional<List<TrainingTask>> read(Section file, String key, Optional<TaskSet> trained) {
    List<Section> sections = file.sections(key);
    List<TrainingTask> tasks = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (Section section : sections) {
      int share = section.number("share", 1, TrainingTask.MAX_SHARE, 1);
      task(section).map(task -> task.withShare(share)).ifPresent(tasks::add);
      String name = section.text(TASK, "");
      if (!name.isEmpty() && !seen.add(name)) {
        section.reject(TASK, name + " is listed twice");
      }
    }
    for (int i = 0; i < tasks.size() && tasks.size() == sections.size(); i++) {
      requireSameScale(sections.get(i), tasks.get(i), trained);
    }
    if (sections.isEmpty() && file.isRight(key)) {
      file.reject(key, file.has(key) ? "names no task" : "is missing");
    }
    if (sections.size() > MAX_TASKS) {
      file.reject(key, "must be at most " + MAX_TASKS + ", got " + sections.size());
    }
    boolean right =
        file.isRight(key)
            && tasks.size() == sections.size()
            && sections.stream().allMatch(section -> section.isRight(TASK));
    return right ? Optional.of(tasks) : Optional.empty();
  }

  private static Optional<TrainingTask> task(Section section) {
    String name = section.text(TASK);
    if (name.isEmpty()) {
      section.ignore(List.of(DEGRADATION));
      section.ignore(Degradations.KEYS);
      return Optional.empty();
    }
    if (name.equals(ANY_NOISE)) {
      return anyNoise(section);
    }
    Optional<Task> builtIn = builtIn(name);
    if (builtIn.isPresent()) {
      return builtIn(builtIn.get(), section);
    }
    return section.has(DEGRADATION) ? own(name, section) : unknown(name, section);
  }

  private static Optional<Task> builtIn(String name) {
    try {
      return Optional.of(Task.of(name));
    } catch (IllegalArgumentException notBuiltIn) {
      return Optional.empty();
    }
  }

  private static Optional<TrainingTask> builtIn(Task task, Section section) {
    if (section.has(DEGRADATION)) {
      section.reject(
          DEGRADATION,
          "is known for the built-in task " + task.id() + "; leave it out or rename the task");
      section.ignore(Degradations.KEYS);
    }
    if (task instanceof Task.Denoise denoise && section.has(SIGMA)) {
      section.reject(
          SIGMA, "is " + denoise.sigma() + " by the name of the task; for a range name it denoise");
    }
    return Optional.of(TrainingTask.builtIn(new Ability.Single(task)));
  }

  private static Optional<TrainingTask> anyNoise(Section section) {
    if (section.has(DEGRADATION)) {
      section.reject(
          DEGRADATION,
          "is known for denoise, whose head is told sigma; leave it out or rename the task");
      section.ignore(Degradations.KEYS);
    }
    Range sigma = section.wholeRange(SIGMA, 1, 99);
    return Optional.of(
        TrainingTask.builtIn(new Ability.DenoiseRange((int) sigma.low(), (int) sigma.high())));
  }

  private static Optional<TrainingTask> own(String name, Section section) {
    Optional<Degradation> degradation = Degradations.read(section, DEGRADATION);
    if (RESERVED.contains(name)) {
      section.reject(TASK, name + " means something else in topology files; choose another name");
      return Optional.empty();
    }
    try {
      Ability ability = new Ability.Single(new Task.Custom(name, 1));
      return degradation.map(known -> new TrainingTask(ability, known));
    } catch (IllegalArgumentException e) {
      section.reject(TASK, ": " + e.getMessage());
      return Optional.empty();
    }
  }

  private static Optional<TrainingTask> unknown(String name, Section section) {
    section.ignore(Degradations.KEYS);
    section.reject(
        TASK,
        ": unknown task \""
            + name
            + "\""
            + Spelling.suggestion(name, BUILT_IN)
            + "; known: denoise with sigma: 1 to 60, denoise-1 to denoise-99, derain, upscale-x2,"
            + " upscale-x3, upscale-x4; a task of your own needs a degradation: "
            + String.join(", ", Degradations.NAMES));
    return Optional.empty();
  }

  private static void requireSameScale(
      Section section, TrainingTask task, Optional<TaskSet> trained) {
    String name = section.text(TASK);
    trained
        .flatMap(set -> set.find(name))
        .filter(known -> known.scale() != task.scale())
        .ifPresent(
            known ->
                section.reject(
                    TASK,
                    name
                        + " enlarges by "
                        + known.scale()
                        + " in the model to start from and by "
                        + task.scale()
                        + " here; choose another name"));
  }
}
