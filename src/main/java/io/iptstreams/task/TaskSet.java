package io.iptstreams.task;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.Optional;

/**
 * What a model can undo. A value.
 *
 * @param abilities one for each head, in head order
 */
public record TaskSet(List<Ability> abilities) {
  public TaskSet {
    abilities = List.copyOf(abilities);
  }

  /** A set of single tasks. */
  public static TaskSet of(List<? extends Task> tasks) {
    return new TaskSet(tasks.stream().<Ability>map(Ability.Single::new).toList());
  }

  /** A set of single tasks. */
  public static TaskSet of(Task... tasks) {
    return of(List.of(tasks));
  }

  /** Index of the first head that undoes the task; -1 if none does. */
  public int headOf(Task task) {
    for (int i = 0; i < abilities.size(); i++) {
      if (abilities.get(i).covers(task)) {
        return i;
      }
    }
    return -1;
  }

  /** Whether a head undoes the task. */
  public boolean contains(Task task) {
    return headOf(task) >= 0;
  }

  /** The task of that name, if a head undoes it. */
  public Optional<Task> find(String id) {
    for (Ability ability : abilities) {
      if (ability instanceof Ability.Single single && single.task().id().equals(id)) {
        return Optional.of(single.task());
      }
    }
    try {
      return Optional.of(Task.of(id)).filter(this::contains);
    } catch (IllegalArgumentException notBuiltIn) {
      return Optional.empty();
    }
  }

  /** Names for people: {@code denoise-1 to denoise-60, derain, upscale-x2}. */
  @Override
  public String toString() {
    return abilities.stream().map(Ability::title).collect(joining(", "));
  }
}
