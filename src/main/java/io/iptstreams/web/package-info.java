/**
 * The live page, health and metrics of a stage over HTTP. Knows what a stage shows of itself, and
 * the JDK's own server.
 *
 * <pre>
 *   stream threads --Sight--> StageMeters --> /metrics
 *                     \
 *                      +----> Gallery --newest of each stream--> Showcase --JPEG, numbers--> Feed
 *                                                               (one thread)                  |
 *                                     browser <--server-sent events, pictures-- LivePage <----+
 * </pre>
 *
 * <p>What the stage pays for being looked at is bounded, however many look: stream threads only put
 * references down; one thread decodes and reduces pictures, only of streams that somebody looks at,
 * for at most a twelfth of its time; events come the more seldom the more browsers there are.
 *
 * <p>Names of streams, headers, reasons and pictures come from strangers. Text goes out as JSON and
 * becomes text nodes, never markup; pictures are drawn anew from their pixels; no request names a
 * file.
 */
package io.iptstreams.web;
