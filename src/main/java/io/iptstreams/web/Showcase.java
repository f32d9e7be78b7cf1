package io.iptstreams.web;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The pictures that browsers can fetch now: of each stream that somebody looks at the newest and
 * the two before, for who is slow, and those of the dead letters. Filled by one thread, read by
 * many.
 */
final class Showcase {
  private static final int KEPT = 3;

  private final Gallery gallery;
  private final Painter painter;
  private final Painter deadPainter;

  /** By the id of the stream, the newest first; guarded by this. */
  private final Map<Long, Deque<Shown>> streams = new HashMap<>();

  /** By the id of the dead letter; empty where there is nothing to show; guarded by this. */
  private final Map<Long, Optional<byte[]>> deadLetters = new HashMap<>();

  Showcase(Gallery gallery, Painter painter, Painter deadPainter) {
    this.gallery = gallery;
    this.painter = painter;
    this.deadPainter = deadPainter;
  }

  /**
   * Paints what is new.
   *
   * @param watched ids of the streams that somebody looks at
   */
  void renew(Set<Long> watched) {
    Set<Long> present = new HashSet<>();
    for (Exhibit stream : gallery.streams()) {
      present.add(stream.id());
      if (watched.contains(stream.id())) {
        show(stream);
      }
    }
    Set<Long> letters = new HashSet<>();
    for (Misfortune misfortune : gallery.misfortunes()) {
      letters.add(misfortune.id());
      show(misfortune);
    }
    synchronized (this) {
      streams.keySet().retainAll(present);
      deadLetters.keySet().retainAll(letters);
    }
  }

  private void show(Exhibit stream) {
    boolean shown = newest(stream.id()).filter(last -> last.number() == stream.seen()).isPresent();
    if (shown || stream.newest().isEmpty()) {
      return;
    }
    Exposure newest = stream.newest().get();
    Optional<Painter.Painting> before = painter.paint(newest.before());
    Optional<Painter.Painting> after = painter.paint(newest.after());
    if (before.isPresent() && after.isPresent()) {
      Shown next =
          new Shown(
              stream.seen(),
              newest.frame(),
              newest.task(),
              newest.quality(),
              before.get(),
              after.get());
      synchronized (this) {
        Deque<Shown> kept = streams.computeIfAbsent(stream.id(), id -> new ArrayDeque<>());
        kept.addFirst(next);
        while (kept.size() > KEPT) {
          kept.removeLast();
        }
      }
    }
  }

  private void show(Misfortune misfortune) {
    synchronized (this) {
      if (deadLetters.containsKey(misfortune.id())) {
        return;
      }
    }
    Optional<byte[]> painted =
        misfortune.picture().flatMap(deadPainter::paint).map(Painter.Painting::jpeg);
    synchronized (this) {
      deadLetters.put(misfortune.id(), painted);
    }
  }

  /** The picture of a stream shown last. */
  synchronized Optional<Shown> newest(long stream) {
    return Optional.ofNullable(streams.get(stream)).map(Deque::peekFirst);
  }

  /** A picture of a stream by its number, if it is still there. */
  synchronized Optional<Shown> shown(long stream, long number) {
    return streams.getOrDefault(stream, new ArrayDeque<>()).stream()
        .filter(shown -> shown.number() == number)
        .findFirst();
  }

  /** The picture of a dead letter, if it is one that can be shown. */
  synchronized Optional<byte[]> deadLetter(long id) {
    return deadLetters.getOrDefault(id, Optional.empty());
  }

  /** What is known of the streams, the one seen last first. */
  List<Exhibit> exhibits() {
    return gallery.streams();
  }

  List<Misfortune> misfortunes() {
    return gallery.misfortunes();
  }
}
