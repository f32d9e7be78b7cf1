package io.iptstreams.store;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A bucket, or the part of one under a prefix, that is a store.
 *
 * @param bucket 3 to 63 lower-case letters, digits, dots and dashes
 * @param prefix of all keys; empty, or ends with /
 * @param endpoint of another server than AWS, e.g. {@code http://minio:9000}; keys then follow the
 *     bucket in the path
 * @param region e.g. {@code eu-central-1}; if there is none the endpoint's is {@code us-east-1} and
 *     that of AWS comes from environment or profile
 */
public record BucketLocation(
    String bucket, String prefix, Optional<URI> endpoint, Optional<String> region)
    implements StoreLocation {
  private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
  private static final Pattern REGION = Pattern.compile("[a-z0-9-]{1,40}");

  /** A location. */
  public BucketLocation {
    if (!BUCKET.matcher(bucket).matches()) {
      throw new IllegalArgumentException(
          "bucket must be 3 to 63 lower-case letters, digits, dots and dashes, got "
              + Quoted.of(bucket));
    }
    if (!prefix.isEmpty()) {
      if (!prefix.endsWith("/")) {
        throw new IllegalArgumentException("prefix must end with /, got " + Quoted.of(prefix));
      }
      ObjectKey.fault(prefix.substring(0, prefix.length() - 1))
          .ifPresent(
              fault -> {
                throw new IllegalArgumentException(
                    "prefix must be the start of a key, but " + Quoted.of(prefix) + " " + fault);
              });
    }
    if (endpoint.isPresent() && !isEndpoint(endpoint.get())) {
      throw new IllegalArgumentException(
          "endpoint must be like http://host:9000, got " + Quoted.of(endpoint.get()));
    }
    if (region.isPresent() && !REGION.matcher(region.get()).matches()) {
      throw new IllegalArgumentException(
          "region must be like eu-central-1, got " + Quoted.of(region.get()));
    }
  }

  private static boolean isEndpoint(URI uri) {
    return ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
        && uri.getHost() != null
        && uri.getRawUserInfo() == null
        && (uri.getRawPath().isEmpty() || uri.getRawPath().equals("/"))
        && uri.getRawQuery() == null
        && uri.getRawFragment() == null;
  }

  @Override
  public S3Store open() {
    return S3Store.open(this);
  }

  @Override
  public void probe(boolean written, Duration limit) {
    S3Store.open(this, limit).close();
  }

  @Override
  public String root() {
    return "s3://" + bucket + "/" + PercentCode.encode(prefix);
  }
}
