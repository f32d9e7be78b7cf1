package io.iptstreams.proof;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;

/** Names of streams that lie evenly on partitions: the first on 0, the second on 1, and so on. */
final class Keys {
  private Keys() {}

  static List<String> spread(int count, int partitions) {
    List<String> keys = new ArrayList<>();
    for (int candidate = 0; keys.size() < count; candidate++) {
      String key = "yard-" + candidate;
      byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
      if (BuiltInPartitioner.partitionForKey(bytes, partitions) == keys.size() % partitions) {
        keys.add(key);
      }
    }
    return keys;
  }
}
