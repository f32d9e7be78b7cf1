package io.iptstreams.stream;

/**
 * Sees each picture and what became of it, as soon as its outcome is handed to Kafka: for metrics
 * and the live page, not for accounts, as the transaction may still be rolled back.
 *
 * <p>Called by every stream thread between two pictures, so it must be safe for many threads and
 * return at once. What it throws is logged and harms no frame.
 */
@FunctionalInterface
public interface Spectator {
  void see(Sight sight);
}
