package io.iptstreams.broker;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/**
 * The child process: runs a broker until its standard input ends, then stops it cleanly. Standard
 * output is for its parent: {@code READY host:port}, or {@code FAILED} and a sentence.
 */
public final class BrokerMain {
  private BrokerMain() {}

  /**
   * @param args the broker's folder, and the port to take if it is free
   */
  public static void main(String[] args) throws IOException {
    PrintStream parent = System.out;
    // Whatever else prints must not come between parent and child.
    System.setOut(System.err);
    CountDownLatch stopped = new CountDownLatch(1);
    try (EmbeddedBroker broker = open(args)) {
      // Ctrl-C reaches the whole process group, but the stage still has to commit: the hook holds
      // this process until its parent is done and the broker has stopped.
      Runtime.getRuntime().addShutdownHook(new Thread(() -> await(stopped), "broker-stops"));
      parent.println("READY " + broker.bootstrapServers());
      parent.flush();
      System.in.transferTo(OutputStream.nullOutputStream());
    } catch (BrokerException e) {
      e.printStackTrace();
      parent.println("FAILED " + e.getMessage());
      parent.flush();
    } finally {
      stopped.countDown();
    }
  }

  private static EmbeddedBroker open(String[] args) {
    Path folder = Path.of(args[0]);
    return args.length > 1
        ? EmbeddedBroker.open(folder, Integer.parseInt(args[1]))
        : EmbeddedBroker.open(folder);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
