package io.iptstreams.cli;

import io.iptstreams.image.FileDetails;
import io.iptstreams.image.Image;
import io.iptstreams.image.ImageFormat;
import io.iptstreams.media.EgressResult;
import io.iptstreams.media.FrameEgress;
import io.iptstreams.media.FrameOutput;
import io.iptstreams.media.KafkaClients;
import io.iptstreams.media.LiveAddress;
import io.iptstreams.media.LiveSink;
import io.iptstreams.media.MjpegServer;
import io.iptstreams.media.VideoFileSink;
import io.iptstreams.media.VideoWriter;
import io.iptstreams.restore.Steadier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.errors.InterruptException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Restored frames on a topic to a video file or a live output. */
@Command(
    name = "egress",
    description = {
      "Writes the restored frames of a stream to a video file, from its first on, or to a live"
          + " output, from the next that comes."
    },
    mixinStandardHelpOptions = true)
final class EgressCommand implements Callable<Integer> {
  private static final long MAX_PIXELS = 64_000_000;
  private static final int INCOMPLETE = 1;
  private static final Duration LONGEST_IDLE = Duration.ofDays(1);

  @Parameters(
      paramLabel = "OUTPUT",
      description = {
        "video file, .mp4 or .mkv; HLS list, .m3u8; rtsp://…, srt://… or udp://… to push H.264"
            + " to; http://:PORT/… to serve MJPEG at (http://0.0.0.0:PORT/… beyond localhost)"
      })
  private String output;

  @Mixin private TopicOptions kafka;

  @Option(
      names = "--stream",
      required = true,
      paramLabel = "NAME",
      description = "name of the stream, as ingest gave it")
  private String stream;

  @Option(
      names = "--sound-from",
      paramLabel = "VIDEO",
      description =
          "the file that was ingested: its sound, subtitles, chapters and metadata are copied")
  private Path original;

  @Mixin private EncodingOptions encoding;

  @Option(
      names = "--steady",
      description = "keep what stands still from flickering, by the two frames before")
  private boolean steady;

  @Option(
      names = "--idle-seconds",
      paramLabel = "N",
      defaultValue = "60",
      description = "give up after so long without a frame (${DEFAULT-VALUE})")
  private long idleSeconds;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    check();
    // Closed in there too: at Ctrl-C the process lives no longer than this call.
    return CtrlC.interrupts(this::receive);
  }

  private void check() {
    kafka.check();
    checkOutput();
    if (stream.isBlank()) {
      throw new UsageException("--stream must be a name, got \"" + stream + "\"");
    }
    if (idleSeconds < 1 || idleSeconds > LONGEST_IDLE.toSeconds()) {
      throw new UsageException(
          "--idle-seconds must be between 1 and "
              + LONGEST_IDLE.toSeconds()
              + ", got "
              + idleSeconds);
    }
  }

  private void checkOutput() {
    if (LiveAddress.isMeantBy(output)) {
      LiveAddress address = address();
      if (address.isHttp() && !address.isServable()) {
        throw new UsageException(
            "egress serves plain http without a password, like http://:8080/, not " + address);
      }
    } else if (Files.isDirectory(Path.of(output))) {
      throw new UsageException(output + " is a folder; give one video file");
    } else if (!LiveSink.isList(Path.of(output)) && !VideoWriter.isKnown(Path.of(output))) {
      throw new UsageException(
          "the output must end in .mp4, .mkv or .m3u8, or be an address, got " + output);
    }
    if (isLive()) {
      checkLive();
    } else {
      // Told before a broker is waited for.
      encoding.of(Path.of(output));
    }
  }

  private void checkLive() {
    encoding.requireNone(shownOutput());
    if (original != null) {
      throw new UsageException("a live output has no sound; leave --sound-from out");
    }
  }

  private boolean isLive() {
    return LiveAddress.isMeantBy(output) || LiveSink.isList(Path.of(output));
  }

  private LiveAddress address() {
    try {
      return LiveAddress.parse(output);
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    }
  }

  /** The output as messages name it. */
  private String shownOutput() {
    return LiveAddress.isMeantBy(output) ? address().toString() : output;
  }

  private FrameOutput open() {
    if (LiveAddress.isMeantBy(output)) {
      return address().isHttp()
          ? MjpegServer.open(
              address(),
              image -> Pipeline.CODEC.encode(image, ImageFormat.JPEG, FileDetails.lossless(8)))
          : LiveSink.open(address());
    }
    Path file = Path.of(output);
    if (LiveSink.isList(file)) {
      return LiveSink.list(file);
    }
    return VideoFileSink.open(file, encoding.of(file), Optional.ofNullable(original));
  }

  private int receive() {
    try (FrameOutput sink = open()) {
      String servers = kafka.reachedServers();
      try (Consumer<byte[], byte[]> consumer = KafkaClients.consumer(servers)) {
        return receive(consumer, sink);
      }
    }
  }

  private int receive(Consumer<byte[], byte[]> consumer, FrameOutput sink) {
    FrameEgress egress =
        new FrameEgress(consumer, kafka.topic(), bytes -> Pipeline.CODEC.decode(bytes, MAX_PIXELS));
    AtomicLong received = new AtomicLong();
    UnaryOperator<Image> last = steady ? new Steadier()::next : UnaryOperator.identity();
    EgressResult result;
    try (Progress progress =
        new Progress(
            "egress", "frames", OptionalLong.empty(), Terminal.of(spec), System::nanoTime)) {
      result =
          egress.receive(
              stream,
              isLive() ? FrameEgress.Start.NEXT_FRAME : FrameEgress.Start.FIRST_FRAME,
              Duration.ofSeconds(idleSeconds),
              (frame, headers) -> {
                sink.accept(frame.with(last.apply(frame.image())), headers);
                progress.done(received.incrementAndGet());
              });
    } catch (InterruptException e) {
      // Cleared, or the consumer would not close in peace.
      Thread.interrupted();
      sayInterrupted(received.get());
      return INCOMPLETE;
    }
    sink.finish();
    LeftOut.of(output, sink).ifPresent(this::say);
    sayEnd(result);
    return result.complete() ? 0 : INCOMPLETE;
  }

  private void sayInterrupted(long received) {
    say(
        received == 0
            ? "interrupted: no frame of stream " + stream + " had come"
            : "interrupted: "
                + received
                + " frames of stream "
                + stream
                + (isLive() ? " went to " + shownOutput() : " are in " + output + ".part"));
  }

  private void sayEnd(EgressResult result) {
    if (result.written() == 0) {
      say(
          "no frame of stream "
              + stream
              + " came on topic "
              + kafka.topic()
              + " within "
              + idleSeconds
              + " s");
      return;
    }
    String missing = result.missing() == 0 ? "" : ", " + result.missing() + " missing";
    String end =
        result.complete() ? "" : "; the last frame did not come within " + idleSeconds + " s";
    say("wrote " + result.written() + " frames to " + shownOutput() + missing + end);
  }

  private void say(String line) {
    spec.commandLine().getErr().println(line);
  }
}
