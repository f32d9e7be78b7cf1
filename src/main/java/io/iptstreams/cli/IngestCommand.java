package io.iptstreams.cli;

import io.iptstreams.image.ImageCodec;
import io.iptstreams.image.ImageFormat;
import io.iptstreams.media.FrameIngest;
import io.iptstreams.media.KafkaClients;
import io.iptstreams.media.VideoReader;
import java.nio.file.Path;
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
    description = "Sends the frames of a video file to a topic.",
    mixinStandardHelpOptions = true)
final class IngestCommand implements Callable<Integer> {
  private static final long MAX_PIXELS = 64_000_000;

  @Parameters(paramLabel = "INPUT", description = "video file")
  private Path input;

  @Mixin private TopicOptions kafka;

  @Option(
      names = "--task",
      required = true,
      paramLabel = "T",
      description = "what to undo, e.g. denoise-30, derain, upscale-x2")
  private String task;

  @Option(
      names = "--stream",
      paramLabel = "NAME",
      description = "name of the stream, key of its records (the file's name)")
  private String stream;

  @Option(
      names = "--format",
      paramLabel = "png|jpeg",
      defaultValue = "png",
      description = "of the frames (${DEFAULT-VALUE})")
  private ImageFormat format;

  @Option(
      names = "--frames",
      paramLabel = "N",
      defaultValue = "9223372036854775807",
      description = "at most so many")
  private long limit;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    String servers = kafka.reachedServers();
    String name = stream == null ? input.getFileName().toString() : stream;
    try (VideoReader reader = VideoReader.open(input, MAX_PIXELS);
        Producer<byte[], byte[]> producer = KafkaClients.producer(servers)) {
      FrameIngest ingest =
          new FrameIngest(
              producer,
              kafka.topic(),
              image -> ImageCodec.encode(image, format),
              format.mediaType());
      long sent = ingest.send(reader, name, task, limit, done -> {});
      spec.commandLine()
          .getErr()
          .println("sent " + sent + " frames of stream " + name + " to " + kafka.topic());
    }
    return 0;
  }
}
