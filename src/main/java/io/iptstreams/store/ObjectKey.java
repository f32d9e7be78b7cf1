package io.iptstreams.store;

import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a key may be; the grammar is in the package. One rule for folders and buckets, stricter than
 * that of S3, so that a key of one is a key of the other and never leaves either.
 */
final class ObjectKey {
  /** What S3 takes, in UTF-8. */
  static final int MAX_BYTES = 1024;

  private static final Pattern ENDING = Pattern.compile("[a-z0-9]{1,16}");

  private ObjectKey() {}

  /** What is wrong with a key, as the end of a sentence about it; empty if it is a good one. */
  static Optional<String> fault(String key) {
    int bytes;
    try {
      bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(key)).remaining();
    } catch (CharacterCodingException e) {
      return Optional.of("has half of a surrogate pair");
    }
    if (bytes > MAX_BYTES) {
      return Optional.of("has " + bytes + " bytes, at most " + MAX_BYTES + " are taken");
    }
    if (key.isEmpty()) {
      return Optional.of("is empty");
    }
    for (String part : key.split("/", -1)) {
      if (part.isEmpty()) {
        return Optional.of("has an empty part: no / may start it, end it or follow another");
      }
    }
    return pathFault(key);
  }

  /** What no path may have, neither a key nor one that a key ends. */
  static Optional<String> pathFault(String path) {
    for (String part : path.split("/", -1)) {
      if (part.equals(".") || part.equals("..")) {
        return Optional.of("has the part " + part);
      }
    }
    if (path.chars().anyMatch(Character::isISOControl)) {
      return Optional.of("has a control character");
    }
    return path.indexOf('\\') < 0 ? Optional.empty() : Optional.of("has a backslash");
  }

  /**
   * The same key.
   *
   * @throws StoreException of kind OUTSIDE if it is no good one
   */
  static String checked(String key) {
    fault(key)
        .ifPresent(
            fault -> {
              throw new StoreException(
                  StoreException.Kind.OUTSIDE, "key " + Quoted.of(key) + " " + fault);
            });
    return key;
  }

  /** The key that bytes have by themselves; a folder per first byte keeps folders short. */
  static String ofContent(byte[] bytes, String ending) {
    if (!ENDING.matcher(ending).matches()) {
      throw new IllegalArgumentException(
          "an ending is 1 to 16 lower-case letters and digits, got " + Quoted.of(ending));
    }
    String hash = sha256(bytes);
    return hash.substring(0, 2) + "/" + hash.substring(2) + "." + ending;
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
