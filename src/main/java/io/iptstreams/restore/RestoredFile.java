package io.iptstreams.restore;

/** A restored picture as a file, and how good it is as far as that can be told. */
public record RestoredFile(byte[] bytes, Quality quality) {}
