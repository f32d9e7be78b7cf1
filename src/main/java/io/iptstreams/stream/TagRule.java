package io.iptstreams.stream;

import io.iptstreams.task.TaskSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What to do with some records. A task in a record's own header wins over the verdict; model and
 * sink of the rule hold for such a record too.
 *
 * @param when which records
 * @param sink topic their results go to, if not the topology's; may hold {@code {topic}}
 */
public record TagRule(Condition when, Verdict verdict, Optional<String> sink) {

  /** A rule whose results go where the topology says. */
  public TagRule(Condition when, Verdict verdict) {
    this(when, verdict, Optional.empty());
  }

  /** Says of which records a rule speaks. */
  public sealed interface Condition permits HeaderIs, KeyIs, TopicIs, Always {
    boolean holds(Envelope record);
  }

  /** Records that have a header whose value is of a pattern. */
  public record HeaderIs(String header, Glob is) implements Condition {
    @Override
    public boolean holds(Envelope record) {
      return record.headers().text(header).filter(is::matches).isPresent();
    }
  }

  /** Records whose key is of a pattern. */
  public record KeyIs(Glob is) implements Condition {
    @Override
    public boolean holds(Envelope record) {
      return record.key().filter(is::matches).isPresent();
    }
  }

  /** Records of topics whose name is of a pattern. */
  public record TopicIs(Glob is) implements Condition {
    @Override
    public boolean holds(Envelope record) {
      return is.matches(record.topic());
    }
  }

  /** All records. */
  public record Always() implements Condition {
    @Override
    public boolean holds(Envelope record) {
      return true;
    }
  }

  /** What a rule does with its records. */
  public sealed interface Verdict permits Restore, Pass, Reject {}

  /**
   * Restores them.
   *
   * @param tasks names of what to undo, in this order; at least one
   * @param strength sigma of tasks that are only called {@code denoise}, 1 to 99 on the 0..255
   *     scale
   * @param model that does it, if not the topology's
   */
  public record Restore(List<String> tasks, OptionalInt strength, Optional<String> model)
      implements Verdict {
    public Restore {
      if (tasks.isEmpty()) {
        throw new IllegalArgumentException("a rule that restores names at least one task");
      }
      tasks = List.copyOf(tasks);
    }

    /**
     * Those of the tasks that a model cannot do; one whose strength each record says itself is not
     * looked at.
     */
    List<String> unknownTo(TaskSet known) {
      return fullNames().stream()
          .filter(task -> !task.equals(TaskNames.DENOISE) && known.find(task).isEmpty())
          .toList();
    }

    /** The tasks with the strength in their names, where the rule has one. */
    public List<String> fullNames() {
      return tasks.stream()
          .map(
              task ->
                  task.equals(TaskNames.DENOISE)
                      ? statedStrength().map(sigma -> task + "-" + sigma).orElse(task)
                      : task)
          .toList();
    }

    /** The strength as a record would write it. */
    Optional<String> statedStrength() {
      return strength.isPresent()
          ? Optional.of(String.valueOf(strength.getAsInt()))
          : Optional.empty();
    }

    /** By the topology's model. */
    public Restore(String... tasks) {
      this(List.of(tasks), OptionalInt.empty(), Optional.empty());
    }
  }

  /** Sends them on as they are. */
  public record Pass() implements Verdict {}

  /** Makes them dead letters. */
  public record Reject() implements Verdict {}
}
