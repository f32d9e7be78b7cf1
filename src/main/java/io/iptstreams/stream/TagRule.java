package io.iptstreams.stream;

import io.iptstreams.frame.FrameHeaders;
import java.util.Optional;

/**
 * What to do with records that name no task themselves.
 *
 * @param when which of them
 * @param verdict name of the task that restores them, {@link #PASS} or {@link #REJECT}
 */
public record TagRule(Condition when, String verdict) {
  /** Send the record on as it is. */
  public static final String PASS = "pass";

  /** Make the record a dead letter. */
  public static final String REJECT = "reject";

  /** Whether the verdict is a task's name. */
  public boolean namesTask() {
    return !verdict.equals(PASS) && !verdict.equals(REJECT);
  }

  /** Says of which records a rule speaks. */
  public sealed interface Condition permits HeaderIs, KeyIs, Always {
    boolean holds(Optional<String> key, FrameHeaders headers);
  }

  /** Records that have a header whose value is of a pattern. */
  public record HeaderIs(String header, Glob is) implements Condition {
    @Override
    public boolean holds(Optional<String> key, FrameHeaders headers) {
      return headers.text(header).filter(is::matches).isPresent();
    }
  }

  /** Records whose key is of a pattern. */
  public record KeyIs(Glob is) implements Condition {
    @Override
    public boolean holds(Optional<String> key, FrameHeaders headers) {
      return key.filter(is::matches).isPresent();
    }
  }

  /** All records. */
  public record Always() implements Condition {
    @Override
    public boolean holds(Optional<String> key, FrameHeaders headers) {
      return true;
    }
  }
}
