package io.iptstreams.cli;

import io.iptstreams.image.FileDetails;
import io.iptstreams.image.ImageFormat;
import io.iptstreams.media.FrameIngest;
import io.iptstreams.media.FrameSource;
import io.iptstreams.media.KafkaClients;
import io.iptstreams.media.LiveAddress;
import io.iptstreams.media.LiveSource;
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

/** A video file or a live source to frames on a topic. */
@Command(
    name = "ingest",
    description = {
      "Sends the frames of a video file or of a live source to a topic. A live source ends at"
          + " Ctrl-C; if its line breaks, it is opened again.",
      "The task is not checked here: a frame with one that the stage does not know becomes a dead"
          + " letter there. A stream's name must be new on its topic: of two clips of one name"
          + " egress reads the first."
    },
    mixinStandardHelpOptions = true)
final class IngestCommand implements Callable<Integer> {
  private static final long MAX_PIXELS = 64_000_000;
  private static final int INCOMPLETE = 1;

  @Parameters(
      paramLabel = "INPUT",
      description = {
        "video file, or rtsp://…, srt://…, udp://… (MPEG-TS), http(s)://… (MJPEG, HLS or a"
            + " recording)"
      })
  private String input;

  @Mixin private TopicOptions kafka;

  @Option(
      names = "--task",
      required = true,
      paramLabel = "T",
      completionCandidates = Candidates.Tasks.class,
      description = "what to undo, e.g. denoise-30, derain, upscale-x2; checked by the stage")
  private String task;

  @Option(
      names = "--stream",
      paramLabel = "NAME",
      description =
          "name of the stream, new on its topic, key of its records (the file's or the address's)")
  private String stream;

  @Option(
      names = "--format",
      paramLabel = "png|jpeg|webp|tiff",
      defaultValue = "png",
      completionCandidates = Candidates.Formats.class,
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
    if (isLive()) {
      address();
    } else if (Files.isDirectory(Path.of(input))) {
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

  private boolean isLive() {
    return LiveAddress.isMeantBy(input);
  }

  private LiveAddress address() {
    try {
      return LiveAddress.parse(input);
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    }
  }

  private int send() {
    return isLive() ? sendLive(address()) : sendFile(Path.of(input));
  }

  private int sendLive(LiveAddress address) {
    try (LiveSource source = LiveSource.open(address, MAX_PIXELS, this::say)) {
      Ingested ingested =
          send(source, stream == null ? address.name() : stream, 8, OptionalLong.empty());
      ReadingFaults.damage(address.toString(), source.corruptFrames()).ifPresent(this::say);
      return end(ingested);
    }
  }

  private int sendFile(Path file) {
    try (VideoReader reader = VideoReader.open(file, MAX_PIXELS)) {
      OptionalLong estimated = reader.estimatedFrames();
      OptionalLong total =
          estimated.isPresent()
              ? OptionalLong.of(Math.min(limit, estimated.getAsLong()))
              : OptionalLong.empty();
      String name = stream == null ? file.getFileName().toString() : stream;
      Ingested ingested = send(reader, name, reader.depth() > 8 ? 16 : 8, total);
      ReadingFaults.interlace(file, reader).ifPresent(this::say);
      ReadingFaults.damage(input, reader.corruptFrames()).ifPresent(this::say);
      if (ingested.frames() < limit && !ingested.interrupted()) {
        ReadingFaults.loss(file, reader, ingested.frames()).ifPresent(this::say);
      }
      return end(ingested);
    }
  }

  private Ingested send(FrameSource source, String name, int bits, OptionalLong total) {
    String servers = kafka.reachedServers();
    try (Producer<byte[], byte[]> producer = KafkaClients.producer(servers)) {
      return send(source, name, bits, total, producer);
    }
  }

  private Ingested send(
      FrameSource source,
      String name,
      int bits,
      OptionalLong total,
      Producer<byte[], byte[]> producer) {
    FileDetails details = FileDetails.lossless(bits);
    FrameIngest ingest =
        new FrameIngest(
            producer,
            kafka.topic(),
            image -> Pipeline.CODEC.encode(image, format, details),
            format.mediaType());
    try (Progress progress =
        new Progress("ingest", "frames", total, Terminal.of(spec), System::nanoTime)) {
      long sent = ingest.send(source, name, task, limit, progress::done);
      return new Ingested(name, sent, Thread.interrupted());
    } catch (MediaException e) {
      // What still waits for the broker would hold up the close.
      producer.close(Duration.ZERO);
      throw e;
    }
  }

  private int end(Ingested ingested) {
    say(
        (ingested.interrupted() ? "interrupted: " : "")
            + "sent "
            + ingested.frames()
            + " frames of stream "
            + ingested.stream()
            + " to "
            + kafka.topic());
    return ingested.interrupted() ? INCOMPLETE : 0;
  }

  private void say(String line) {
    spec.commandLine().getErr().println(line);
  }

  /** What was sent, and whether Ctrl-C ended it. */
  private record Ingested(String stream, long frames, boolean interrupted) {}
}
