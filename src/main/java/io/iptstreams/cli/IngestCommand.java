package io.iptstreams.cli;

import io.iptstreams.image.FileDetails;
import io.iptstreams.image.ImageFormat;
import io.iptstreams.media.FrameIngest;
import io.iptstreams.media.KafkaClients;
import io.iptstreams.media.MediaException;
import io.iptstreams.media.VideoReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.producer.Producer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A video file to frames on a topic. */
@Command(
    name = "ingest",
    description = {
      "Sends the frames of a video file to a topic.",
      "The task is not checked here: a frame with one that the stage does not know becomes a dead"
          + " letter there. A stream's name must be new on its topic: of two clips of one name"
          + " egress reads the first."
    },
    mixinStandardHelpOptions = true)
final class IngestCommand implements Callable<Integer> {
  private static final long MAX_PIXELS = 64_000_000;
  private static final int INCOMPLETE = 1;

  @Parameters(paramLabel = "INPUT", description = "video file")
  private Path input;

  @Mixin private TopicOptions kafka;

  @Option(
      names = "--task",
      required = true,
      paramLabel = "T",
      description = "what to undo, e.g. denoise-30, derain, upscale-x2; checked by the stage")
  private String task;

  @Option(
      names = "--stream",
      paramLabel = "NAME",
      description = "name of the stream, new on its topic, key of its records (the file's name)")
  private String stream;

  @Option(
      names = "--format",
      paramLabel = "png|jpeg|webp|tiff",
      defaultValue = "png",
      description = "of the frames (${DEFAULT-VALUE}); webp without loss")
  private ImageFormat format;

  @Option(
      names = "--frames",
      paramLabel = "N",
      defaultValue = "9223372036854775807",
      description = "at most so many")
  private long limit;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    check();
    // Closed in there too: at Ctrl-C the process lives no longer than this call.
    return CtrlC.interrupts(this::send);
  }

  private void check() {
    kafka.check();
    if (Files.isDirectory(input)) {
      throw new UsageException(input + " is a folder; give one video file");
    }
    if (task.isBlank()) {
      throw new UsageException("--task must name what to undo, e.g. derain, got \"" + task + "\"");
    }
    if (stream != null && stream.isBlank()) {
      throw new UsageException("--stream must be a name, got \"" + stream + "\"");
    }
    if (limit < 1) {
      throw new UsageException("--frames must be at least 1, got " + limit);
    }
  }

  private int send() {
    String name = stream == null ? input.getFileName().toString() : stream;
    try (VideoReader reader = VideoReader.open(input, MAX_PIXELS)) {
      String servers = kafka.reachedServers();
      try (Producer<byte[], byte[]> producer = KafkaClients.producer(servers)) {
        return send(reader, producer, name);
      }
    }
  }

  private int send(VideoReader reader, Producer<byte[], byte[]> producer, String name) {
    FileDetails details = FileDetails.lossless(reader.depth() > 8 ? 16 : 8);
    FrameIngest ingest =
        new FrameIngest(
            producer,
            kafka.topic(),
            image -> Pipeline.CODEC.encode(image, format, details),
            format.mediaType());
    OptionalLong estimated = reader.estimatedFrames();
    OptionalLong total =
        estimated.isPresent()
            ? OptionalLong.of(Math.min(limit, estimated.getAsLong()))
            : OptionalLong.empty();
    Progress progress = new Progress("ingest", "frames", total, this::say, System::nanoTime);
    long sent;
    try {
      sent = ingest.send(reader, name, task, limit, progress::done);
    } catch (MediaException e) {
      // What still waits for the broker would hold up the close.
      producer.close(Duration.ZERO);
      throw e;
    }
    boolean interrupted = Thread.interrupted();
    ReadingFaults.interlace(input, reader).ifPresent(this::say);
    ReadingFaults.damage(input, reader).ifPresent(this::say);
    if (sent < limit && !interrupted) {
      ReadingFaults.loss(input, reader, sent).ifPresent(this::say);
    }
    say(
        (interrupted ? "interrupted: " : "")
            + "sent "
            + sent
            + " frames of stream "
            + name
            + " to "
            + kafka.topic());
    return interrupted ? INCOMPLETE : 0;
  }

  private void say(String line) {
    spec.commandLine().getErr().println(line);
  }
}
