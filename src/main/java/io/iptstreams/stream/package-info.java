/**
 * Turns a topology file into a running Kafka Streams application; the only room that names Kafka
 * Streams.
 *
 * <pre>
 *   source topic --> requests --> restore --+--> results      --> sink topic
 *                                           +--> dead-letters --> dead-letter topic
 * </pre>
 *
 * <p>{@code restore} handles one record at a time and keeps nothing between two: it blocks on the
 * restorer, whose batches the many stream threads fill together. So there is no state, no
 * changelog, and a record's outcome is in one transaction with its offset: exactly one of restored,
 * passed through or dead letter, in order per partition.
 *
 * <p>The topology file, top to bottom as a frame goes; version 1:
 *
 * <pre>
 *   file      = [ "name:" id ]                  ; Streams application id; default: the file's name
 *               "source: { topic:" topic "}"
 *               [ "tag:" rule* [ otherwise ] ]
 *               "restore:" restore
 *               "sink: { topic:" topic "}"
 *               "dead-letters: { topic:" topic "}"
 *               [ "threads:" 1..64 ]            ; default: one per partition, at most 8
 *               [ "kafka:" { setting: value } ] ; any Kafka Streams setting, passed on as it is
 *   rule      = "- when:" ( "{ header:" name ", is:" glob "}" / "{ key:" glob "}" )
 *               "  task:" verdict
 *   otherwise = "- otherwise:" verdict          ; default: reject
 *   verdict   = task / "pass" / "reject"        ; restore so, send on unrestored, dead letter
 *   glob      = a text in which * stands for any letters and ? for one
 *   restore   = "model:" name or folder
 *               [ "overlap:" px ]               ; default 12 px
 *               [ "workers:" 1..64 ]            ; batches in the model at once; default: the cores
 *               [ "deadline:" duration ]        ; for one picture; default 60 s
 *               [ "batch: { max-size:" 1..4096 ", max-delay:" duration "}" ] ; default 8, 20 ms
 * </pre>
 *
 * <p>A task in the record's own header ({@code ce_task}, then {@code task}) always wins over the
 * rules; the first rule that holds decides.
 */
package io.iptstreams.stream;
