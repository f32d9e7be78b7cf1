package io.iptstreams.media;

import io.iptstreams.frame.Fraction;
import io.iptstreams.frame.FrameHeaders;
import io.iptstreams.image.Image;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;

/**
 * Reads the restored frames of one stream from a topic, from its beginning, and gives them on in
 * the order of their numbers with the times of their source.
 *
 * <p>A stream's name should be its own on the topic: of two clips sent under one name, the first is
 * read.
 *
 * <p>The consumer is the caller's, who sets {@code isolation.level} (read_committed, or frames of
 * aborted transactions are read too) and closes it; its assignment is replaced here. To stop early,
 * wake it up.
 */
public final class FrameEgress {
  private static final Duration LONGEST_POLL = Duration.ofMillis(200);

  /** However short the wait for the next frame, a broker has so long to give a record it has. */
  private static final Duration LEAST_SILENCE = Duration.ofSeconds(10);

  /** With which frame of a stream to begin. */
  public enum Start {
    /** The first one on the topic. */
    FIRST_FRAME,
    /** The next one that comes: what lies on the topic is passed over. */
    NEXT_FRAME
  }

  private final Consumer<byte[], byte[]> consumer;
  private final String topic;
  private final Function<byte[], Image> decoder;
  private final LongSupplier nanoClock;

  /**
   * @param decoder makes a picture of the bytes of one picture file
   */
  public FrameEgress(
      Consumer<byte[], byte[]> consumer, String topic, Function<byte[], Image> decoder) {
    this(consumer, topic, decoder, System::nanoTime);
  }

  FrameEgress(
      Consumer<byte[], byte[]> consumer,
      String topic,
      Function<byte[], Image> decoder,
      LongSupplier nanoClock) {
    this.consumer = consumer;
    this.topic = topic;
    this.decoder = decoder;
    this.nanoClock = nanoClock;
  }

  /**
   * Writes the stream to a video file; see {@link VideoWriter} for its kinds. If no frame came,
   * there is no file; after an exception there is at most NAME.part.
   *
   * @param idle how long to wait for the next frame before the stream counts as ended
   */
  public EgressResult receive(String stream, Duration idle, Path video) {
    try (VideoFileSink sink = VideoFileSink.open(video, Encoding.USUAL)) {
      EgressResult result = receive(stream, idle, sink);
      sink.finish();
      return result;
    }
  }

  /**
   * Gives the frames of the stream to the sink, on this thread, until the one marked {@code
   * ce_last} was given or no new one came for {@code idle}.
   *
   * <p>Numbers that did not come are counted and hold nothing up: with the last frame there, they
   * are waited for only until what the topic held at that moment has been read. The time spent on
   * reading what lay on the topic at the start does not count as idle.
   *
   * @throws MediaException if the topic does not exist; if a record of the stream lacks a header,
   *     is no picture, or differs in size or time base from the first; or if the broker falls
   *     silent before it has given what lay on the topic
   * @throws InterruptException if the thread is interrupted; what was in order has been given
   */
  public EgressResult receive(String stream, Duration idle, FrameSink sink) {
    return receive(stream, Start.FIRST_FRAME, idle, sink);
  }

  /** The same from another frame of the stream on. */
  public EgressResult receive(String stream, Start start, Duration idle, FrameSink sink) {
    try {
      return new Reception(stream, start, idle, sink).run();
    } catch (InterruptException | WakeupException stopped) {
      throw stopped;
    } catch (KafkaException e) {
      throw new MediaException("cannot read topic " + topic + ": " + e.getMessage(), e);
    }
  }

  private List<TopicPartition> assign(Start start) {
    List<PartitionInfo> known = consumer.partitionsFor(topic);
    if (known == null || known.isEmpty()) {
      throw new MediaException("there is no topic " + topic + " to read restored frames from");
    }
    List<TopicPartition> partitions =
        known.stream().map(info -> new TopicPartition(topic, info.partition())).toList();
    consumer.assign(partitions);
    if (start == Start.NEXT_FRAME) {
      consumer.seekToEnd(partitions);
      // A consumer seeks when it is asked where it is; now, and not when frames have passed by.
      partitions.forEach(consumer::position);
    } else {
      consumer.seekToBeginning(partitions);
    }
    return partitions;
  }

  /** One stream on its way from the topic to the sink. */
  private final class Reception {
    private final String stream;
    private final long idleNanos;
    private final FrameSink sink;
    private final FrameOrder order;
    private final List<TopicPartition> partitions;
    // Null once it has been read.
    private Map<TopicPartition, Long> backlog;
    private long read;
    private long written;
    private boolean lastSeen;
    private long lastNumber = Long.MAX_VALUE;
    private int width;
    private int height;
    private Fraction timeBase;

    private Reception(String stream, Start start, Duration idle, FrameSink sink) {
      this.stream = stream;
      this.idleNanos = idle.toNanos();
      this.sink = sink;
      this.order = new FrameOrder(this::giveOn, start == Start.NEXT_FRAME);
      this.partitions = assign(start);
      this.backlog = consumer.endOffsets(partitions);
    }

    private EgressResult run() {
      long lastNews = nanoClock.getAsLong();
      while (!isComplete()) {
        long before = read;
        boolean news = poll();
        long now = nanoClock.getAsLong();
        boolean reading = !backlogRead();
        if (news || (reading && read > before)) {
          lastNews = now;
        } else if (reading) {
          // Nobody wakes a consumer whose broker has died.
          checkSilence(now - lastNews);
        } else if (now - lastNews >= idleNanos) {
          break;
        }
      }
      order.end();
      return new EgressResult(written, order.missing(), lastSeen);
    }

    private void checkSilence(long nanos) {
      if (nanos >= Math.max(idleNanos, LEAST_SILENCE.toNanos())) {
        throw new MediaException(
            "the broker gave no record of topic "
                + topic
                + " for "
                + Duration.ofNanos(nanos).toSeconds()
                + " s though there are more; is it still running? "
                + written
                + " frames of stream "
                + stream
                + " had come");
      }
    }

    /** The last frame is here, and every other one too or not to be hoped for. */
    private boolean isComplete() {
      return lastSeen && (order.isCaughtUp() || backlogRead());
    }

    private boolean poll() {
      boolean news = false;
      long wait = Math.min(idleNanos, LONGEST_POLL.toNanos());
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofNanos(wait))) {
        read++;
        if (FrameRecord.belongsTo(stream, record)) {
          news = true;
          add(new FrameRecord(record));
        }
      }
      return news;
    }

    private void add(FrameRecord record) {
      // Beyond the last frame there is only another clip of the same name.
      if (record.number() > lastNumber) {
        return;
      }
      order.add(record);
      if (record.headers().isLast() && !lastSeen) {
        lastSeen = true;
        lastNumber = record.number();
        backlog = consumer.endOffsets(partitions);
      }
    }

    private boolean backlogRead() {
      if (backlog != null
          && partitions.stream().allMatch(p -> consumer.position(p) >= backlog.get(p))) {
        backlog = null;
      }
      return backlog == null;
    }

    private void giveOn(FrameRecord record) {
      VideoFrame frame = record.decode(decoder);
      if (written == 0) {
        width = frame.image().width();
        height = frame.image().height();
        timeBase = record.timeBase();
      }
      checkSameSize(record, frame.image());
      if (!record.timeBase().equals(timeBase)) {
        throw new MediaException(
            record.place()
                + ": header "
                + FrameHeaders.TIME_BASE
                + " is "
                + record.timeBase()
                + ", stream "
                + stream
                + " began with "
                + timeBase
                + "; a stream keeps one time base");
      }
      sink.accept(frame, record.headers());
      written++;
    }

    private void checkSameSize(FrameRecord record, Image image) {
      if (image.width() != width || image.height() != height) {
        throw new MediaException(
            record.place()
                + " is a picture of "
                + image.width()
                + " × "
                + image.height()
                + ", stream "
                + stream
                + " began with "
                + width
                + " × "
                + height
                + "; a stream keeps one size");
      }
    }
  }
}
