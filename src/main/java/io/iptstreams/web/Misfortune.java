package io.iptstreams.web;

import io.iptstreams.stream.DeadLetter;
import io.iptstreams.stream.SeenPicture;
import java.time.Instant;
import java.util.Optional;

/**
 * A dead letter and when it was written.
 *
 * @param id in addresses
 * @param stream a stranger's text
 * @param picture what was to be restored, if it is small enough to be kept
 */
record Misfortune(
    long id, Instant when, String stream, DeadLetter letter, Optional<SeenPicture> picture) {}
