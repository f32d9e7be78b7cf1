package io.iptstreams.stream;

import java.util.List;
import java.util.Optional;

/**
 * What becomes of a picture, for people and for tests. One that a test expects may leave parts
 * open; one that came about has all of them.
 */
public sealed interface Fate {

  /** Whether this, as expected, is what came about. */
  boolean isMetBy(Fate got);

  /** In words: {@code restored by derain with ipt-nano to frames.restored}. */
  @Override
  String toString();

  /**
   * It is restored.
   *
   * @param tasks names of what is undone, in order
   * @param model that does it, as the topology names it
   * @param sink topic the result goes to
   */
  record Restored(List<String> tasks, Optional<String> model, Optional<String> sink)
      implements Fate {
    public Restored {
      tasks = List.copyOf(tasks);
    }

    @Override
    public boolean isMetBy(Fate got) {
      return got instanceof Restored that
          && tasks.equals(that.tasks)
          && isOpenOrEqual(model, that.model)
          && isOpenOrEqual(sink, that.sink);
    }

    @Override
    public String toString() {
      return "restored by "
          + String.join(", ", tasks)
          + model.map(name -> " with " + name).orElse("")
          + to(sink);
    }
  }

  /**
   * It goes on as it came.
   *
   * @param sink topic it goes to
   */
  record Passed(Optional<String> sink) implements Fate {
    @Override
    public boolean isMetBy(Fate got) {
      return got instanceof Passed that && isOpenOrEqual(sink, that.sink);
    }

    @Override
    public String toString() {
      return "passed" + to(sink);
    }
  }

  /** It came too late and goes to the topic of such, without its picture. */
  record Dropped() implements Fate {
    @Override
    public boolean isMetBy(Fate got) {
      return equals(got);
    }

    @Override
    public String toString() {
      return "dropped";
    }
  }

  /** A notification that asks for nothing. */
  record Ignored() implements Fate {
    @Override
    public boolean isMetBy(Fate got) {
      return equals(got);
    }

    @Override
    public String toString() {
      return "ignored";
    }
  }

  /**
   * It cannot be restored.
   *
   * @param station as in {@link DeadLetter}
   * @param reason the whole of it; as expected, a part
   */
  record DeadLettered(String station, Optional<String> reason) implements Fate {
    @Override
    public boolean isMetBy(Fate got) {
      return got instanceof DeadLettered that
          && station.equals(that.station)
          && reason.stream().allMatch(part -> that.reason.orElse("").contains(part));
    }

    @Override
    public String toString() {
      return "dead letter of station " + station + reason.map(why -> ": " + why).orElse("");
    }
  }

  private static boolean isOpenOrEqual(Optional<String> expected, Optional<String> got) {
    return expected.isEmpty() || expected.equals(got);
  }

  private static String to(Optional<String> sink) {
    return sink.map(topic -> " to " + topic).orElse("");
  }
}
