/**
 * Turns a topology file into a running Kafka Streams application; the only room that names Kafka
 * Streams.
 */
package io.iptstreams.stream;
