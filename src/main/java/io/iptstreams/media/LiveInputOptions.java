package io.iptstreams.media;

import java.time.Duration;
import java.util.Map;

/** What FFmpeg is told when it opens a live source: what it may reach, and how long to wait. */
final class LiveInputOptions {
  private static final String PROTOCOLS = "protocol_whitelist";
  private static final String FORMATS = "format_whitelist";

  private LiveInputOptions() {}

  static Map<String, String> of(LiveAddress.Kind kind, LivePatience patience) {
    String silence = micros(patience.silence());
    return switch (kind) {
      case RTSP ->
          Map.of(
              PROTOCOLS,
              "rtsp,rtp,srtp,udp,tcp,tls,crypto",
              FORMATS,
              "rtsp",
              // Over UDP a lost packet costs pictures until the next key frame.
              "rtsp_flags",
              "prefer_tcp",
              "allowed_media_types",
              "video",
              "timeout",
              silence);
      case SRT ->
          Map.of(
              PROTOCOLS,
              "srt",
              FORMATS,
              "mpegts",
              "timeout",
              silence,
              "connect_timeout",
              Long.toString(patience.open().toMillis()),
              "listen_timeout",
              micros(patience.open()));
      case UDP ->
          Map.of(
              PROTOCOLS,
              "udp",
              FORMATS,
              "mpegts",
              "timeout",
              silence,
              // What does not fit in the 5 MB of FFmpeg's queue is lost, and ends nothing.
              "overrun_nonfatal",
              "1");
      case HTTP ->
          Map.of(
              PROTOCOLS,
              "http,https,httpproxy,tcp,tls,crypto",
              FORMATS,
              "mpjpeg,hls,mpegts,mov,matroska,aac,mp3,ac3,eac3,webvtt",
              "rw_timeout",
              silence);
    };
  }

  private static String micros(Duration duration) {
    return Long.toString(duration.toNanos() / 1000);
  }
}
