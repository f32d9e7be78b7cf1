package io.iptstreams.web;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The news for the browsers, and who waits for them. A browser that is slow misses what came in
 * between. Safe for many threads.
 */
final class Feed {
  /** Browsers at once; each holds a thread that mostly sleeps. */
  static final int MOST_BROWSERS = 256;

  private static final byte[] NONE = {};

  private final Map<Long, OptionalLong> browsers = new HashMap<>();
  private long lastBrowser;
  private byte[] news = NONE;
  private long number;
  private boolean ended;

  /**
   * Takes a browser in.
   *
   * @param stream that it looks at, if it said so
   * @return its number; absent if there are too many already
   */
  synchronized OptionalLong enter(OptionalLong stream) {
    if (browsers.size() == MOST_BROWSERS || ended) {
      return OptionalLong.empty();
    }
    browsers.put(++lastBrowser, stream);
    notifyAll();
    return OptionalLong.of(lastBrowser);
  }

  synchronized void leave(long browser) {
    browsers.remove(browser);
    if (browsers.isEmpty()) {
      // Nobody renews it now, and who comes next must not be told old news.
      news = NONE;
    }
  }

  synchronized int browsers() {
    return browsers.size();
  }

  /** Ids of the streams that somebody looks at. */
  synchronized Set<Long> watched() {
    Set<Long> watched = new HashSet<>();
    browsers.values().forEach(stream -> stream.ifPresent(watched::add));
    return watched;
  }

  synchronized void publish(byte[] event) {
    news = event;
    number++;
    notifyAll();
  }

  synchronized void end() {
    ended = true;
    notifyAll();
  }

  /** Waits until there is a browser; false at the end. */
  synchronized boolean awaitBrowser() throws InterruptedException {
    while (browsers.isEmpty() && !ended) {
      wait();
    }
    return !ended;
  }

  /**
   * Waits for news.
   *
   * @param seen number of the last that was seen, 0 for none
   * @return absent at the end
   */
  synchronized Optional<News> await(long seen) throws InterruptedException {
    while ((number == seen || news == NONE) && !ended) {
      wait();
    }
    return ended ? Optional.empty() : Optional.of(new News(number, news));
  }

  /**
   * What a browser is told.
   *
   * @param event as server-sent events are written
   */
  record News(long number, byte[] event) {}
}
