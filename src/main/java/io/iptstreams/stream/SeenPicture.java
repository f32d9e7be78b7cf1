package io.iptstreams.stream;

import io.iptstreams.frame.FrameHeaders;

/**
 * A picture as it travels. The bytes are those of the record itself, not a copy: to be looked at
 * and not to be changed.
 *
 * @param headers tell what the bytes are: {@code content-type}, and the size of raw samples
 */
public record SeenPicture(byte[] bytes, FrameHeaders headers) {}
