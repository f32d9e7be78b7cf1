package io.iptstreams.store;

import java.net.URI;
import java.util.Optional;

/**
 * What all references of a store start with, and so how keys and references become each other. A
 * value.
 */
final class StoreRoot {
  private static final String BUCKET_SCHEME = "s3";

  private final String text;
  private final Reference place;

  StoreRoot(StoreLocation location) {
    this.text = location.root();
    this.place = Reference.of(URI.create(text));
  }

  /** As {@link Store#key(URI)}. */
  String key(URI uri) {
    Reference reference = Reference.of(uri);
    if (!reference.scheme().equals(place.scheme())
        || !reference.authority().equals(place.authority())
        || !reference.path().startsWith(place.path())) {
      throw Reference.outside(uri, "does not lie in " + this);
    }
    String key = reference.path().substring(place.path().length());
    fault(key)
        .ifPresent(
            fault -> {
              throw Reference.outside(uri, "names no object of " + this + ": its key " + fault);
            });
    return key;
  }

  /** As {@link Store#reference(String)}. */
  URI reference(String key) {
    fault(key)
        .ifPresent(
            fault -> {
              throw new StoreException(
                  StoreException.Kind.OUTSIDE, "key " + Quoted.of(key) + " " + fault);
            });
    return URI.create(text + PercentCode.encode(key));
  }

  /** As {@link Store#reference(ObjectEvent)}. */
  URI reference(ObjectEvent event) {
    return isBucket() ? event.reference() : reference(event.key());
  }

  /** In a bucket the prefix is part of what its server calls the key. */
  private Optional<String> fault(String key) {
    return isBucket()
        ? ObjectKey.fault(key).or(() -> ObjectKey.fault(place.path().substring(1) + key))
        : ObjectKey.fault(key);
  }

  private boolean isBucket() {
    return place.scheme().equals(BUCKET_SCHEME);
  }

  @Override
  public String toString() {
    return text;
  }
}
