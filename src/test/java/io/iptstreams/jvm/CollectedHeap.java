package io.iptstreams.jvm;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import javax.management.MBeanServerConnection;
import javax.management.remote.JMXConnector;

/** What a collection leaves of the heap of another process. */
public final class CollectedHeap implements AutoCloseable {
  private final JMXConnector management;
  private final MBeanServerConnection beans;
  private final MemoryMXBean memory;

  private CollectedHeap(JMXConnector management, MBeanServerConnection beans, MemoryMXBean memory) {
    this.management = management;
    this.beans = beans;
    this.memory = memory;
  }

  public static CollectedHeap open(ChildJvm child) throws Exception {
    JMXConnector management = child.management();
    MBeanServerConnection beans = management.getMBeanServerConnection();
    return new CollectedHeap(
        management, beans, ManagementFactory.getPlatformMXBean(beans, MemoryMXBean.class));
  }

  /** Collects and says what the collection itself left, in MB: the process goes on meanwhile. */
  public double megabytes() throws IOException {
    memory.gc();
    return ManagementFactory.getPlatformMXBeans(beans, MemoryPoolMXBean.class).stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP && pool.getCollectionUsage() != null)
            .mapToLong(pool -> pool.getCollectionUsage().getUsed())
            .sum()
        / 1e6;
  }

  @Override
  public void close() throws IOException {
    management.close();
  }
}
