package io.iptstreams.store;

import io.iptstreams.store.StoreException.Kind;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * What a failed call means: whose fault it was, in a sentence. Goes by the codes of S3's error
 * responses; an answer that is unknown counts as refused, so that a person looks at it.
 */
final class S3Failures {
  private static final String NO_BUCKET = "NoSuchBucket";
  private static final String DENIED = "AccessDenied";

  /** Faults of an object alone: archived, or encrypted with a key that only its owner has. */
  private static final Set<String> UNREADABLE = Set.of("InvalidObjectState", "InvalidRequest");

  private static final Set<Integer> LATER = Set.of(408, 409, 429);

  private static final Map<String, String> ADVICE =
      Map.of(
          DENIED,
          "these credentials give no right to it",
          "InvalidAccessKeyId",
          "the access key is unknown there",
          "SignatureDoesNotMatch",
          "the secret key does not belong to the access key",
          "ExpiredToken",
          "the credentials have expired",
          "RequestTimeTooSkewed",
          "this machine's clock is wrong",
          "PermanentRedirect",
          "it lies in another region",
          "AuthorizationHeaderMalformed",
          "it lies in another region",
          NO_BUCKET,
          "there is no such bucket");

  private final String bucket;
  private final String server;

  S3Failures(BucketLocation location) {
    this.bucket = "bucket " + location.bucket();
    this.server = location.endpoint().map(Object::toString).orElse("S3");
  }

  StoreException opening(SdkException e) {
    return of(e, bucket + " cannot be opened");
  }

  StoreException writing(SdkException e, URI reference) {
    return of(e, Quoted.of(reference) + " cannot be put");
  }

  StoreException reading(SdkException e, URI reference) {
    // What is said while the bytes are read comes wrapped.
    for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof StoreException said) {
        return said;
      }
    }
    if (e instanceof AwsServiceException answer) {
      String code = code(answer);
      if (answer.statusCode() == 404 && !code.equals(NO_BUCKET)) {
        return new StoreException(Kind.GONE, Quoted.of(reference) + " does not exist", e);
      }
      if (UNREADABLE.contains(code)) {
        return new StoreException(
            Kind.GONE, Quoted.of(reference) + " cannot be read: " + server + " says " + code, e);
      }
    }
    return of(e, Quoted.of(reference) + " cannot be read");
  }

  /** Whether the server knows who asks, and gives him no right to what he asks for. */
  static boolean isDenied(SdkException e) {
    return e instanceof AwsServiceException answer && code(answer).equals(DENIED);
  }

  private StoreException of(SdkException e, String what) {
    if (!(e instanceof AwsServiceException answer)) {
      return new StoreException(Kind.UNREACHABLE, what + ": " + server + " " + silence(e), e);
    }
    String code = code(answer);
    int status = answer.statusCode();
    boolean later =
        status >= 500
            || LATER.contains(status)
            || answer.isThrottlingException()
            || code.equals("RequestTimeout");
    String said = (status + " " + code).strip();
    return new StoreException(
        later ? Kind.UNREACHABLE : Kind.REFUSED,
        what
            + ": "
            + server
            + " says "
            + said
            + Optional.ofNullable(ADVICE.get(code)).map(advice -> ", " + advice).orElse(""),
        e);
  }

  private static String code(AwsServiceException e) {
    return Optional.ofNullable(e.awsErrorDetails()).map(AwsErrorDetails::errorCode).orElse("");
  }

  private static String silence(SdkException e) {
    if (e instanceof ApiCallTimeoutException) {
      return "was not done in time";
    }
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    if (root instanceof UnknownHostException) {
      return "has a host name that is unknown";
    }
    return (root instanceof ConnectException ? "cannot be reached: " : "failed: ")
        + root.getMessage();
  }
}
