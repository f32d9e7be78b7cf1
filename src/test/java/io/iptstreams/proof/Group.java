package io.iptstreams.proof;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
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

  /** Whether all have left that were in it; those that were killed have not. */
  boolean isLeft() {
    return describe()
        .map(ConsumerGroupDescription::groupState)
        .equals(Optional.of(GroupState.EMPTY));
  }

  private Collection<MemberDescription> members() {
    return describe()
        .filter(group -> group.groupState() == GroupState.STABLE)
        .map(ConsumerGroupDescription::members)
        .orElse(List.of());
  }

  private Optional<ConsumerGroupDescription> describe() {
    try {
      return Optional.of(admin.describeConsumerGroups(List.of(name)).all().get().get(name));
    } catch (ExecutionException e) {
      if (e.getCause() instanceof GroupIdNotFoundException) {
        return Optional.empty();
      }
      throw new AssertionError("group " + name + " cannot be described", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
