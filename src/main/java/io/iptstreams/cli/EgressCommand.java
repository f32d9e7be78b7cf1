package io.iptstreams.cli;

import io.iptstreams.media.EgressResult;
import io.iptstreams.media.Encoding;
import io.iptstreams.media.FrameEgress;
import io.iptstreams.media.KafkaClients;
import io.iptstreams.media.VideoFileSink;
import io.iptstreams.media.VideoWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.errors.InterruptException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Restored frames on a topic to a video file. */
@Command(
    name = "egress",
    description = "Writes the restored frames of a stream to a video file.",
    mixinStandardHelpOptions = true)
final class EgressCommand implements Callable<Integer> {
  private static final long MAX_PIXELS = 64_000_000;
  private static final int INCOMPLETE = 1;
  private static final Duration LONGEST_IDLE = Duration.ofDays(1);

  @Parameters(paramLabel = "OUTPUT", description = "video file, .mp4 or .mkv")
  private Path output;

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
      names = "--idle-seconds",
      paramLabel = "N",
      defaultValue = "60",
      description = "give up after so long without a frame (${DEFAULT-VALUE})")
  private long idleSeconds;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    check();
    Encoding chosen = encoding.of(output);
    // Closed in there too: at Ctrl-C the process lives no longer than this call.
    return CtrlC.interrupts(() -> receive(chosen));
  }

  private void check() {
    kafka.check();
    if (Files.isDirectory(output)) {
      throw new UsageException(output + " is a folder; give one video file");
    }
    if (!VideoWriter.isKnown(output)) {
      throw new UsageException("the output must end in .mp4 or .mkv, got " + output);
    }
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

  private int receive(Encoding chosen) {
    try (VideoFileSink file = VideoFileSink.open(output, chosen, Optional.ofNullable(original))) {
      String servers = kafka.reachedServers();
      try (Consumer<byte[], byte[]> consumer = KafkaClients.consumer(servers)) {
        return receive(consumer, file);
      }
    }
  }

  private int receive(Consumer<byte[], byte[]> consumer, VideoFileSink file) {
    FrameEgress egress =
        new FrameEgress(consumer, kafka.topic(), bytes -> Pipeline.CODEC.decode(bytes, MAX_PIXELS));
    Progress progress =
        new Progress("egress", "frames", OptionalLong.empty(), this::say, System::nanoTime);
    AtomicLong received = new AtomicLong();
    EgressResult result;
    try {
      result =
          egress.receive(
              stream,
              Duration.ofSeconds(idleSeconds),
              (frame, headers) -> {
                file.accept(frame, headers);
                progress.done(received.incrementAndGet());
              });
    } catch (InterruptException e) {
      // Cleared, or the consumer would not close in peace.
      Thread.interrupted();
      sayInterrupted(received.get());
      return INCOMPLETE;
    }
    file.finish();
    LeftOut.of(output, file).ifPresent(this::say);
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
                + " are in "
                + output
                + ".part");
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
    say("wrote " + result.written() + " frames to " + output + missing + end);
  }

  private void say(String line) {
    spec.commandLine().getErr().println(line);
  }
}
