/**
 * <b>The corridor</b>: picture in, restored picture out. The same class for Kafka, for a file and
 * for a test. Knows {@code image}, {@code task}, {@code tiling}, {@code batch} and {@code model}.
 */
package io.iptstreams.restore;
