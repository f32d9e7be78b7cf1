package io.iptstreams.media;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Lets the thread wait; a test lets time pass instead. */
@FunctionalInterface
interface Sleeper {
  Sleeper REAL = duration -> TimeUnit.NANOSECONDS.sleep(duration.toNanos());

  void sleep(Duration duration) throws InterruptedException;
}
