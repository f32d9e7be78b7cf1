/**
 * The running stage beside what it is made of: the engine alone, the way of a picture without
 * Kafka, the broker alone. Knows every room but the front door.
 */
package io.iptstreams.bench;
