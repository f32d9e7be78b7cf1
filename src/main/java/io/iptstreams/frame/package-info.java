/**
 * One picture on its way: who sent it, when, what it is; its wire format on a topic, header by
 * header. Knows only the JDK.
 *
 * <p>Version 1 of the record contract. The value is the picture file as it is (PNG, JPEG, WebP or
 * TIFF), or on local links its samples alone; the headers follow CloudEvents 1.0 in Kafka binary
 * mode, values UTF-8. Every header is optional on the way in: the bytes of a picture file are a
 * good record. Raw samples need three.
 *
 * <pre>
 *   record      = key value headers
 *   key         = stream name, so that a stream keeps its order   ; may be absent
 *   value       = file / raw
 *   file        = the bytes of one PNG, JPEG, WebP or TIFF file
 *   raw         = ce_height rows from the top of ce_width pixels from the left of 3 bytes: RGB
 *   content-type    = "image/png" / "image/jpeg" / "image/webp" / "image/tiff"
 *                   / "image/x-raw-rgb"                          ; with raw, always
 *   ce_specversion  = "1.0"
 *   ce_id           = unique within ce_source
 *   ce_source       = URI of the producer, e.g. "urn:ipt-streams:stream:yard-1"
 *   ce_type         = "io.iptstreams.frame" / "io.iptstreams.frame.restored"
 *   ce_task, task   = what to undo, e.g. "denoise-30", "derain, upscale-x2"; ce_task wins over task
 *   ce_strength, strength = sigma of a task that is only called "denoise", e.g. "25"
 *   ce_time         = when the picture was taken, RFC 3339; else the record's timestamp counts
 *   ce_expirytime   = when it is of no use any more, RFC 3339
 *   ce_dataref      = where the picture lies, if the value is empty: a reference into a store
 *   ce_stream       = name of the stream the frame belongs to
 *   ce_frame        = number of the frame in its stream, from 0
 *   ce_pts          = presentation time in units of ce_timebase
 *   ce_timebase     = seconds per unit, as a fraction: "1/12800"
 *   ce_framerate    = nominal frames per second, as a fraction: "25/1"
 *   ce_colour       = what the video's samples meant, FFmpeg's names of matrix "/" range "/"
 *                     primaries "/" transfer: "bt709/tv/bt709/bt709", "unknown" where not named
 *   ce_depth        = bits per sample of the video to be written: "8", which is meant without it,
 *                     or "10"
 *   ce_last         = "true" on the last frame of its stream
 *   ce_width, ce_height = size of the picture in pixels          ; with raw, always; else unread
 *  set by the stage on a restored frame, which keeps key, time and all other headers:
 *   ce_id           = a new one, the same whenever the same frame is restored by the same weights
 *   ce_source       = if there was none, "urn:ipt-streams:topic:" topic
 *   ce_model        = name "@" first 8 digits of the fingerprint of the model that restored it
 *   ce_restored     = what was undone, in order, e.g. "derain, upscale-x2"
 *   ce_noisebefore, ce_noiseafter = estimated standard deviation of its noise in levels of 0 to 255
 *   ce_psnrtoinput  = how near it is to what it was made of, in dB; none if equal
 *   ce_seams        = how much more columns differ where tiles meet than elsewhere, about 1
 *   ce_causationid  = ce_id of the frame that was restored
 *   ce_dataref      = where the result lies, if it is too large for the record
 *   ce_subject      = key of the object it was made from, if a notification brought it
 *   content-type    = what the restored picture is
 *  set by the stage on a frame that came too late, and was passed through or lost its value:
 *   ce_late         = by how many milliseconds
 *  added by the stage to a dead letter, which keeps key, time, value and all headers:
 *   dead-letter-reason     = a sentence
 *   dead-letter-station    = "tag" / "fetch" / "decode" / "model" / "check" / "encode" / "publish"
 *                            / "restore"
 *   dead-letter-task       = the task it asked for or a rule gave it, if any
 *   dead-letter-topic, dead-letter-partition, dead-letter-offset = where the frame lay
 * </pre>
 *
 * <p>A frame that passes through unrestored is the same record, byte for byte and header for
 * header; it has no {@code ce_model}. A dead letter that would be too large for its topic has no
 * value; its picture lies where {@code dead-letter-offset} says.
 */
package io.iptstreams.frame;
