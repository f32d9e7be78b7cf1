package io.iptstreams.stream;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TransactionalIdNotFoundException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rolls back what members of the stage's group left open that are gone for good.
 *
 * <p>The open transaction of a dead process hides all later results on its partitions until it
 * times out, which takes minutes with frames that may take one. A process that comes back under its
 * name ends it; one that does not was in the group at the last rebalance, and is not at this one.
 * Whatever such a member might still send, the group would refuse its offsets: nothing is lost by
 * ending it now.
 *
 * <p>An owner of a client of Kafka and of a thread.
 */
final class LostMembers implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(LostMembers.class);
  private static final Duration FAREWELL = Duration.ofSeconds(1);
  private static final long SECONDS_TO_THE_NEXT_TRY = 5;

  private final Admin admin;
  private final String application;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread named = new Thread(work, "lost-members");
            named.setDaemon(true);
            return named;
          });

  /** By their group instance ids, which transactional ids end with; see {@link StableIds}. */
  private Set<String> known = Set.of();

  /** Gone, and perhaps with a transaction open. */
  private final Set<String> lost = new HashSet<>();

  /**
   * @param admin closed at the end
   * @param application the name of the stage, hence of its group
   */
  LostMembers(Admin admin, String application) {
    this.admin = admin;
    this.application = application;
  }

  /**
   * Asks who is gone, on a thread of its own and until it gets an answer; to be called after each
   * rebalance.
   */
  void review() {
    reviewAfter(0);
  }

  private void reviewAfter(long seconds) {
    try {
      thread.schedule(this::reviewed, seconds, TimeUnit.SECONDS);
    } catch (RejectedExecutionException closed) {
      log.debug("stage {} is closed", application);
    }
  }

  private void reviewed() {
    try {
      rollBack();
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | KafkaException e) {
      if (!thread.isShutdown()) {
        Throwable cause = e instanceof ExecutionException ? e.getCause() : e;
        log.warn("stage {}: what lost processes left open: {}", application, cause.toString());
        reviewAfter(SECONDS_TO_THE_NEXT_TRY);
      }
    }
  }

  /** Ends the transactions of those who are gone since the first call. */
  void rollBack() throws InterruptedException, ExecutionException {
    Set<String> members = members();
    lost.addAll(known);
    lost.removeAll(members);
    known = members;
    for (String member : List.copyOf(lost)) {
      String transactionalId = StableIds.of(application, member);
      // Asked anew: somebody who has come back meanwhile has a transaction of his own.
      if (isOpen(transactionalId) && !members().contains(member)) {
        log.info("stage {}: {} is gone; its open transaction is rolled back", application, member);
        admin.fenceProducers(List.of(transactionalId)).all().get();
      }
      lost.remove(member);
    }
  }

  private Set<String> members() throws InterruptedException, ExecutionException {
    return admin
        .describeConsumerGroups(List.of(application))
        .describedGroups()
        .get(application)
        .get()
        .members()
        .stream()
        .flatMap(member -> member.groupInstanceId().stream())
        .collect(Collectors.toSet());
  }

  private boolean isOpen(String transactionalId) throws InterruptedException, ExecutionException {
    try {
      return admin
              .describeTransactions(List.of(transactionalId))
              .description(transactionalId)
              .get()
              .state()
          == TransactionState.ONGOING;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof TransactionalIdNotFoundException) {
        return false;
      }
      throw e;
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
    admin.close(FAREWELL);
  }
}
