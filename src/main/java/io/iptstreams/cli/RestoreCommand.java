package io.iptstreams.cli;

import io.iptstreams.image.FileCodec;
import io.iptstreams.image.Image;
import io.iptstreams.image.ImageException;
import io.iptstreams.image.ImageFormat;
import io.iptstreams.task.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Restores one picture file, without Kafka, through the same corridor. */
@Command(name = "restore", description = "Restores a picture.", mixinStandardHelpOptions = true)
final class RestoreCommand implements Callable<Integer> {

  @Parameters(index = "0", paramLabel = "INPUT", description = "PNG, JPEG, WebP or TIFF file")
  private Path input;

  @Parameters(
      index = "1",
      paramLabel = "OUTPUT",
      description = "PNG, JPEG, WebP or TIFF file, by its ending")
  private Path output;

  @Option(
      names = "--task",
      required = true,
      paramLabel = "T",
      description = "what to undo, e.g. denoise-30, derain, upscale-x2")
  private String task;

  @Mixin private CorridorOptions corridor;

  @Override
  public Integer call() throws IOException {
    ImageFormat format =
        ImageFormat.ofFileName(output.toString())
            .orElseThrow(
                () ->
                    new UsageException(
                        "the output must end in .png, .jpg, .jpeg, .webp, .tif or .tiff, got "
                            + output));
    byte[] file = read();
    Image degraded = decode(file, corridor.limits().maxPixels());
    try (Pipeline pipeline = corridor.open()) {
      Task asked = pipeline.task(task);
      Image restored = pipeline.restorer().restore(degraded, asked);
      byte[] picture = Pipeline.CODEC.encode(restored, format, FileCodec.isLossless(file));
      WholeFile.write(output, out -> out.write(picture));
    }
    return 0;
  }

  private byte[] read() throws IOException {
    if (Files.isDirectory(input)) {
      throw new UsageException(input + " is a folder; give one picture file");
    }
    return Files.readAllBytes(input);
  }

  private Image decode(byte[] file, long maxPixels) {
    try {
      return Pipeline.CODEC.decode(file, maxPixels);
    } catch (ImageException e) {
      throw new ImageException(input + ": " + e.getMessage());
    }
  }
}
