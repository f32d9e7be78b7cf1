package io.iptstreams.store;

import java.net.URI;
import java.util.OptionalLong;

/**
 * A place for pictures, each under a key. Safe for many threads; who opened it closes it.
 *
 * <p>Every method throws {@link StoreException}, whose kind says whose fault it is.
 */
public interface Store extends AutoCloseable {

  /**
   * Puts an object, over the one that is there. It appears whole or not at all, and when this
   * returns it is on the disk or with the server.
   *
   * @param mediaType e.g. {@code image/png}; a bucket keeps it, a folder does not
   * @return its reference
   */
  URI put(String key, byte[] bytes, String mediaType);

  /**
   * Puts an object under a key made of its own bytes, {@code ab/cdef….png} by SHA-256, so that a
   * repeat finds it there and writes nothing.
   *
   * @param ending of the key, without its dot: 1 to 16 lower-case letters and digits
   * @return its reference
   */
  default URI putContent(byte[] bytes, String ending, String mediaType) {
    String key = ObjectKey.ofContent(bytes, ending);
    OptionalLong size = size(key);
    return size.isPresent() && size.getAsLong() == bytes.length
        ? reference(key)
        : put(key, bytes, mediaType);
  }

  /**
   * Fetches an object.
   *
   * @param maxBytes largest object that is fetched, from 0 on; more bytes are never read, whatever
   *     size the object says it has
   */
  byte[] get(URI reference, long maxBytes);

  /** Bytes of the object of that key; empty if there is none. */
  OptionalLong size(String key);

  /**
   * The key of an object in this store, which need not exist.
   *
   * @throws StoreException of kind OUTSIDE if the reference does not lie in this store
   */
  String key(URI reference);

  /**
   * The reference of an object in this store, which need not exist.
   *
   * @throws StoreException of kind OUTSIDE if no object can have that key
   */
  URI reference(String key);

  /**
   * The reference of the object that an event tells of. The event of a bucket says which bucket,
   * and that may be another; a folder has no name of its own, so its events may bear any.
   *
   * @throws StoreException of kind OUTSIDE if no object can have that key
   */
  URI reference(ObjectEvent event);

  /** Whether the reference lies in this store, going by its spelling alone. */
  default boolean holds(URI reference) {
    try {
      key(reference);
      return true;
    } catch (StoreException outside) {
      return false;
    }
  }

  /** What all its references start with, e.g. {@code s3://pictures/in/}. */
  @Override
  String toString();

  @Override
  void close();
}
