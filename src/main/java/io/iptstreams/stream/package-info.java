/**
 * Turns a topology file into a running Kafka Streams application; the only room that names Kafka
 * Streams.
 *
 * <pre>
 *   sources --> requests --> restore --+--> results-…    --> sinks
 *                               |      +--> late         --> topic of late
 *                  stores <-----+      +--> dead-letters --> dead-letter topic
 * </pre>
 *
 * <p>{@code restore} handles one record at a time and keeps nothing between two: it blocks on the
 * restorer, whose batches the many stream threads fill together. So there is no state, no
 * changelog, and a record's outcome is in one transaction with its offset: exactly one of restored,
 * passed through, dropped as too late, or dead letter, in order per partition.
 *
 * <p>The topology file, top to bottom as a frame goes; version 2:
 *
 * <pre>
 *   file      = [ "name:" id ]                  ; Streams application id; default: the file's name
 *               "source:" source / "sources:" 1*( "-" source )
 *               [ "tag:" rule* [ otherwise ] ]
 *               "restore:" restore
 *               [ "stores:" 1*( name ":" store ) ]
 *               [ "large: { above:" size ", store:" name "}" ]  ; results that do not travel inline
 *               "sink: { topic:" sink "}"
 *               [ "late:" late ]
 *               "dead-letters: { topic:" topic "}"
 *               [ "control: { topic:" topic "}" ]
 *               [ "threads:" 1..64 ]            ; default: one per partition, at most 8
 *               [ "kafka:" { setting: value } ] ; any setting of Kafka Streams and its clients
 *   source    = "{ topic:" topic [ ", objects: { store:" name [ ", results:" keys ] "}" ] "}"
 *   keys      = key template of the results, see {@link io.iptstreams.store.KeyTemplate}
 *   rule      = "- when:" condition "  task:" verdict more
 *   otherwise = "- otherwise:" verdict more     ; default: reject
 *   condition = "{ header:" name ", is:" glob "}" / "{ key:" glob "}" / "{ topic:" glob "}"
 *   verdict   = task / "[" task *( "," task ) "]" / "pass" / "reject"
 *   more      = [ "strength:" 1..99 ]           ; sigma, where the task is only called denoise
 *               [ "model:" name or folder ] [ "sink:" sink ]
 *   sink      = topic, in which "{topic}" stands for the one that the record came from
 *   glob      = a text in which * stands for any letters and ? for one
 *   restore   = "model:" name or folder
 *               [ "overlap:" px ]               ; default 12 px
 *               [ "workers:" 1..64 ]            ; batches in a model at once; default: the cores
 *               [ "deadline:" duration ]        ; for one picture; default 60 s; a model that gives
 *                                                ; nothing back for half of it stops the stage
 *               [ "batch: { max-size:" 1..4096 ", max-delay:" duration "}" ] ; default 8, 20 ms
 *   late      = "{ after:" duration ", then: pass }"
 *             / "{ after:" duration ", then: drop, topic:" topic "}"
 *   store     = "{ folder:" path "}"
 *             / "{ bucket:" name [ ", prefix:" prefix ] [ ", endpoint:" URI ] [ ", region:" name ] "}"
 *   test      = "- name:" sentence [ "  record:" record ] "  expect:" expected
 *   record    = "{" [ "topic:" source ]         ; where there are several
 *                   [ "key:" text ] / "object:" key     ; object where the source has objects
 *                   [ "headers: {" *( name ":" value ) "}" ]
 *                   [ "picture:" file ]         ; beside this one; default: some small picture
 *                   [ "age:" duration ] "}"     ; when the stage gets it; default 0 ms
 *   expected  = "{ outcome: restored, task:" task / tasks [ ", model:" name ] [ ", sink:" topic ] "}"
 *             / "{ outcome: passed" [ ", sink:" topic ] "}"
 *             / "{ outcome: dropped }"          ; too late, to the topic of late
 *             / "{ outcome: ignored }"          ; a notification that asks for nothing
 *             / "{ outcome: dead-letter, station:" station [ ", reason:" part of it ] "}"
 * </pre>
 *
 * <p>The same for editors is {@code schema/topology.schema.json} among the resources.
 *
 * <p>A task in the record's own header ({@code ce_task}, then {@code task}) always wins over the
 * verdict of a rule; the first rule that holds decides. Of a source with {@code objects}, records
 * are notifications of an object store, and the key that rules see is the object's.
 *
 * <p>A test sends its record the way of {@code restore}, with stand-ins for models and stores:
 * under every key of a store lies its picture, {@code ce_dataref} leads there, too, and what a test
 * leaves out of {@code expect} may be anything.
 *
 * <p>A record {@code reload} on the control topic has every process of the application open its
 * models anew; each frame ends with the model it began with, and says in {@code ce_model} which.
 */
package io.iptstreams.stream;
