/**
 * A real Kafka broker that the program starts itself: a child process for {@code demo} and {@code
 * --embedded}, in-process for tests.
 */
package io.iptstreams.broker;
