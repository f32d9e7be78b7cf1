package io.iptstreams.cli;

import java.io.IOException;
import java.io.OutputStream;

/** Ties this process to the one that started it: standard input ends when that one does. */
final class InputWatch {
  private InputWatch() {}

  /** Interrupts a thread when standard input ends. */
  static void interruptAtEnd(Thread worker) {
    Thread watch =
        new Thread(
            () -> {
              try {
                System.in.transferTo(OutputStream.nullOutputStream());
              } catch (IOException e) {
                // An input that breaks has ended, too.
              }
              worker.interrupt();
            },
            "input-watch");
    watch.setDaemon(true);
    watch.start();
  }
}
