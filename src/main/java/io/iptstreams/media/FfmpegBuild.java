package io.iptstreams.media;

import static org.bytedeco.ffmpeg.global.avutil.av_version_info;
import static org.bytedeco.ffmpeg.global.avutil.avutil_license;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.bytedeco.javacpp.Loader;

/**
 * The FFmpeg of this program, loaded.
 *
 * @param version of FFmpeg
 * @param licence that this build of it comes under
 * @param encoders FFmpeg's name of the encoder of each codec that it can write
 */
public record FfmpegBuild(String version, String licence, Map<VideoCodec, String> encoders) {
  /** Property of the JVM that names the folder to unpack into. */
  public static final String CACHE = "org.bytedeco.javacpp.cachedir";

  /** What files are written as where nobody chose. */
  public static Set<VideoCodec> usualCodecs() {
    Set<VideoCodec> usual = EnumSet.noneOf(VideoCodec.class);
    for (Container container : Container.values()) {
      usual.addAll(container.codecs(8));
      usual.addAll(container.codecs(10));
    }
    return usual;
  }

  /**
   * Loads it, which at the first time on a machine means to unpack it.
   *
   * @throws MediaException if that fails
   */
  public static FfmpegBuild load() {
    try {
      Ffmpeg.load();
      Map<VideoCodec, String> encoders = new EnumMap<>(VideoCodec.class);
      Arrays.stream(VideoCodec.values())
          .forEach(codec -> codec.encoder().ifPresent(e -> encoders.put(codec, e.toString())));
      return new FfmpegBuild(av_version_info().getString(), avutil_license().getString(), encoders);
    } catch (LinkageError e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new MediaException("FFmpeg could not be loaded: " + cause.getMessage(), e);
    }
  }

  /**
   * Where it is unpacked.
   *
   * @throws MediaException if there is no folder that can be written
   */
  public static Path cache() {
    try {
      return Loader.getCacheDir().toPath();
    } catch (IOException e) {
      throw new MediaException("FFmpeg cannot be unpacked: " + e.getMessage(), e);
    }
  }
}
