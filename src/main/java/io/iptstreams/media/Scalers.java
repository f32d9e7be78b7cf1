package io.iptstreams.media;

import static org.bytedeco.ffmpeg.global.swscale.SWS_ACCURATE_RND;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BICUBIC;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BITEXACT;
import static org.bytedeco.ffmpeg.global.swscale.SWS_FULL_CHR_H_INP;
import static org.bytedeco.ffmpeg.global.swscale.SWS_FULL_CHR_H_INT;
import static org.bytedeco.ffmpeg.global.swscale.sws_alloc_context;

import org.bytedeco.ffmpeg.swscale.SwsContext;

/** How this room sets up FFmpeg's scaler, which here changes colours and never sizes. */
final class Scalers {
  private Scalers() {}

  /**
   * A scaler that rounds rather than truncates, keeps every chroma sample and gives the same result
   * on every processor. It sets itself up from the frames it is given. The caller frees it.
   */
  static SwsContext exact() {
    SwsContext scaler = sws_alloc_context();
    scaler.flags(
        SWS_BICUBIC | SWS_ACCURATE_RND | SWS_FULL_CHR_H_INT | SWS_FULL_CHR_H_INP | SWS_BITEXACT);
    return scaler;
  }
}
