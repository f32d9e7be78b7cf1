/**
 * A real Kafka broker that the program starts itself: a child process for {@code demo} and {@code
 * --embedded}, in-process for tests. Knows Kafka's server and its admin client.
 *
 * <pre>
 *   BrokerProcess --stdin, stdout--> BrokerMain --> EmbeddedBroker --> FolderLock, folder/data
 *   (the program)                    (child JVM)    (one KRaft node)
 * </pre>
 *
 * <p>The child is the product's way, for two reasons: a fatal fault of a Kafka server halts its
 * process, and a native crash of the inference library must not take the broker down uncleanly. The
 * child stops cleanly as soon as its standard input ends, however the program ended.
 *
 * <p>What the child writes to standard output, one line: {@code READY host:port} or {@code FAILED
 * sentence}. Everything else goes to {@code broker.log} in the folder.
 */
package io.iptstreams.broker;
