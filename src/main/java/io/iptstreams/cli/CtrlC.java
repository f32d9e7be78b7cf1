package io.iptstreams.cli;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

/**
 * Turns Ctrl-C into an interrupt of the working thread, and lets that end cleanly before the
 * process does.
 */
final class CtrlC {
  private CtrlC() {}

  /**
   * Runs the work on this thread; on Ctrl-C interrupts it and keeps the process alive until it has
   * ended.
   */
  static <T> T interrupts(Callable<T> work) throws Exception {
    Thread worker = Thread.currentThread();
    CountDownLatch ended = new CountDownLatch(1);
    Thread hook =
        new Thread(
            () -> {
              worker.interrupt();
              try {
                ended.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "ctrl-c");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      return work.call();
    } finally {
      ended.countDown();
      removed(hook);
    }
  }

  /** Whether the process goes on: a hook cannot be removed once it runs. */
  private static boolean removed(Thread hook) {
    try {
      return Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException shuttingDown) {
      return false;
    }
  }
}
