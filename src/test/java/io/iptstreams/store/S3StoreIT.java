package io.iptstreams.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.iptstreams.store.StoreException.Kind;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

class S3StoreIT {
  private static final byte[] PICTURE = random(70_000);

  private final S3Server server = S3Server.shared();
  private final BucketLocation bucket = server.newBucket();
  private S3Store store;

  @BeforeEach
  void open() {
    store = bucket.open();
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void put_isFetchedAgain_byItsReference() {
    URI reference = store.put("yard/0001.png", PICTURE, "image/png");

    assertThat(reference).hasToString("s3://" + bucket.bucket() + "/yard/0001.png");
    assertThat(store.get(reference, PICTURE.length)).isEqualTo(PICTURE);
    assertThat(store.size("yard/0001.png")).hasValue(PICTURE.length);
    assertThat(head("yard/0001.png").contentType()).isEqualTo("image/png");
  }

  @Test
  void put_again_replacesTheObject() {
    store.put("a.png", PICTURE, "image/png");
    URI reference = store.put("a.png", new byte[] {1, 2, 3}, "image/png");

    assertThat(store.get(reference, 100)).containsExactly(1, 2, 3);
  }

  /** More than a megabyte is sent after the server said that it takes it. */
  @Test
  void aLargePicture_travelsWhole() {
    byte[] large = random(9 << 20);

    URI reference = store.put("large.png", large, "image/png");

    assertThat(store.get(reference, 9 << 20)).isEqualTo(large);
  }

  @Test
  void anEmptyObject_isFetchedAsNoBytes() {
    assertThat(store.get(store.put("empty", new byte[0], "image/png"), 1)).isEmpty();
  }

  @Test
  void putContent_thatIsThere_writesNothing() {
    URI first = store.putContent(PICTURE, "png", "image/png");
    String key = store.key(first);
    // Of the same size, so that only a second write could bring the picture back.
    byte[] marked = random(PICTURE.length);
    store.put(key, marked, "image/png");

    URI second = store.putContent(PICTURE, "png", "image/png");

    assertThat(second).isEqualTo(first);
    assertThat(store.get(first, PICTURE.length)).isEqualTo(marked);
  }

  @Test
  void putContent_whereHalfAnObjectLies_writesTheWhole() {
    String key = store.key(store.putContent(PICTURE, "png", "image/png"));
    store.put(key, new byte[1], "image/png");

    assertThat(store.get(store.putContent(PICTURE, "png", "image/png"), 70_000)).isEqualTo(PICTURE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "with space.png",
        "a+b.png",
        "100%.png",
        "%2e%2e.png",
        "Hof/Tür 雨 🌧.png",
        "q?f#;:@&=$,'()!*[]{}|^`\"<>.png",
        "~tilde/-_./.hidden"
      })
  void everyKey_isTheObjectsOwnName(String key) {
    URI reference = store.put(key, PICTURE, "image/png");

    assertThat(store.get(reference, 70_000)).isEqualTo(PICTURE);
    assertThat(store.key(reference)).isEqualTo(key);
    assertThat(server.client().listObjectsV2(list -> list.bucket(bucket.bucket())).contents())
        .extracting(object -> object.key())
        .containsExactly(key);
  }

  @Test
  void get_ofALargerObject_isTooLarge() {
    URI reference = store.put("a.png", PICTURE, "image/png");

    assertThatThrownBy(() -> store.get(reference, 69_999))
        .isInstanceOf(StoreException.class)
        .hasMessage("\"" + reference + "\" has 70000 bytes, at most 69999 bytes are read")
        .extracting("kind")
        .isEqualTo(Kind.TOO_LARGE);
  }

  @Test
  void get_ofNoObject_isGone() {
    URI reference = store.reference("missing.png");

    assertThatThrownBy(() -> store.get(reference, 1))
        .isInstanceOf(StoreException.class)
        .hasMessage("\"" + reference + "\" does not exist")
        .extracting("kind")
        .isEqualTo(Kind.GONE);
    assertThat(store.size("missing.png")).isEmpty();
  }

  @Test
  void aPrefix_isAllThatAStoreSees() {
    store.put("out.png", PICTURE, "image/png");
    try (S3Store inside =
        new BucketLocation(bucket.bucket(), "in put/", bucket.endpoint(), Optional.empty())
            .open()) {
      URI reference = inside.put("a.png", PICTURE, "image/png");

      assertThat(reference).hasToString("s3://" + bucket.bucket() + "/in%20put/a.png");
      assertThat(store.key(reference)).isEqualTo("in put/a.png");
      assertThat(inside.get(reference, 70_000)).isEqualTo(PICTURE);
      assertThatThrownBy(() -> inside.get(store.reference("out.png"), 70_000))
          .hasMessageEndingWith("does not lie in s3://" + bucket.bucket() + "/in%20put/")
          .extracting("kind")
          .isEqualTo(Kind.OUTSIDE);
    }
  }

  @Test
  void anotherBucket_isOutside_evenIfItMayBeRead() {
    BucketLocation other = server.newBucket();
    URI reference;
    try (S3Store otherStore = other.open()) {
      reference = otherStore.put("a.png", PICTURE, "image/png");
    }

    assertThatThrownBy(() -> store.get(reference, 70_000))
        .extracting("kind")
        .isEqualTo(Kind.OUTSIDE);
  }

  @Test
  void aMissingBucket_isSaidAtOpen() {
    BucketLocation missing =
        new BucketLocation("no-such-bucket", "", bucket.endpoint(), Optional.empty());

    assertThatThrownBy(missing::open)
        .isInstanceOf(StoreException.class)
        .hasMessage(
            "bucket no-such-bucket cannot be opened: "
                + server.endpoint()
                + " says 404 NoSuchBucket, there is no such bucket")
        .extracting("kind")
        .isEqualTo(Kind.REFUSED);
  }

  @Test
  void aBucketThatIsRemoved_isNoFaultOfTheRecord() {
    BucketLocation removed = server.newBucket();
    try (S3Store open = removed.open()) {
      server.client().deleteBucket(delete -> delete.bucket(removed.bucket()));

      assertThatThrownBy(() -> open.get(open.reference("a.png"), 1))
          .extracting("kind")
          .isEqualTo(Kind.REFUSED);
      assertThatThrownBy(() -> open.putContent(PICTURE, "png", "image/png"))
          .extracting("kind")
          .isEqualTo(Kind.REFUSED);
    }
  }

  @Test
  void wrongCredentials_areSaidAtOpen() {
    assertThatThrownBy(() -> openWith("tests", "guessed"))
        .isInstanceOf(StoreException.class)
        .hasMessageEndingWith(
            " says 403 SignatureDoesNotMatch, the secret key does not belong to the access key")
        .extracting("kind")
        .isEqualTo(Kind.REFUSED);
    assertThatThrownBy(() -> openWith("nobody", "guessed"))
        .isInstanceOf(StoreException.class)
        .hasMessageEndingWith(" says 403 InvalidAccessKeyId, the access key is unknown there")
        .extracting("kind")
        .isEqualTo(Kind.REFUSED);
  }

  private void openWith(String accessKey, String secretKey) {
    S3Store.open(
            bucket,
            StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey, secretKey)),
            Duration.ofSeconds(30))
        .close();
  }

  @Test
  void manyThreads_putTheSameKey_andOneOfThemWins() throws Exception {
    List<byte[]> pictures = new ArrayList<>();
    List<Callable<URI>> puts = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      byte[] picture = random(20_000 + i);
      pictures.add(picture);
      puts.add(() -> store.put("contended.png", picture, "image/png"));
    }
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      for (Future<URI> put : threads.invokeAll(puts)) {
        assertThat(put.get()).isEqualTo(store.reference("contended.png"));
      }
    } finally {
      threads.shutdown();
    }

    assertThat(pictures).contains(store.get(store.reference("contended.png"), 30_000));
  }

  @Test
  void anObjectPutByOthers_isFound_byWhatTheirNotificationSays() {
    server
        .client()
        .putObject(
            put -> put.bucket(bucket.bucket()).key("yard/Tür 1+1.png"),
            RequestBody.fromBytes(PICTURE));
    String json =
        """
        {"EventName":"s3:ObjectCreated:Put","Key":"%s/yard/Tür 1+1.png",
         "Records":[{"eventName":"s3:ObjectCreated:Put","s3":{"bucket":{"name":"%s"},
         "object":{"key":"yard%%2FT%%C3%%BCr+1%%2B1.png","size":70000}}}]}"""
            .formatted(bucket.bucket(), bucket.bucket());

    URI reference =
        ObjectNotification.read(json.getBytes(StandardCharsets.UTF_8)).get(0).reference();

    assertThat(store.get(reference, 70_000)).isEqualTo(PICTURE);
  }

  private HeadObjectResponse head(String key) {
    return server.client().headObject(head -> head.bucket(bucket.bucket()).key(key));
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  @Test
  void probe_asksTheServer_andPutsNothing() {
    bucket.probe(true, Duration.ofSeconds(20));

    assertThat(server.client().listObjectsV2(list -> list.bucket(bucket.bucket())).contents())
        .isEmpty();
  }

  @Test
  void probe_ofABucketThatIsNotThere_isRefused() {
    BucketLocation missing =
        new BucketLocation("not-there", "", bucket.endpoint(), Optional.empty());

    assertThatThrownBy(() -> missing.probe(false, Duration.ofSeconds(20)))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("there is no such bucket");
  }
}
