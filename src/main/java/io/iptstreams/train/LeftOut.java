package io.iptstreams.train;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Files that cannot be trained on: counted by reason, each once, and the first few told of. */
final class LeftOut {
  private static final int TOLD = 10;

  /** Why a file is of no use. */
  enum Reason {
    UNREADABLE("cannot be read"),
    UNDECODABLE("cannot be decoded"),
    GREY("without colour"),
    SMALL("too small");

    private final String words;

    Reason(String words) {
      this.words = words;
    }
  }

  private static final class Kind {
    private final String first;
    private int count = 1;

    Kind(String first) {
      this.first = first;
    }
  }

  private final Consumer<String> listener;
  private final BitSet files = new BitSet();
  private final Map<Reason, Kind> kinds = new EnumMap<>(Reason.class);
  private int count;

  /**
   * @param listener told a line for each of the first {@value #TOLD} files
   */
  LeftOut(Consumer<String> listener) {
    this.listener = listener;
  }

  /** Counts a file, unless it was counted before. */
  synchronized void add(int number, String name, Reason reason, String detail) {
    if (!files.get(number)) {
      files.set(number);
      add(name, reason, detail);
    }
  }

  /** Counts what has no number: a folder that could not be looked into. */
  synchronized void add(String name, Reason reason, String detail) {
    Kind kind = kinds.get(reason);
    if (kind == null) {
      kinds.put(reason, new Kind(name + ", " + detail));
    } else {
      kind.count++;
    }
    count++;
    if (count <= TOLD) {
      listener.accept("left out " + name + ": " + detail);
    }
    if (count == TOLD) {
      listener.accept("further files that cannot be used are counted, not named");
    }
  }

  /** Files, without folders that could not be looked into. */
  synchronized int files() {
    return files.cardinality();
  }

  /** How many for each reason that occurred. */
  synchronized Map<String, Integer> counts() {
    Map<String, Integer> counts = new LinkedHashMap<>();
    kinds.forEach((reason, kind) -> counts.put(reason.words, kind.count));
    return counts;
  }

  /** As {@code 3 cannot be decoded (first: a.png, …), 9 too small (first: …)}. */
  synchronized String summary() {
    List<String> parts = new ArrayList<>();
    kinds.forEach(
        (reason, kind) ->
            parts.add(kind.count + " " + reason.words + " (first: " + kind.first + ")"));
    return String.join(", ", parts);
  }
}
