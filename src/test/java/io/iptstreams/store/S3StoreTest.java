package io.iptstreams.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.iptstreams.store.StoreException.Kind;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** What a server may do that a good one does not; {@link S3StoreIT} has a good one. */
class S3StoreTest {
  private static final URI PICTURE = URI.create("s3://pictures/a.png");
  private static final Duration CALL = Duration.ofSeconds(30);

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicInteger calls = new AtomicInteger();
  private HttpServer server;
  private HttpHandler answer;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
    threads.shutdownNow();
  }

  @Test
  void open_whereNobodyListens_saysSo() throws IOException {
    int free;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      free = socket.getLocalPort();
    }

    assertThatThrownBy(() -> open("http://127.0.0.1:" + free, CALL))
        .isInstanceOf(StoreException.class)
        .hasMessage(
            "bucket pictures cannot be opened: http://127.0.0.1:"
                + free
                + " cannot be reached: Connection refused")
        .extracting("kind")
        .isEqualTo(Kind.UNREACHABLE);
  }

  @Test
  void open_onAHostWithoutAddress_saysSo() {
    assertThatThrownBy(() -> open("http://nowhere.invalid:9000", CALL))
        .isInstanceOf(StoreException.class)
        .hasMessage(
            "bucket pictures cannot be opened: http://nowhere.invalid:9000 has a host name that is"
                + " unknown")
        .extracting("kind")
        .isEqualTo(Kind.UNREACHABLE);
  }

  @ParameterizedTest
  @CsvSource({
    "404, NoSuchKey, GONE",
    "404, NoSuchBucket, REFUSED",
    "403, InvalidObjectState, GONE",
    "400, InvalidRequest, GONE",
    "403, AccessDenied, GONE",
    "400, ExpiredToken, REFUSED",
    "301, PermanentRedirect, REFUSED",
    "400, AuthorizationHeaderMalformed, REFUSED",
    "418, WhoKnows, REFUSED",
    "400, RequestTimeout, UNREACHABLE",
    "429, TooManyRequests, UNREACHABLE",
    "503, SlowDown, UNREACHABLE",
    "500, InternalError, UNREACHABLE",
  })
  void whatTheServerSays_decidesWhoseFaultItIs(int status, String code, Kind kind) {
    try (S3Store store = open()) {
      answer = exchange -> error(exchange, status, code);

      assertThatThrownBy(() -> store.get(PICTURE, 100))
          .isInstanceOf(StoreException.class)
          .hasMessageStartingWith("\"s3://pictures/a.png\" ")
          .extracting("kind")
          .isEqualTo(kind);
    }
  }

  @Test
  void aDeniedPut_isSaidAsWhatItIs() {
    try (S3Store store = open()) {
      answer = exchange -> error(exchange, 403, "AccessDenied");

      assertThatThrownBy(() -> store.put("a.png", new byte[10], "image/png"))
          .isInstanceOf(StoreException.class)
          .hasMessage(
              "\"s3://pictures/a.png\" cannot be put: "
                  + endpoint()
                  + " says 403 AccessDenied, these credentials give no right to it")
          .extracting("kind")
          .isEqualTo(Kind.REFUSED);
    }
  }

  @Test
  void withoutTls_theBytesThatArePut_areSigned() {
    String[] signed = new String[1];
    try (S3Store store = open()) {
      answer =
          exchange -> {
            signed[0] = exchange.getRequestHeaders().getFirst("x-amz-content-sha256");
            exchange.sendResponseHeaders(200, -1);
          };

      store.put("a.png", new byte[10], "image/png");
    }
    assertThat(signed[0]).isEqualTo("STREAMING-AWS4-HMAC-SHA256-PAYLOAD");
  }

  @Test
  void aServerInTrouble_isAskedThreeTimes() {
    try (S3Store store = open()) {
      answer = exchange -> error(exchange, 503, "SlowDown");
      calls.set(0);

      assertThatThrownBy(() -> store.get(PICTURE, 100)).isInstanceOf(StoreException.class);

      assertThat(calls).hasValue(3);
    }
  }

  @Test
  void aServerThatRecovers_isNoFailure() {
    try (S3Store store = open()) {
      calls.set(0);
      answer =
          exchange -> {
            if (calls.get() == 1) {
              error(exchange, 500, "InternalError");
            } else {
              bytes(exchange, 3, new byte[] {1, 2, 3});
            }
          };

      assertThat(store.get(PICTURE, 100)).containsExactly(1, 2, 3);
    }
  }

  @Test
  void bytesThatBreakOff_areAskedForAgain() {
    try (S3Store store = open()) {
      calls.set(0);
      answer = exchange -> bytes(exchange, 3, calls.get() == 1 ? new byte[1] : new byte[3]);

      assertThat(store.get(PICTURE, 100)).hasSize(3);
    }
  }

  @Test
  void bytesThatAlwaysBreakOff_areNoPicture() {
    try (S3Store store = open()) {
      answer = exchange -> bytes(exchange, 3, new byte[1]);

      assertThatThrownBy(() -> store.get(PICTURE, 100))
          .isInstanceOf(StoreException.class)
          .hasMessage(
              "\"s3://pictures/a.png\" cannot be read: "
                  + endpoint()
                  + " failed: broke off after 1 of 3 bytes")
          .extracting("kind")
          .isEqualTo(Kind.UNREACHABLE);
    }
  }

  @Test
  void anObjectThatIsSaidToBeTooLarge_isNotRead() {
    AtomicLong sent = new AtomicLong();
    try (S3Store store = open()) {
      answer = exchange -> endless(exchange, 1L << 40, sent);

      assertThatThrownBy(() -> store.get(PICTURE, 100_000))
          .isInstanceOf(StoreException.class)
          .hasMessage(
              "\"s3://pictures/a.png\" has 1099511627776 bytes, at most 100000 bytes are read")
          .extracting("kind")
          .isEqualTo(Kind.TOO_LARGE);
    }
  }

  @Test
  void anObjectThatSaysNoSize_isReadUpToTheLimit() throws Exception {
    AtomicLong sent = new AtomicLong();
    CountDownLatch cut = new CountDownLatch(1);
    try (S3Store store = open()) {
      answer =
          exchange -> {
            try {
              endless(exchange, 0, sent);
            } finally {
              cut.countDown();
            }
          };

      assertThatThrownBy(() -> store.get(PICTURE, 100_000))
          .isInstanceOf(StoreException.class)
          .hasMessage(
              "\"s3://pictures/a.png\" has more bytes than that, at most 100000 bytes are read")
          .extracting("kind")
          .isEqualTo(Kind.TOO_LARGE);
      assertThat(cut.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void aServerThatTrickles_isGivenUpInTime() {
    // Loads the SDK's classes, which on a busy machine takes longer than the limit below.
    open().close();
    try (S3Store store = open(endpoint(), Duration.ofSeconds(4))) {
      CountDownLatch never = new CountDownLatch(1);
      answer =
          exchange -> {
            exchange.sendResponseHeaders(200, 1000);
            OutputStream out = exchange.getResponseBody();
            try {
              for (int i = 0; i < 1000; i++) {
                out.write(i);
                out.flush();
                never.await(100, TimeUnit.MILLISECONDS);
              }
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          };
      long start = System.nanoTime();

      assertThatThrownBy(() -> store.get(PICTURE, 1000))
          .isInstanceOf(StoreException.class)
          .hasMessage(
              "\"s3://pictures/a.png\" cannot be read: " + endpoint() + " was not done in time")
          .extracting("kind")
          .isEqualTo(Kind.UNREACHABLE);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(50));
    }
  }

  @Test
  void aServerThatIsNoS3_isRefusedAtOpen() {
    server.removeContext("/");

    assertThatThrownBy(this::open)
        .isInstanceOf(StoreException.class)
        .hasMessageStartingWith("bucket pictures cannot be opened: " + endpoint() + " says 404")
        .extracting("kind")
        .isEqualTo(Kind.REFUSED);
  }

  private S3Store open() {
    return open(endpoint(), CALL);
  }

  private static S3Store open(String endpoint, Duration call) {
    return S3Store.open(
        new BucketLocation("pictures", "", Optional.of(URI.create(endpoint)), Optional.empty()),
        StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")),
        call);
  }

  private String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void handle(HttpExchange exchange) throws IOException {
    calls.incrementAndGet();
    exchange.getRequestBody().readAllBytes();
    try (exchange) {
      if (exchange.getRequestURI().getPath().equals("/pictures")) {
        byte[] list = "<ListBucketResult/>".getBytes(StandardCharsets.UTF_8);
        bytes(exchange, list.length, list);
      } else {
        answer.handle(exchange);
      }
    }
  }

  private static void error(HttpExchange exchange, int status, String code) throws IOException {
    byte[] body =
        ("<Error><Code>" + code + "</Code><Message>as told</Message></Error>")
            .getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  private static void bytes(HttpExchange exchange, int said, byte[] sent) throws IOException {
    exchange.sendResponseHeaders(200, said);
    exchange.getResponseBody().write(sent);
  }

  /** Sends until nobody reads any more. */
  private static void endless(HttpExchange exchange, long said, AtomicLong sent)
      throws IOException {
    exchange.sendResponseHeaders(200, said);
    byte[] block = new byte[1 << 16];
    while (true) {
      exchange.getResponseBody().write(block);
      sent.addAndGet(block.length);
    }
  }
}
