package io.iptstreams.store;

import io.iptstreams.store.StoreException.Kind;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/**
 * A reference taken apart, of any scheme, and free of whatever no reference has: it may still lie
 * in no store.
 *
 * @param scheme in lower case
 * @param authority the bucket of an s3: reference; empty if there is none
 * @param path decoded; starts with / unless it is empty
 */
record Reference(String scheme, String authority, String path) {
  /** Room for a key of which every byte is encoded, and a folder. */
  private static final int MAX_LENGTH = 8192;

  /**
   * Takes a reference apart.
   *
   * @throws StoreException of kind OUTSIDE that says what no reference has
   */
  static Reference of(URI uri) {
    String text = uri.toString();
    if (text.length() > MAX_LENGTH) {
      throw outside(text, "is longer than " + MAX_LENGTH + " characters");
    }
    if (uri.getScheme() == null || uri.isOpaque()) {
      throw outside(text, "is not of the form scheme://place/key");
    }
    if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
      throw outside(text, "has a query or a fragment; a ? or # of a key is written %3F or %23");
    }
    String authority = Optional.ofNullable(uri.getRawAuthority()).orElse("");
    if (authority.indexOf('@') >= 0 || authority.indexOf(':') >= 0) {
      throw outside(text, "has a user or a port");
    }
    String path;
    try {
      path = PercentCode.decodePath(uri.getRawPath());
    } catch (IllegalArgumentException e) {
      throw outside(text, e.getMessage());
    }
    ObjectKey.pathFault(path)
        .ifPresent(
            fault -> {
              throw outside(text, fault);
            });
    return new Reference(uri.getScheme().toLowerCase(Locale.ROOT), authority, path);
  }

  static StoreException outside(Object reference, String fault) {
    return new StoreException(Kind.OUTSIDE, "reference " + Quoted.of(reference) + " " + fault);
  }
}
