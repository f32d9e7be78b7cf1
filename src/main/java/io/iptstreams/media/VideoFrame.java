package io.iptstreams.media;

import io.iptstreams.image.Image;

/**
 * One picture of a video and when it is shown. A value: heap only.
 *
 * @param image 3 × H × W samples in 0..255, RGB
 * @param pts presentation time, in units of the time base of where the frame came from
 */
public record VideoFrame(Image image, long pts) {}
