package io.iptstreams.settings;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What was found wrong in one file so far, the lines of its keys, and the sections that still have
 * to be looked through.
 */
final class Mistakes {
  private record Remark(int line, String text) {}

  private static final Comparator<Remark> TOP_DOWN =
      Comparator.comparingInt(Remark::line).thenComparing(Remark::text);

  private final String file;
  private final Set<Remark> found = new TreeSet<>(TOP_DOWN);
  private final Set<Remark> doubts = new TreeSet<>(TOP_DOWN);
  private final List<Section> opened = new ArrayList<>();

  /** Of every key and section that was opened, by its full path. */
  private final Map<String, Integer> lines = new HashMap<>();

  /** Full paths of keys with a mistake. */
  private final Set<String> wrong = new HashSet<>();

  Mistakes(String file) {
    this.file = file;
  }

  void add(int line, String text) {
    found.add(new Remark(line, text));
  }

  /** Notes what may be meant so. */
  void doubt(String path, String why) {
    doubts.add(new Remark(line(path), path + separated(why)));
  }

  /** Notes a mistake of a key. */
  void add(String path, int line, String why) {
    wrong.add(path);
    add(line, path + separated(why));
  }

  private static String separated(String why) {
    return why.startsWith(":") ? why : " " + why;
  }

  void opened(Section section) {
    opened.add(section);
  }

  void isAt(String path, int line) {
    lines.put(path, line);
  }

  boolean has(String path) {
    return lines.containsKey(path);
  }

  /** The line of a key, else of the nearest section around it. */
  int line(String path) {
    for (String at = path; !at.isEmpty(); at = around(at)) {
      if (lines.containsKey(at)) {
        return lines.get(at);
      }
    }
    return 1;
  }

  /** {@code a[1].b}, {@code a[1]}, {@code a}, nothing. */
  private static String around(String path) {
    return path.substring(0, Math.max(0, Math.max(path.lastIndexOf('.'), path.lastIndexOf('['))));
  }

  /** Whether no mistake was noted of a key, of what is around it or of what is in it. */
  boolean isRight(String path) {
    return wrong.stream().noneMatch(other -> isIn(path, other) || isIn(other, path));
  }

  private static boolean isIn(String path, String other) {
    return path.equals(other) || path.startsWith(other + ".") || path.startsWith(other + "[");
  }

  void check() {
    opened.forEach(Section::findUnknownKeys);
    if (!found.isEmpty()) {
      throw new SettingsException(texts(found));
    }
  }

  List<String> doubts() {
    return texts(doubts);
  }

  private List<String> texts(Set<Remark> remarks) {
    return remarks.stream()
        .map(remark -> file + ":" + remark.line() + ": " + remark.text())
        .toList();
  }
}
