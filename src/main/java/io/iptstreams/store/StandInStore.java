package io.iptstreams.store;

import java.net.URI;
import java.util.OptionalLong;

/**
 * In the place of a store that is not opened: under every good key lies the same object, and what
 * is put is forgotten. For dry runs; knows only how the store would spell its references.
 */
final class StandInStore implements Store {
  private final StoreRoot root;
  private final byte[] object;

  StandInStore(StoreLocation location, byte[] object) {
    this.root = new StoreRoot(location);
    this.object = object.clone();
  }

  @Override
  public URI put(String key, byte[] bytes, String mediaType) {
    return reference(key);
  }

  @Override
  public byte[] get(URI reference, long maxBytes) {
    String key = key(reference);
    if (object.length > maxBytes) {
      throw new StoreException(
          StoreException.Kind.TOO_LARGE,
          "object "
              + Quoted.of(key)
              + " has "
              + object.length
              + " bytes, at most "
              + maxBytes
              + " are read");
    }
    return object.clone();
  }

  @Override
  public OptionalLong size(String key) {
    ObjectKey.checked(key);
    return OptionalLong.of(object.length);
  }

  @Override
  public String key(URI uri) {
    return root.key(uri);
  }

  @Override
  public URI reference(String key) {
    return root.reference(key);
  }

  @Override
  public URI reference(ObjectEvent event) {
    return root.reference(event);
  }

  @Override
  public String toString() {
    return root.toString();
  }

  @Override
  public void close() {
    // Nothing was opened.
  }
}
