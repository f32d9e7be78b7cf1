package io.iptstreams.media;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/**
 * What FFmpeg is told when it opens a live output.
 *
 * @param name for messages, without credentials
 * @param url all of it, never to be shown
 * @param muxer FFmpeg's name of the format
 * @param options of the format and of the protocol
 */
record LiveTarget(String name, String url, String muxer, Map<String, String> options) {
  private static final String LIST_ENDING = ".m3u8";

  /** A push by RTSP, or of MPEG-TS by SRT or UDP. */
  static LiveTarget of(LiveAddress address, LivePatience patience) {
    return switch (address.kind()) {
      case RTSP ->
          new LiveTarget(
              address.toString(),
              address.url(),
              "rtsp",
              Map.of("protocol_whitelist", "rtsp,rtp,udp,tcp,tls,crypto", "rtsp_transport", "tcp"));
      case SRT ->
          new LiveTarget(
              address.toString(),
              address.url(),
              "mpegts",
              Map.of(
                  "protocol_whitelist",
                  "srt",
                  "timeout",
                  Long.toString(patience.silence().toNanos() / 1000),
                  "connect_timeout",
                  Long.toString(patience.open().toMillis()),
                  "listen_timeout",
                  Long.toString(patience.open().toNanos() / 1000)));
      case UDP ->
          // Seven packets of MPEG-TS, as every receiver expects them.
          new LiveTarget(
              address.toString(),
              address.url(),
              "mpegts",
              Map.of("protocol_whitelist", "udp", "pkt_size", "1316"));
      case HTTP -> throw new IllegalArgumentException(address + " is served, not pushed to");
    };
  }

  /** Whether the name is that of an HLS list. */
  static boolean isList(Path path) {
    return path.toString().toLowerCase(Locale.ROOT).endsWith(LIST_ENDING);
  }

  /**
   * An HLS list as browsers play it live: fragments of MP4 of two seconds, the last six of them in
   * the list, older ones deleted.
   */
  static LiveTarget list(Path path) {
    String file = path.getFileName().toString();
    String stem = file.substring(0, file.length() - LIST_ENDING.length());
    return new LiveTarget(
        path.toString(),
        // Without the prefix "file:", with which FFmpeg would not find the files it is to delete.
        path.toAbsolutePath().toString(),
        "hls",
        Map.of(
            "protocol_whitelist",
            "file",
            "hls_segment_type",
            "fmp4",
            "hls_fmp4_init_filename",
            stem + "-init.mp4",
            "hls_time",
            "2",
            "hls_list_size",
            "6",
            "hls_flags",
            "delete_segments+independent_segments+temp_file",
            // A browser that still has segments of an earlier run does not take them for new ones.
            "hls_start_number_source",
            "epoch"));
  }

  byte[] urlBytes() {
    return (url + '\0').getBytes(StandardCharsets.UTF_8);
  }

  /** Its name: the address may hold a password. */
  @Override
  public String toString() {
    return name;
  }
}
