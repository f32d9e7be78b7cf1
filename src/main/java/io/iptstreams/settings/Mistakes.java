package io.iptstreams.settings;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/**
 * What was found wrong in one file so far, and the sections that still have to be looked through.
 */
final class Mistakes {
  private record Mistake(int line, String text) {}

  private final String file;
  private final TreeSet<Mistake> found =
      new TreeSet<>(Comparator.comparingInt(Mistake::line).thenComparing(Mistake::text));
  private final List<Section> opened = new ArrayList<>();

  Mistakes(String file) {
    this.file = file;
  }

  void add(int line, String text) {
    found.add(new Mistake(line, text));
  }

  void opened(Section section) {
    opened.add(section);
  }

  void check() {
    opened.forEach(Section::findUnknownKeys);
    if (!found.isEmpty()) {
      throw new SettingsException(
          found.stream().map(m -> file + ":" + m.line() + ": " + m.text()).toList());
    }
  }
}
