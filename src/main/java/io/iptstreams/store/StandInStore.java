package io.iptstreams.store;

import java.net.URI;
import java.util.OptionalLong;

/**
 * In the place of a store that is not opened: under every good key lies the same object, and what
 * is put is forgotten. For dry runs; knows only how the store would spell its references.
 */
final class StandInStore implements Store {
  private final String root;
  private final Reference place;
  private final byte[] object;

  StandInStore(StoreLocation location, byte[] object) {
    this.root = location.root();
    this.place = Reference.of(URI.create(root));
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
    Reference reference = Reference.of(uri);
    if (!reference.scheme().equals(place.scheme())
        || !reference.authority().equals(place.authority())
        || !reference.path().startsWith(place.path())) {
      throw Reference.outside(uri, "does not lie in " + this);
    }
    String key = reference.path().substring(place.path().length());
    ObjectKey.fault(key)
        .ifPresent(
            fault -> {
              throw Reference.outside(uri, "names no object of " + this + ": its key " + fault);
            });
    return key;
  }

  @Override
  public URI reference(String key) {
    return URI.create(root + PercentCode.encode(ObjectKey.checked(key)));
  }

  @Override
  public String toString() {
    return root;
  }

  @Override
  public void close() {
    // Nothing was opened.
  }
}
