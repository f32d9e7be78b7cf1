package io.iptstreams.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * A real S3 server on this machine: s3proxy in a process of its own, objects in its memory, one for
 * all tests of a JVM. It checks signatures. Ends with the JVM, however that ends, since it is tied
 * to it by its standard input.
 *
 * <p>The credentials it takes are set as the system properties where the AWS SDK looks first, so
 * {@link BucketLocation#open} works as it is.
 */
public final class S3Server {
  private static final Path FOLDER = Path.of("target", "s3-server");
  private static final Path JAR = FOLDER.resolve("s3proxy.jar");
  private static final Path LOG = FOLDER.resolve("s3proxy.log");
  private static final Duration READY_WITHIN = Duration.ofSeconds(60);
  private static final String ACCESS_KEY = "tests";
  private static final String SECRET_KEY = "only for tests";

  private static S3Server shared;

  private final URI endpoint;
  private final S3Client client;
  private final AtomicInteger buckets = new AtomicInteger();

  private S3Server(URI endpoint) {
    this.endpoint = endpoint;
    this.client =
        S3Client.builder()
            .endpointOverride(endpoint)
            .forcePathStyle(true)
            .region(Region.US_EAST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(ACCESS_KEY, SECRET_KEY)))
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .build();
  }

  /** The server, started when first asked for. */
  public static synchronized S3Server shared() {
    if (shared == null) {
      shared = new S3Server(start());
      System.setProperty("aws.accessKeyId", ACCESS_KEY);
      System.setProperty("aws.secretAccessKey", SECRET_KEY);
    }
    return shared;
  }

  /** A bucket that no other test has, empty. */
  public BucketLocation newBucket() {
    String bucket = "bucket-" + buckets.incrementAndGet();
    client.createBucket(create -> create.bucket(bucket));
    return new BucketLocation(bucket, "", Optional.of(endpoint), Optional.empty());
  }

  /** For what a store does not do: looking at objects from outside, making ones it would refuse. */
  public S3Client client() {
    return client;
  }

  public URI endpoint() {
    return endpoint;
  }

  private static URI start() {
    if (!Files.exists(JAR)) {
      throw new IllegalStateException(
          JAR + " is missing; mvn -DskipTests pre-integration-test brings it");
    }
    try {
      URI endpoint = URI.create("http://127.0.0.1:" + freePort());
      ProcessBuilder builder =
          new ProcessBuilder(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-Xmx256m",
              "-XX:TieredStopAtLevel=1",
              "-cp",
              JAR + System.getProperty("path.separator") + Path.of("target", "test-classes"),
              Child.class.getName(),
              settings(endpoint).toString());
      Process process = builder.redirectErrorStream(true).redirectOutput(LOG.toFile()).start();
      waitFor(endpoint, process);
      return endpoint;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the S3 server was starting", e);
    }
  }

  private static Path settings(URI endpoint) throws IOException {
    StringBuilder settings = new StringBuilder();
    Map.of(
            "s3proxy.endpoint", endpoint.toString(),
            "s3proxy.authorization", "aws-v2-or-v4",
            "s3proxy.identity", ACCESS_KEY,
            "s3proxy.credential", SECRET_KEY,
            "jclouds.provider", "transient-nio2",
            "jclouds.identity", "none",
            "jclouds.credential", "none")
        .forEach((key, value) -> settings.append(key).append('=').append(value).append('\n'));
    return Files.writeString(FOLDER.resolve("s3proxy.properties"), settings);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }

  /** Asks until it answers, whatever the answer is. */
  private static void waitFor(URI endpoint, Process process)
      throws IOException, InterruptedException {
    HttpClient http = HttpClient.newHttpClient();
    HttpRequest request = HttpRequest.newBuilder(endpoint).timeout(READY_WITHIN).build();
    long start = System.nanoTime();
    while (System.nanoTime() - start < READY_WITHIN.toNanos()) {
      try {
        http.send(request, HttpResponse.BodyHandlers.discarding());
        return;
      } catch (IOException notYet) {
        if (process.waitFor(100, TimeUnit.MILLISECONDS)) {
          break;
        }
      }
    }
    process.destroyForcibly();
    throw new IllegalStateException("the S3 server did not start: " + Files.readString(LOG));
  }

  /** What the process runs: s3proxy, until standard input ends. */
  static final class Child {
    public static void main(String[] args) throws Exception {
      Thread parent = new Thread(Child::waitForTheEnd, "parent");
      parent.setDaemon(true);
      parent.start();
      Method main = Class.forName("org.gaul.s3proxy.Main").getMethod("main", String[].class);
      main.invoke(null, (Object) new String[] {"--properties", args[0]});
    }

    private static void waitForTheEnd() {
      try {
        while (System.in.read() >= 0) {
          // Nothing is ever written to it.
        }
      } catch (IOException gone) {
        // The same as its end.
      }
      Runtime.getRuntime().halt(0);
    }
  }
}
