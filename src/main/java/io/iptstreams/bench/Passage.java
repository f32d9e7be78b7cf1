package io.iptstreams.bench;

import io.iptstreams.frame.FrameHeaders;
import io.iptstreams.media.KafkaClients;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.InterruptException;

/**
 * The way from one topic to others: sends frames and waits for what becomes of them. Each stream
 * has a partition of its own, and frames are sent to the streams in turn. For one thread.
 */
final class Passage implements AutoCloseable {
  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(90);

  private final String bootstrapServers;
  private final Producer<byte[], byte[]> producer;
  private final String source;
  private final int streams;
  private final IntFunction<byte[]> files;
  private final Ledger ledger = new Ledger();
  private final Outlet outlet;

  private Passage(
      String bootstrapServers,
      String source,
      Collection<String> outlets,
      int streams,
      IntFunction<byte[]> files) {
    this.bootstrapServers = bootstrapServers;
    this.producer = KafkaClients.producer(bootstrapServers);
    this.source = source;
    this.streams = streams;
    this.files = files;
    this.outlet = Outlet.open(bootstrapServers, outlets, streams, ledger);
  }

  /**
   * Opens it.
   *
   * @param source topic that frames go to, with as many partitions as there are streams
   * @param outlets topics that outcomes come from, with as many partitions
   * @param files the value of a frame, by its number
   */
  static Passage open(
      String bootstrapServers,
      String source,
      Collection<String> outlets,
      int streams,
      IntFunction<byte[]> files) {
    return new Passage(bootstrapServers, source, outlets, streams, files);
  }

  /**
   * Sends frames as fast as the broker takes them, and waits for all of their outcomes.
   *
   * @param alive asked now and then while waiting; throws if there is no point in it
   * @return seconds from before the first was sent to the last outcome
   */
  double flood(int frames, Runnable alive) throws InterruptedException {
    int first = ledger.size();
    long start = System.nanoTime();
    for (int i = 0; i < frames; i++) {
      send(producer, System.nanoTime());
    }
    ledger.await(LONGEST_SILENCE, alive);
    return (ledger.lastSeen(first) - start) / 1e9;
  }

  /**
   * Sends frames that nobody sees before the last of them is there, and waits for all of their
   * outcomes.
   *
   * @param alive as of {@link #flood}
   * @return seconds from the moment they are seen to the last outcome
   */
  double backlog(int frames, Runnable alive) throws InterruptedException {
    int first = ledger.size();
    long start;
    try (Producer<byte[], byte[]> hidden =
        KafkaClients.transactionalProducer(bootstrapServers, source + "-backlog")) {
      hidden.initTransactions();
      hidden.beginTransaction();
      for (int i = 0; i < frames; i++) {
        send(hidden, System.nanoTime());
      }
      hidden.flush();
      start = System.nanoTime();
      hidden.commitTransaction();
    }
    ledger.await(LONGEST_SILENCE, alive);
    return (ledger.lastSeen(first) - start) / 1e9;
  }

  /**
   * Sends frames at a steady pace, whatever becomes of them.
   *
   * @param alive asked now and then while waiting; throws if there is no point in it
   * @return from the moment each should have been made, by the pace, to its outcome: a sender that
   *     is held up makes no frame look faster
   */
  Latency paced(int frames, double framesPerSecond, Runnable alive) throws InterruptedException {
    int first = ledger.size();
    long start = System.nanoTime();
    for (int i = 0; i < frames; i++) {
      long due = start + (long) (i * 1e9 / framesPerSecond);
      TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
      send(producer, due);
    }
    ledger.await(LONGEST_SILENCE, alive);
    return Latency.of(ledger.latencies(first));
  }

  private void send(Producer<byte[], byte[]> sender, long created) throws InterruptedException {
    int number = ledger.create(created);
    int stream = number % streams;
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(source, stream, bytes("stream-" + stream), files.apply(number));
    record.headers().add(FrameHeaders.FRAME, bytes(String.valueOf(number)));
    try {
      sender.send(
          record,
          (metadata, error) -> {
            if (error != null) {
              ledger.fail(
                  new BenchmarkException(
                      "frame " + number + " cannot be sent: " + error.getMessage(), error));
            }
          });
    } catch (InterruptException e) {
      // It marks the thread as interrupted; whoever catches the exception decides about that.
      Thread.interrupted();
      InterruptedException stopped = new InterruptedException("interrupted while sending");
      stopped.initCause(e);
      throw stopped;
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Reads what is there once nobody writes any more: only then are duplicates known. */
  void drain() throws InterruptedException {
    outlet.drain();
  }

  /** Frames sent so far. */
  int sent() {
    return ledger.size();
  }

  /** Frames without an outcome so far. */
  int lost() {
    return ledger.lost();
  }

  /** Outcomes so far beyond the first of each frame. */
  long duplicated() {
    return ledger.duplicated();
  }

  @Override
  public void close() {
    producer.close(Duration.ZERO);
    outlet.close();
  }
}
