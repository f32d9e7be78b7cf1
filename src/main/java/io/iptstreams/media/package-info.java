/**
 * Video to frames on a topic and back; the only room that names FFmpeg. Knows {@code image}, {@code
 * frame} and Kafka's clients.
 *
 * <pre>
 *   file ───> VideoReader ──┐                                     ┌─> VideoWriter ─> file
 *   camera ─> LiveSource ───┼─> FrameIngest ─> topics ─> FrameEgress ─> LiveSink ─> receiver, HLS
 *   another FrameSource ────┘                                     ├─> MjpegServer ─> browsers
 *                                                                 └─> another FrameSink
 * </pre>
 *
 * <p>Two have to do with stills: {@link io.iptstreams.media.Bm3d} lends FFmpeg's denoiser to
 * whoever compares with it, {@link io.iptstreams.media.FfmpegWebp} its WebP to whoever reads
 * picture files.
 *
 * <p>Frames keep the presentation times of their source: {@code ce_pts} in units of {@code
 * ce_timebase}. Nothing here resizes a picture or changes a frame rate.
 */
package io.iptstreams.media;
