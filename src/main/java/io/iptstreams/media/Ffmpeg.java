package io.iptstreams.media;

import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_WARNING;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;
import static org.bytedeco.ffmpeg.global.avutil.av_strerror;
import static org.bytedeco.ffmpeg.global.avutil.setLogCallback;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.avutil.LogCallback;
import org.bytedeco.javacpp.BytePointer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The native libraries: loaded once, their own log led to slf4j, their error numbers in words.
 *
 * <p>FFmpeg's lines come at debug level under the logger {@code io.iptstreams.media.ffmpeg}: what a
 * caller must know arrives as an exception or as a count, never only as a line.
 */
final class Ffmpeg {
  private static final String MEMORY_LIMIT = "org.bytedeco.javacpp.maxPhysicalBytes";

  private Ffmpeg() {}

  /** Loads the libraries at the first call; cheap after that. Call it before any other native. */
  static void load() {
    Loaded.touch();
  }

  /**
   * The result of an FFmpeg call.
   *
   * @throws MediaException if it is an error; the message is {@code what} and FFmpeg's words
   */
  static int check(int result, String what) {
    if (result < 0) {
      throw new MediaException(what + ": " + words(result));
    }
    return result;
  }

  /** FFmpeg's words for one of its error numbers. */
  static String words(int error) {
    byte[] text = new byte[128];
    av_strerror(error, text, text.length);
    int length = 0;
    while (length < text.length && text[length] != 0) {
      length++;
    }
    return new String(text, 0, length, StandardCharsets.UTF_8);
  }

  /**
   * The path as FFmpeg's file protocol takes it, to be closed by the caller. Without the prefix a
   * file name like {@code a:b.mkv} would be taken for a protocol.
   */
  static BytePointer url(Path path) {
    byte[] text = ("file:" + path.toAbsolutePath()).getBytes(StandardCharsets.UTF_8);
    BytePointer url = new BytePointer(text.length + 1L);
    url.put(text, 0, text.length);
    url.put(text.length, (byte) 0);
    return url;
  }

  /** Initialised by the JVM exactly once, at the first touch. */
  private static final class Loaded {
    // Held for ever: native code keeps only its address.
    private static final SlfLog LOG;

    static {
      // JavaCPP's own limit counts the whole process, PyTorch's tensors included, and would refuse
      // allocations that have nothing to do with it. It is read once, when JavaCPP is loaded.
      if (System.getProperty(MEMORY_LIMIT) == null) {
        System.setProperty(MEMORY_LIMIT, "0");
      }
      LOG = new SlfLog();
      av_log_set_level(AV_LOG_WARNING);
      setLogCallback(LOG);
    }

    private static void touch() {}
  }

  /** Receives FFmpeg's log lines, on whichever thread FFmpeg speaks. */
  private static final class SlfLog extends LogCallback {
    private static final Logger LOGGER = LoggerFactory.getLogger("io.iptstreams.media.ffmpeg");

    @Override
    public void call(int level, BytePointer message) {
      if (level <= AV_LOG_WARNING && LOGGER.isDebugEnabled()) {
        String line = message.getString(StandardCharsets.UTF_8).strip();
        LOGGER.debug("{}", LiveAddress.withoutSecrets(line));
      }
    }
  }
}
