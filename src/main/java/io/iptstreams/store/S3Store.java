package io.iptstreams.store;

import io.iptstreams.store.StoreException.Kind;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.OptionalLong;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.RetryableException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * A bucket of S3, or of a server that speaks its language, as a store: the object {@code
 * yard/0001.png} has that key behind the store's prefix.
 *
 * <p>Credentials come from where the AWS SDK looks for them: environment, profile, the machine's
 * role. They need {@code s3:GetObject} and {@code s3:PutObject} of what is read and put, and {@code
 * s3:ListBucket}, without which S3 calls an object that is missing a forbidden one.
 *
 * <p>A connection must come about within 5 s; a call, its up to 3 attempts and all of its bytes,
 * must be done within 60 s.
 */
public final class S3Store implements Store {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration SILENCE = Duration.ofSeconds(20);
  private static final Duration CALL = Duration.ofSeconds(60);
  private static final int ATTEMPTS = 3;

  /** What MinIO and its like call themselves unless told otherwise. */
  private static final Region USUAL = Region.US_EAST_1;

  private final BucketLocation location;
  private final StoreRoot root;
  private final S3Client client;
  private final S3Failures failures;

  private S3Store(BucketLocation location, S3Client client) {
    this.location = location;
    this.root = new StoreRoot(location);
    this.client = client;
    this.failures = new S3Failures(location);
  }

  /**
   * Opens a bucket and asks for the name of one object in it.
   *
   * @throws StoreException of kind REFUSED if there is no such bucket or no right to it, of kind
   *     UNREACHABLE if the server does not answer
   */
  public static S3Store open(BucketLocation location) {
    return open(location, CALL);
  }

  /** The same with another time limit for each call. */
  static S3Store open(BucketLocation location, Duration call) {
    DefaultCredentialsProvider credentials = DefaultCredentialsProvider.builder().build();
    try {
      credentials.resolveCredentials();
    } catch (SdkException e) {
      throw new StoreException(
          Kind.REFUSED,
          "no credentials for bucket "
              + location.bucket()
              + "; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE",
          e);
    }
    return open(location, credentials, call);
  }

  static S3Store open(BucketLocation location, AwsCredentialsProvider credentials, Duration call) {
    S3Client client = client(location, credentials, call);
    S3Store store = new S3Store(location, client);
    try {
      store.look();
      return store;
    } catch (SdkException e) {
      client.close();
      throw store.failures.opening(e);
    }
  }

  /** Lists one object, which who may use the bucket may do. */
  private void look() {
    client.listObjectsV2(
        list -> list.bucket(location.bucket()).prefix(location.prefix()).maxKeys(1));
  }

  private static S3Client client(
      BucketLocation location, AwsCredentialsProvider credentials, Duration call) {
    S3ClientBuilder builder =
        S3Client.builder()
            .credentialsProvider(credentials)
            .httpClientBuilder(
                UrlConnectionHttpClient.builder().connectionTimeout(CONNECT).socketTimeout(SILENCE))
            .overrideConfiguration(
                settings ->
                    settings
                        .apiCallTimeout(call)
                        .retryStrategy(retries -> retries.maxAttempts(ATTEMPTS)))
            // Checksums of the newer kinds are unknown to many servers.
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED);
    location.region().map(Region::of).ifPresent(builder::region);
    location
        .endpoint()
        .ifPresent(
            endpoint -> {
              builder.endpointOverride(endpoint).forcePathStyle(true);
              if (location.region().isEmpty()) {
                builder.region(USUAL);
              }
            });
    try {
      return builder.build();
    } catch (SdkException e) {
      throw new StoreException(
          Kind.REFUSED,
          "no region for bucket " + location.bucket() + "; name one, or set AWS_REGION",
          e);
    }
  }

  @Override
  public URI put(String key, byte[] bytes, String mediaType) {
    URI reference = reference(key);
    RequestBody body =
        RequestBody.fromContentProvider(
            ContentStreamProvider.fromByteArrayUnsafe(bytes), bytes.length, mediaType);
    try {
      client.putObject(
          put -> put.bucket(location.bucket()).key(location.prefix() + key).contentType(mediaType),
          body);
      return reference;
    } catch (SdkException e) {
      throw failures.writing(e, reference);
    }
  }

  @Override
  public byte[] get(URI reference, long maxBytes) {
    String key = location.prefix() + key(reference);
    try {
      return client.getObject(
          get -> get.bucket(location.bucket()).key(key), reading(maxBytes, reference));
    } catch (SdkException e) {
      StoreException failure = failures.reading(e, reference);
      // One object may be closed to everybody but its owner; that is not the bucket's fault.
      throw S3Failures.isDenied(e) && isOpen()
          ? new StoreException(Kind.GONE, failure.getMessage(), e)
          : failure;
    }
  }

  private boolean isOpen() {
    try {
      look();
      return true;
    } catch (SdkException closed) {
      return false;
    }
  }

  /** Reads within the call, so that the call's time limit holds for a server that trickles, too. */
  private static ResponseTransformer<GetObjectResponse, byte[]> reading(
      long maxBytes, URI reference) {
    return (response, in) -> {
      Long said = response.contentLength();
      try {
        return Bounded.read(in, said == null ? -1 : said, maxBytes, Quoted.of(reference));
      } catch (StoreException tooLarge) {
        // Else closing would fetch the rest of it.
        in.abort();
        throw tooLarge;
      } catch (IOException e) {
        throw RetryableException.create(e.getMessage(), e);
      }
    };
  }

  @Override
  public OptionalLong size(String key) {
    URI reference = reference(key);
    try {
      Long bytes =
          client
              .headObject(head -> head.bucket(location.bucket()).key(location.prefix() + key))
              .contentLength();
      return bytes == null ? OptionalLong.empty() : OptionalLong.of(bytes);
    } catch (SdkException e) {
      StoreException failure = failures.reading(e, reference);
      if (failure.kind() == Kind.GONE) {
        return OptionalLong.empty();
      }
      throw failure;
    }
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
    client.close();
  }
}
