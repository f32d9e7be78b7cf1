package io.iptstreams.cli;

import io.iptstreams.image.ImageCodec;
import io.iptstreams.media.EgressResult;
import io.iptstreams.media.FrameEgress;
import io.iptstreams.media.KafkaClients;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.consumer.Consumer;
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
      names = "--idle-seconds",
      paramLabel = "N",
      defaultValue = "60",
      description = "give up after so long without a frame (${DEFAULT-VALUE})")
  private long idleSeconds;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    String servers = kafka.reachedServers();
    try (Consumer<byte[], byte[]> consumer = KafkaClients.consumer(servers)) {
      FrameEgress egress =
          new FrameEgress(consumer, kafka.topic(), bytes -> ImageCodec.decode(bytes, MAX_PIXELS));
      EgressResult result = egress.receive(stream, Duration.ofSeconds(idleSeconds), output);
      String missing = result.missing() == 0 ? "" : ", " + result.missing() + " missing";
      String end =
          result.complete() ? "" : "; the last frame did not come within " + idleSeconds + " s";
      spec.commandLine()
          .getErr()
          .println("wrote " + result.written() + " frames to " + output + missing + end);
      return result.complete() ? 0 : INCOMPLETE;
    }
  }
}
