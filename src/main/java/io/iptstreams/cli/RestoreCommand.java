package io.iptstreams.cli;

import io.iptstreams.image.FileDetails;
import io.iptstreams.image.Image;
import io.iptstreams.image.ImageException;
import io.iptstreams.image.ImageFormat;
import io.iptstreams.media.Encoding;
import io.iptstreams.media.VideoWriter;
import io.iptstreams.restore.Limits;
import io.iptstreams.task.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Restores a picture, a folder of them or a video, without Kafka, through the same corridor. */
@Command(
    name = "restore",
    description = "Restores a picture, a folder of pictures or a video.",
    mixinStandardHelpOptions = true)
final class RestoreCommand implements Callable<Integer> {

  @Parameters(
      index = "0",
      paramLabel = "INPUT",
      description = "PNG, JPEG, WebP or TIFF file, a folder of them, or a video")
  private Path input;

  @Parameters(
      index = "1",
      paramLabel = "OUTPUT",
      description =
          "PNG, JPEG, WebP or TIFF file, or .mp4 or .mkv of a video, by its ending; or a folder")
  private Path output;

  @Option(
      names = "--task",
      required = true,
      paramLabel = "T",
      completionCandidates = Candidates.Tasks.class,
      description = "what to undo, e.g. denoise-30, derain, upscale-x2")
  private String task;

  @Mixin private EncodingOptions encoding;

  @Option(
      names = "--steady",
      description = "of a video: keep what stands still from flickering, by the two frames before")
  private boolean steady;

  @Mixin private CorridorOptions corridor;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    if (Files.isDirectory(input)) {
      requireNoVideoOptions();
      return restoreFolder();
    }
    Optional<ImageFormat> format = ImageFormat.ofFileName(output.toString());
    if (format.isPresent()) {
      requireNoVideoOptions();
      return restorePicture(format.get());
    }
    if (!VideoWriter.isKnown(output)) {
      throw new UsageException(
          "the output must end in .png, .jpg, .jpeg, .webp, .tif or .tiff, or in .mp4 or .mkv for a"
              + " video, got "
              + output);
    }
    return restoreVideo();
  }

  private void requireNoVideoOptions() {
    encoding.requireNone(output.toString());
    if (steady) {
      throw new UsageException("--steady is for a video that ends in .mp4 or .mkv, got " + output);
    }
  }

  private int restoreFolder() throws Exception {
    if (Files.exists(output) && !Files.isDirectory(output)) {
      throw new UsageException(
          output + " is a file; the pictures of a folder go into a folder, got " + input);
    }
    Limits limits = corridor.limits(FolderRestoration.AT_ONCE);
    // Closed in there too: at Ctrl-C the process lives no longer than this call.
    return CtrlC.interrupts(
        () -> {
          try (Pipeline pipeline = corridor.open(limits)) {
            return new FolderRestoration(pipeline, task, limits, Terminal.of(spec))
                .restore(input, output);
          }
        });
  }

  private int restoreVideo() throws Exception {
    Encoding chosen = encoding.of(output);
    Limits limits = corridor.limits(VideoRestoration.AT_ONCE);
    return CtrlC.interrupts(
        () -> {
          try (Pipeline pipeline = corridor.open(limits)) {
            return new VideoRestoration(pipeline, task, limits, chosen, steady, Terminal.of(spec))
                .restore(input, output);
          }
        });
  }

  private int restorePicture(ImageFormat format) throws IOException {
    Limits limits = corridor.limits();
    byte[] file = Files.readAllBytes(input);
    Image degraded = decode(file, limits.maxPixels());
    try (Pipeline pipeline = corridor.open(limits)) {
      Task asked = pipeline.task(task);
      Image restored = pipeline.restorer().restore(degraded, List.of(asked));
      byte[] picture = Pipeline.CODEC.encode(restored, format, FileDetails.of(file));
      WholeFile.write(output, out -> out.write(picture));
    }
    return 0;
  }

  private Image decode(byte[] file, long maxPixels) {
    try {
      return Pipeline.CODEC.decodeStored(file, maxPixels);
    } catch (ImageException e) {
      throw new ImageException(input + ": " + e.getMessage());
    }
  }
}
