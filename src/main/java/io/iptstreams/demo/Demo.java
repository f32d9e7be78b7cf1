package io.iptstreams.demo;

import io.iptstreams.image.Image;
import io.iptstreams.image.ImageCodec;
import io.iptstreams.image.ImageFormat;
import io.iptstreams.media.Encoding;
import io.iptstreams.media.FrameEgress;
import io.iptstreams.media.FrameIngest;
import io.iptstreams.media.FrameSource;
import io.iptstreams.media.KafkaClients;
import io.iptstreams.media.MediaException;
import io.iptstreams.media.VideoFileSink;
import io.iptstreams.stream.DeadLetter;
import io.iptstreams.stream.Stage;
import io.iptstreams.task.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.errors.InterruptException;

/**
 * A clean clip, spoiled, sent through the topics of a stage and measured against itself. Every
 * station on the way is the one that production uses.
 */
public final class Demo {
  /** Topic that the spoiled frames go to. */
  public static final String SOURCE = "demo.frames";

  /** Topic that the restored frames come from. */
  public static final String SINK = "demo.restored";

  private static final String STREAM = "demo";
  private static final long MAX_PIXELS = 64_000_000;
  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(90);

  private final Clip clip;
  private final Spoiler spoiler;
  private final Task task;
  private final Path folder;

  /**
   * @param input a video or picture file; absent: a clip drawn by the program
   * @param seconds at most so much of it
   * @param folder where the spoiled and the restored video go, the last frame of the spoiled one,
   *     and a before/after picture
   */
  public Demo(Optional<Path> input, OptionalDouble seconds, Task task, Path folder) {
    this.clip = new Clip(input, seconds);
    this.spoiler = new Spoiler(task);
    this.task = task;
    this.folder = folder;
  }

  /**
   * Looks whether the clip can be read, before anything else is started.
   *
   * @throws MediaException if it cannot
   */
  public void requireClip() {
    if (clip.play(FrameSource::next).isEmpty()) {
      throw new MediaException("there is no frame in " + clip);
    }
  }

  /**
   * Sends the clip through a running stage from {@link #SOURCE} to {@link #SINK} and waits for its
   * last frame.
   *
   * @param gauge is told how good they are, frame by frame
   * @throws MediaException if the clip cannot be read or no frame came back
   */
  public DemoReport run(String bootstrapServers, Stage stage, Gauge gauge) throws IOException {
    Files.createDirectories(folder);
    Path spoiled = folder.resolve("spoiled.mkv");
    Path video = folder.resolve("restored.mp4");
    Path picture = folder.resolve("before-after.png");
    CompletableFuture<Long> sending = CompletableFuture.supplyAsync(() -> send(bootstrapServers));
    Measurement measured =
        clip.play(
            clean -> {
              Measurement measurement = new Measurement(clean, spoiler);
              receive(bootstrapServers, measurement, gauge, spoiled, video);
              return measurement;
            });
    long sent = sent(sending);
    if (measured.frames() == 0) {
      String reason =
          stage.outcomes().latestDeadLetter().map(DeadLetter::reason).orElse("no reason was given");
      throw new MediaException(
          "none of the " + sent + " frames of " + clip + " came back restored: " + reason);
    }
    Files.write(picture, ImageCodec.encode(measured.comparison(), ImageFormat.PNG));
    Files.write(
        folder.resolve("spoiled.png"), ImageCodec.encode(measured.spoiled(), ImageFormat.PNG));
    return new DemoReport(
        sent,
        measured.frames(),
        stage.outcomes().counts().deadLettered(),
        measured.firstAfterSeconds(),
        measured.framesPerSecond(),
        measured.spoiledDecibels(),
        measured.restoredDecibels(),
        spoiled,
        video,
        picture);
  }

  private long send(String bootstrapServers) {
    try (Producer<byte[], byte[]> producer = KafkaClients.producer(bootstrapServers)) {
      FrameIngest ingest =
          new FrameIngest(
              producer,
              SOURCE,
              image -> ImageCodec.encode(image, ImageFormat.PNG),
              ImageFormat.PNG.mediaType());
      return clip.play(clean -> ingest.send(spoiler.source(clean), STREAM, task.id()));
    }
  }

  private void receive(
      String bootstrapServers, Measurement measurement, Gauge gauge, Path spoiled, Path video) {
    try (Consumer<byte[], byte[]> consumer = KafkaClients.consumer(bootstrapServers);
        VideoFileSink before = VideoFileSink.open(spoiled, Encoding.USUAL);
        VideoFileSink after = VideoFileSink.open(video, Encoding.USUAL)) {
      receive(consumer, measurement, gauge, before, after);
      before.finish();
      after.finish();
    }
  }

  private static void receive(
      Consumer<byte[], byte[]> consumer,
      Measurement measurement,
      Gauge gauge,
      VideoFileSink before,
      VideoFileSink after) {
    try {
      new FrameEgress(consumer, SINK, Demo::decode)
          .receive(
              STREAM,
              LONGEST_SILENCE,
              (frame, headers) -> {
                measurement.accept(frame, headers);
                gauge.measured(
                    STREAM, measurement.spoiledDecibels(), measurement.restoredDecibels());
                before.accept(frame.with(measurement.spoiled()), headers);
                after.accept(frame, headers);
              });
    } catch (InterruptException ctrlC) {
      // The consumer cannot be closed in order by a thread that is marked as interrupted.
      Thread.interrupted();
      throw new MediaException("stopped before the clip was through", ctrlC);
    }
  }

  private static Image decode(byte[] picture) {
    return ImageCodec.decode(picture, MAX_PIXELS);
  }

  private static long sent(CompletableFuture<Long> sending) {
    try {
      return sending.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }
}
