package io.iptstreams.media;

import static java.time.temporal.ChronoUnit.MILLIS;

import io.iptstreams.frame.FrameHeaders;
import io.iptstreams.image.Image;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Sends the frames of a source to a topic, one record each, by the record contract of {@code
 * io.iptstreams.frame}.
 *
 * <p>The key is the stream's name, so that all its frames lie in one partition, in order. A frame's
 * id is stream and number ({@code yard-1/17}): the same clip sent twice has the same ids.
 *
 * <p>The producer is the caller's, who sets its batching, size limits and acknowledgements, and
 * closes it.
 */
public final class FrameIngest {
  /** Files that hold 16 bits per sample. */
  private static final Set<String> KEEP_DEPTH = Set.of("image/png", "image/tiff");

  private final Producer<byte[], byte[]> producer;
  private final String topic;
  private final Function<Image, byte[]> encoder;
  private final String contentType;

  /**
   * @param encoder makes the bytes of one picture file; of a source that says {@code ce_depth},
   *     with 16 bits per sample where the format has them
   * @param contentType what those bytes are: {@code image/png} or {@code image/jpeg}
   */
  public FrameIngest(
      Producer<byte[], byte[]> producer,
      String topic,
      Function<Image, byte[]> encoder,
      String contentType) {
    this.producer = producer;
    this.topic = topic;
    this.encoder = encoder;
    this.contentType = contentType;
  }

  /** Sends every frame of the source; see the longer form. */
  public long send(FrameSource source, String stream, String task) {
    return send(source, stream, task, Long.MAX_VALUE, sent -> {});
  }

  /**
   * Sends the frames of the source until it or {@code limit} ends, and returns when the broker has
   * acknowledged all of them. The last one is marked {@code ce_last}; of a live source only if the
   * limit makes it the last.
   *
   * @param task name of the task asked for, e.g. {@code denoise-30}
   * @param limit the largest number of frames to send
   * @param progress told the number of frames handed to the producer so far, after each
   * @return how many frames were sent. Of an interrupted thread these are the frames up to the one
   *     in hand; none is marked as the last unless it is, and the thread stays interrupted
   * @throws MediaException if one could not be sent; those before it may have been
   */
  public long send(
      FrameSource source, String stream, String task, long limit, LongConsumer progress) {
    Acknowledgements acknowledgements = new Acknowledgements(stream);
    boolean interrupted = false;
    long number = 0;
    Optional<VideoFrame> frame = limit < 1 ? Optional.empty() : source.next();
    while (frame.isPresent() && !interrupted) {
      boolean last = number + 1 >= limit;
      Optional<VideoFrame> following = Optional.empty();
      if (!last && !source.isLive()) {
        // Only the frame after it tells whether this one is the last.
        following = source.next();
        last = following.isEmpty();
      }
      FrameHeaders headers = headers(source, stream, task, number, frame.get());
      if (last) {
        headers = headers.with(FrameHeaders.LAST, "true");
      }
      if (acknowledgements.send(record(stream, headers, frame.get().image()), number)) {
        number++;
        progress.accept(number);
      }
      if (!last && source.isLive() && !Thread.currentThread().isInterrupted()) {
        following = source.next();
      }
      frame = following;
      // Cleared, or it would cut short the wait for the acknowledgements too.
      interrupted = Thread.interrupted();
    }
    // A live source gives nothing, rather than its first frame, to whoever is interrupted.
    interrupted |= Thread.interrupted();
    acknowledgements.await();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return number;
  }

  private FrameHeaders headers(
      FrameSource source, String stream, String task, long number, VideoFrame frame) {
    FrameHeaders own =
        FrameHeaders.none()
            .with(FrameHeaders.CONTENT_TYPE, contentType)
            .with(FrameHeaders.SPEC_VERSION, "1.0")
            .with(FrameHeaders.ID, stream + "/" + number)
            .with(FrameHeaders.SOURCE, "urn:ipt-streams:stream:" + stream)
            .with(FrameHeaders.TYPE, FrameHeaders.TYPE_FRAME)
            .with(FrameHeaders.TASK, task)
            .with(FrameHeaders.STREAM, stream)
            .with(FrameHeaders.FRAME, Long.toString(number))
            .with(FrameHeaders.PTS, Long.toString(frame.pts()));
    // Of a video whose frames travel with 8 bits, no more are to be written.
    FrameHeaders whole = source.headers();
    FrameHeaders headers =
        own.with(KEEP_DEPTH.contains(contentType) ? whole : whole.without(FrameHeaders.DEPTH));
    return frame
        .taken()
        .map(taken -> headers.with(FrameHeaders.TIME, taken.truncatedTo(MILLIS).toString()))
        .orElse(headers);
  }

  private ProducerRecord<byte[], byte[]> record(String stream, FrameHeaders headers, Image image) {
    byte[] key = stream.getBytes(StandardCharsets.UTF_8);
    ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, key, encoder.apply(image));
    headers.forEach(
        (name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
    return record;
  }

  /** What became of the records of one stream; told by the producer's own thread. */
  private final class Acknowledgements {
    private final String stream;
    private final AtomicReference<MediaException> failure = new AtomicReference<>();
    private final AtomicLong acknowledged = new AtomicLong();

    private Acknowledgements(String stream) {
      this.stream = stream;
    }

    /** Whether the producer took the record; an interrupted thread may find it did not. */
    private boolean send(ProducerRecord<byte[], byte[]> record, long number) {
      // The first failure ends the sending here rather than after the whole clip.
      check();
      try {
        producer.send(
            record,
            (metadata, error) -> {
              if (error == null) {
                acknowledged.incrementAndGet();
              } else {
                failure.compareAndSet(null, failed(number, error));
              }
            });
        return true;
      } catch (InterruptException e) {
        return false;
      } catch (KafkaException e) {
        throw failed(number, e);
      }
    }

    private void await() {
      try {
        producer.flush();
      } catch (KafkaException e) {
        throw new MediaException(
            "cannot complete stream " + stream + " on topic " + topic + ": " + e.getMessage(), e);
      }
      check();
    }

    private void check() {
      MediaException failed = failure.get();
      if (failed != null) {
        throw failed;
      }
    }

    private MediaException failed(long number, Exception cause) {
      if (cause instanceof TimeoutException) {
        return new MediaException(
            "no broker answered for "
                + KafkaClients.PATIENCE_SECONDS
                + " s; "
                + acknowledged.get()
                + " frames of stream "
                + stream
                + " were sent to topic "
                + topic
                + ", the rest was not",
            cause);
      }
      return new MediaException(
          "cannot send frame "
              + number
              + " of stream "
              + stream
              + " to topic "
              + topic
              + ": "
              + cause.getMessage(),
          cause);
    }
  }
}
