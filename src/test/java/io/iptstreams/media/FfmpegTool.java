package io.iptstreams.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.ffmpeg.ffmpeg;
import org.bytedeco.javacpp.Loader;

/** FFmpeg's own programs, which come with its libraries: a second opinion on what we write. */
public final class FfmpegTool {
  private FfmpegTool() {}

  /** Makes a file of what the words ask for. */
  public static void make(Path file, String... words) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of("-v", "error", "-y"));
    all.addAll(List.of(words));
    all.add(file.toString());
    run("ffmpeg", all);
  }

  /**
   * The packets of a kind of stream: time, duration, size and checksum of each.
   *
   * @param kind {@code v}, {@code a} or {@code s}
   */
  public static List<String> packets(Path file, String kind)
      throws IOException, InterruptedException {
    String table =
        run(
            "ffmpeg",
            List.of(
                "-v",
                "error",
                "-i",
                file.toString(),
                "-map",
                "0:" + kind,
                "-c",
                "copy",
                "-f",
                "framecrc",
                "-"));
    return table.lines().filter(line -> !line.startsWith("#")).toList();
  }

  /** What ffprobe says of entries, each as {@code name=value}. */
  public static List<String> entries(Path file, String entries)
      throws IOException, InterruptedException {
    String lines =
        run(
            "ffprobe",
            List.of(
                "-v", "error", "-show_entries", entries, "-of", "default=nw=1", file.toString()));
    return lines.lines().toList();
  }

  /** Starts ffmpeg and goes on; what it says goes nowhere. Who started it ends it. */
  static Process start(String... words) throws IOException {
    List<String> all = new ArrayList<>(List.of("-v", "error", "-nostdin", "-y"));
    all.addAll(List.of(words));
    return builder("ffmpeg", all)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static String run(String program, List<String> words)
      throws IOException, InterruptedException {
    ProcessBuilder builder = builder(program, words).redirectErrorStream(true);
    Process process = builder.start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as("%s%n%s", builder.command(), said).isZero();
    return said;
  }

  private static ProcessBuilder builder(String program, List<String> words) throws IOException {
    // The whole folder: the programs need libraries that the binding does not.
    File folder =
        Loader.cacheResource(ffmpeg.class, "/org/bytedeco/ffmpeg/" + Loader.getPlatform() + "/");
    File file = new File(folder, program);
    assertThat(file.setExecutable(true)).isTrue();
    List<String> command = new ArrayList<>(List.of(file.toString()));
    command.addAll(words);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("LD_LIBRARY_PATH", folder.toString());
    return builder;
  }

  /** The filter that names colours for pictures that are not converted. */
  static String naming(VideoColours colours) {
    return String.format(
        "setparams=colorspace=%s:range=%s:color_primaries=%s:color_trc=%s",
        colours.matrix(), colours.range(), colours.primaries(), colours.transfer());
  }

  /** Pictures and a tone of so many seconds, as inputs 0 and 1. */
  static String[] pictureAndTone(int seconds, String... more) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "-f",
                "lavfi",
                "-i",
                "testsrc=size=64x48:rate=25:duration=" + seconds,
                "-f",
                "lavfi",
                "-i",
                "sine=duration=" + seconds));
    words.addAll(Arrays.asList(more));
    return words.toArray(String[]::new);
  }
}
