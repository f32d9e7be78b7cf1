package io.iptstreams.media;

import static org.bytedeco.ffmpeg.global.avformat.AVIO_FLAG_READ;
import static org.bytedeco.ffmpeg.global.avformat.av_demuxer_iterate;
import static org.bytedeco.ffmpeg.global.avformat.av_probe_input_buffer;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avformat.avio_close;
import static org.bytedeco.ffmpeg.global.avformat.avio_open;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;

/**
 * A file or a live address that FFmpeg has opened and looked into: its streams and their packets.
 *
 * <p>What it may reach is stated, since its content is a stranger's: a file reads itself and
 * nothing else, an address only what its kind of protocol needs, and no file.
 *
 * <p>An owner of native memory and of connections, for one thread.
 */
final class MediaInput implements AutoCloseable {
  /** Formats that consist of the names of other files and addresses, or of scripts. */
  private static final List<String> REFERRING =
      List.of(
          "avisynth",
          "concat",
          "dash",
          "hls",
          "imf",
          "rtp",
          "rtsp",
          "sap",
          "sdp",
          "vapoursynth",
          "vobsub",
          "webm_dash_manifest");

  /** A file is not waited for. */
  private static final Duration UNLIMITED = Duration.ofDays(1);

  private static final Duration FOR_GOODBYE = Duration.ofSeconds(1);

  private final String name;
  private final Duration silence;
  private final AVFormatContext container = avformat_alloc_context();
  private Optional<String> fault = Optional.empty();
  private boolean closed;

  private MediaInput(String name, Duration silence) {
    this.name = name;
    this.silence = silence;
  }

  /**
   * @throws MediaException if it is no picture or video, or one made of other files
   */
  static MediaInput of(Path file) {
    Ffmpeg.load();
    MediaInput input = new MediaInput(file.toString(), UNLIMITED);
    Map<String, String> options =
        Map.of("protocol_whitelist", "file", "format_whitelist", SelfContained.FORMATS);
    try (BytePointer url = Ffmpeg.url(file)) {
      int result = input.open(url, options);
      if (result < 0) {
        refuseReferring(file, url);
      }
      Ffmpeg.check(result, file + " is no picture or video that FFmpeg can read");
      return input;
    } catch (RuntimeException | Error e) {
      input.close();
      throw e;
    }
  }

  /**
   * @throws MediaException if nothing answers there in time, or it is no video
   */
  static MediaInput of(LiveAddress address, LivePatience patience) {
    Ffmpeg.load();
    MediaInput input = new MediaInput(address.toString(), patience.silence());
    CallLimit.guard(input.container.interrupt_callback());
    long begin = System.nanoTime();
    try (BytePointer url = new BytePointer(address.url(), StandardCharsets.UTF_8)) {
      Map<String, String> options = LiveInputOptions.of(address.kind(), patience);
      int result = CallLimit.within(patience.open(), () -> input.open(url, options));
      if (result < 0) {
        throw new MediaException(
            input.whyNotOpened(result, System.nanoTime() - begin, patience.open()));
      }
      return input;
    } catch (RuntimeException | Error e) {
      input.close();
      throw e;
    }
  }

  private int open(BytePointer url, Map<String, String> settings) {
    AVDictionary options = new AVDictionary(null);
    settings.forEach((key, value) -> av_dict_set(options, key, value, 0));
    try {
      int result = avformat_open_input(container, url, null, options);
      return result < 0 ? result : avformat_find_stream_info(container, (AVDictionary) null);
    } finally {
      av_dict_free(options);
    }
  }

  private String whyNotOpened(int result, long nanos, Duration limit) {
    if (Thread.currentThread().isInterrupted()) {
      return "interrupted while opening " + name;
    }
    return nanos >= limit.toNanos()
        ? name + " gave no video within " + words(limit)
        : "cannot open " + name + ": " + Ffmpeg.words(result);
  }

  private static void refuseReferring(Path file, BytePointer url) {
    AVIOContext bytes = new AVIOContext(null);
    if (avio_open(bytes, url, AVIO_FLAG_READ) < 0) {
      return;
    }
    AVInputFormat format = new AVInputFormat(null);
    int result = av_probe_input_buffer(bytes, format, url, null, 0, 0);
    avio_close(bytes);
    if (result >= 0 && REFERRING.contains(format.name().getString())) {
      throw new MediaException(
          file
              + " ("
              + format.name().getString()
              + ") only names other files or addresses; give one of these instead");
    }
  }

  /** Streams and metadata; a loan. */
  AVFormatContext container() {
    return container;
  }

  /** FFmpeg's name of the format. */
  String format() {
    return container.iformat().name().getString();
  }

  /** Whether it says how long it is, as no live source does. */
  boolean knowsItsLength() {
    return container.duration() != AV_NOPTS_VALUE;
  }

  /**
   * Reads the next packet, of whatever stream.
   *
   * @return 0, or FFmpeg's error; {@link #fault} has it in words
   */
  int read(AVPacket packet) {
    long begin = System.nanoTime();
    int result = CallLimit.within(silence, () -> av_read_frame(container, packet));
    if (result < 0 && result != AVERROR_EOF) {
      fault =
          Optional.of(
              System.nanoTime() - begin >= silence.toNanos()
                  ? "nothing came for " + words(silence)
                  : Ffmpeg.words(result));
    }
    return result;
  }

  /** Why reading ended, unless at the end. */
  Optional<String> fault() {
    return fault;
  }

  private static String words(Duration duration) {
    return duration.toMillis() % 1000 == 0
        ? duration.toSeconds() + " s"
        : duration.toMillis() + " ms";
  }

  /** What was opened, for messages: without credentials. */
  @Override
  public String toString() {
    return name;
  }

  @Override
  public void close() {
    if (!closed && !container.isNull()) {
      CallLimit.within(
          FOR_GOODBYE,
          () -> {
            avformat_close_input(container);
            return 0;
          });
    }
    closed = true;
  }

  /** Made at the first use, when the libraries are there. */
  private static final class SelfContained {
    private static final String FORMATS = formats();

    private static String formats() {
      StringJoiner names = new StringJoiner(",");
      try (PointerPointer<?> position = new PointerPointer<>(1)) {
        position.put(0, null);
        for (AVInputFormat format = av_demuxer_iterate(position);
            format != null;
            format = av_demuxer_iterate(position)) {
          String name = format.name().getString();
          if (!REFERRING.contains(name)) {
            names.add(name);
          }
        }
      }
      return names.toString();
    }
  }
}
