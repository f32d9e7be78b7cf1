package io.iptstreams.web;

import io.iptstreams.stream.Sight;
import io.iptstreams.stream.Spectator;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The newest picture of each stream and the latest dead letters. Safe for many threads.
 *
 * <p>Bounded, whatever arrives: the streams seen last, pictures up to a size, texts up to a length.
 */
final class Gallery implements Spectator {
  static final int MOST_STREAMS = 16;
  static final int MOST_DEAD_LETTERS = 20;

  /**
   * Larger pictures are not kept to be shown: before and after of all streams stay below 128 MB.
   */
  static final int LARGEST_PICTURE = 4 << 20;

  /** The same of a dead letter. */
  static final int LARGEST_DEAD_PICTURE = 1 << 20;

  private final InstantSource clock;

  /** By name; the one seen last is at the end. */
  private final Map<String, Exhibit> streams =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Exhibit> eldest) {
          return size() > MOST_STREAMS;
        }
      };

  private final Deque<Misfortune> misfortunes = new ArrayDeque<>();
  private long lastId;

  Gallery(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public synchronized void see(Sight sight) {
    if (sight.deadLetter().isPresent()) {
      misfortunes.addFirst(
          Misfortune.of(
              ++lastId, clock.instant(), sight, sight.deadLetter().get(), LARGEST_DEAD_PICTURE));
      if (misfortunes.size() > MOST_DEAD_LETTERS) {
        misfortunes.removeLast();
      }
    } else if (sight.after().isPresent()) {
      Exhibit known = known(Shortened.of(sight.stream()));
      streams.put(
          known.name(),
          new Exhibit(
              known.id(),
              known.name(),
              known.seen() + 1,
              Exposure.of(sight, LARGEST_PICTURE),
              known.measured()));
    }
  }

  /** Notes how a stream compares with its clean pictures. */
  synchronized void measured(String stream, Exhibit.Measured measured) {
    Exhibit known = known(Shortened.of(stream));
    streams.put(
        known.name(),
        new Exhibit(known.id(), known.name(), known.seen(), known.newest(), Optional.of(measured)));
  }

  private Exhibit known(String name) {
    Exhibit known = streams.get(name);
    return known == null
        ? new Exhibit(++lastId, name, 0, Optional.empty(), Optional.empty())
        : known;
  }

  /** The streams, the one seen last first. */
  synchronized List<Exhibit> streams() {
    List<Exhibit> newestFirst = new ArrayList<>(streams.values());
    Collections.reverse(newestFirst);
    return newestFirst;
  }

  /** The dead letters, the latest first. */
  synchronized List<Misfortune> misfortunes() {
    return List.copyOf(misfortunes);
  }
}
