package io.iptstreams.doctor;

import java.util.List;

/**
 * The virtual machine.
 *
 * @param heapBytes that it may take at most
 */
record JavaCheck(long heapBytes) implements Check {
  /** A picture of some megapixels on its way is a few times its size as floats. */
  private static final long ENOUGH = 512L << 20;

  @Override
  public String name() {
    return "java";
  }

  @Override
  public String remedy() {
    return "take a JDK of version 17 or newer";
  }

  @Override
  public List<Finding> look() {
    String found =
        System.getProperty("java.version")
            + " on "
            + System.getProperty("os.name")
            + " "
            + System.getProperty("os.arch")
            + ", heap up to "
            + Bytes.words(heapBytes);
    return List.of(
        heapBytes < ENOUGH
            ? Finding.warn(
                name(),
                found + ", which is little for large pictures",
                "start with java -Xmx2g -jar")
            : Finding.ok(name(), found));
  }
}
