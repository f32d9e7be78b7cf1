package io.iptstreams.proof;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/** The consumer group of a stage as the broker knows it. */
final class Group {
  private final Admin admin;
  private final String name;

  Group(Admin admin, String name) {
    this.admin = admin;
    this.name = name;
  }

  /** Partitions of each member, in ascending order; none while the group is being rearranged. */
  List<Integer> shares() {
    return members().stream()
        .map(member -> member.assignment().topicPartitions().size())
        .sorted()
        .toList();
  }

  /** Its members by the ids that they were given when they joined. */
  Set<String> memberIds() {
    return members().stream().map(MemberDescription::consumerId).collect(Collectors.toSet());
  }

  private Collection<MemberDescription> members() {
    try {
      ConsumerGroupDescription group =
          admin.describeConsumerGroups(List.of(name)).all().get().get(name);
      return group.groupState() == GroupState.STABLE ? group.members() : List.of();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof GroupIdNotFoundException) {
        return List.of();
      }
      throw new AssertionError("group " + name + " cannot be described", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
