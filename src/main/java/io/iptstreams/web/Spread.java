package io.iptstreams.web;

import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.CountAtBucket;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * How durations are spread since the stage was started.
 *
 * @param bounds upper ends of the classes, in seconds; the last class has none
 * @param counts durations up to each end, and last all of them
 */
record Spread(List<Double> bounds, List<Long> counts) {

  /** Of all timers together, which have the same classes. */
  static Spread of(Collection<Timer> timers) {
    Map<Double, Long> upTo = new TreeMap<>();
    long all = 0;
    for (Timer timer : timers) {
      for (CountAtBucket bucket : timer.takeSnapshot().histogramCounts()) {
        upTo.merge(bucket.bucket(TimeUnit.SECONDS), (long) bucket.count(), Long::sum);
      }
      all += timer.count();
    }
    upTo.remove(Double.POSITIVE_INFINITY);
    List<Long> counts = new ArrayList<>(upTo.values());
    counts.add(all);
    return new Spread(List.copyOf(upTo.keySet()), counts);
  }
}
