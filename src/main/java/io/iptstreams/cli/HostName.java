package io.iptstreams.cli;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** What the machine is called: the same at every start, another on every machine. */
final class HostName {
  private HostName() {}

  /** Its name, in letters that Kafka takes; {@code localhost} if it has none. */
  static String ofThisMachine() {
    try {
      return InetAddress.getLocalHost().getHostName().replaceAll("[^a-zA-Z0-9._-]", "-");
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }
}
