package io.iptstreams.stream;

import io.iptstreams.task.Task;
import io.iptstreams.task.TaskSet;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** How records and rules name what is to be undone: {@code derain, denoise}, and a strength. */
final class TaskNames {
  /** A task whose strength is told beside its name. */
  static final String DENOISE = "denoise";

  /** As many tasks of one record as are looked at. */
  static final int MOST = 8;

  private TaskNames() {}

  /** The names of a header: one, or several between commas. */
  static List<String> split(String names) {
    return Arrays.stream(names.split(",", MOST + 1)).map(String::strip).toList();
  }

  /**
   * The task of a name.
   *
   * @param strength sigma for {@code denoise}, as it was written
   * @throws IllegalArgumentException if the model cannot do it, or its strength is missing or wrong
   */
  static Task find(String name, Optional<String> strength, String model, TaskSet known) {
    Optional<Task> named = known.find(name);
    if (named.isPresent()) {
      return named.get();
    }
    String full = name.equals(DENOISE) ? DENOISE + "-" + required(strength) : name;
    return known
        .find(full)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "unknown task \"" + full + "\"; " + model + " knows " + known));
  }

  private static String required(Optional<String> strength) {
    return strength.orElseThrow(
        () ->
            new IllegalArgumentException(
                "task denoise needs its strength, the sigma of the noise, 1 to 99, in the header"
                    + " ce_strength; or a name with it, such as denoise-30"));
  }
}
