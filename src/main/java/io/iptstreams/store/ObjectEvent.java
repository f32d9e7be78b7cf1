package io.iptstreams.store;

import java.net.URI;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * What a bucket says about one of its objects. The object need not be as it says any more, nor lie
 * in a store that was named.
 *
 * @param bucket the bucket's name, letters, digits, dots, dashes and underscores
 * @param key decoded; empty for a TEST
 * @param size in bytes, if it was told; of REMOVED objects it is not
 * @param eTag changes with the object's bytes
 * @param sequencer of two events of one key, the later has the greater one as hexadecimal number;
 *     events come twice and out of order
 * @param contentType as whoever put the object called it; MinIO tells it, S3 does not
 */
public record ObjectEvent(
    Kind kind,
    String bucket,
    String key,
    OptionalLong size,
    Optional<String> eTag,
    Optional<String> sequencer,
    Optional<String> contentType) {

  /** As old buckets of S3 may be called, too. */
  static final Pattern BUCKET = Pattern.compile("[A-Za-z0-9._-]{1,255}");

  /** An event. */
  public ObjectEvent {
    if (!BUCKET.matcher(bucket).matches()) {
      throw new IllegalArgumentException(Quoted.of(bucket) + " is no bucket's name");
    }
  }

  /** What happened. */
  public enum Kind {
    /** The object is new or has new bytes. */
    CREATED,
    /** The object is no longer there. */
    REMOVED,
    /** S3 tries out whether it can send notifications at all. */
    TEST,
    /** Whatever else: read, tagged, moved to another class. */
    OTHER
  }

  /** Where the object is, by its spelling; {@link Stores#holding} says whether it may be read. */
  public URI reference() {
    return URI.create("s3://" + bucket + "/" + PercentCode.encode(key));
  }
}
