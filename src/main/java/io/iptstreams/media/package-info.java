/**
 * Video to frames on a topic and back; the only room that names FFmpeg. Knows {@code image}, {@code
 * frame} and Kafka's clients.
 */
package io.iptstreams.media;
