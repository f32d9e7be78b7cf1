package io.iptstreams.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.iptstreams.store.ObjectEvent.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectNotificationTest {

  /** As in the manual of Amazon S3, event version 2.1. */
  private static final String S3 =
      """
      {"Records":[{"eventVersion":"2.1","eventSource":"aws:s3","awsRegion":"us-west-2",
        "eventTime":"1970-01-01T00:00:00.000Z","eventName":"ObjectCreated:Put",
        "userIdentity":{"principalId":"AIDAJDPLRKLG7UEXAMPLE"},
        "requestParameters":{"sourceIPAddress":"172.16.0.1"},
        "responseElements":{"x-amz-request-id":"C3D13FE58DE4C810","x-amz-id-2":"FMyUVURIY8"},
        "s3":{"s3SchemaVersion":"1.0","configurationId":"testConfigRule",
          "bucket":{"name":"pictures","ownerIdentity":{"principalId":"A3NL1KOZZKExample"},
            "arn":"arn:aws:s3:::pictures"},
          "object":{"key":"Hof/T%C3%BCr+1%2B1%25.jpg","size":1024,
            "eTag":"d41d8cd98f00b204e9800998ecf8427e","versionId":"096fKKXTRTtl3on89fVO.nfljtsv6qko",
            "sequencer":"0055AED6DCD90281E5"}}}]}
      """;

  /** As MinIO sends it to Kafka. */
  private static final String MINIO =
      """
      {"EventName":"s3:ObjectCreated:CompleteMultipartUpload","Key":"pictures/yard/a b.png",
       "Records":[{"eventVersion":"2.0","eventSource":"minio:s3","awsRegion":"",
        "eventTime":"2024-01-15T10:30:00.000Z",
        "eventName":"s3:ObjectCreated:CompleteMultipartUpload",
        "userIdentity":{"principalId":"minio"},
        "requestParameters":{"principalId":"minio","region":"","sourceIPAddress":"127.0.0.1"},
        "responseElements":{"x-amz-request-id":"17A8F","x-minio-origin-endpoint":"http://m:9000"},
        "s3":{"s3SchemaVersion":"1.0","configurationId":"Config",
          "bucket":{"name":"pictures","ownerIdentity":{"principalId":"minio"},
            "arn":"arn:aws:s3:::pictures"},
          "object":{"key":"yard%2Fa+b.png","size":31337,"eTag":"f22d66-2","contentType":"image/png",
            "userMetadata":{"content-type":"image/png"},"sequencer":"17A8F3C2"}},
        "source":{"host":"127.0.0.1","port":"","userAgent":"MinIO (linux; amd64)"}}]}
      """;

  @Test
  void theFormOfS3_isRead() {
    assertThat(read(S3))
        .containsExactly(
            new ObjectEvent(
                Kind.CREATED,
                "pictures",
                "Hof/Tür 1+1%.jpg",
                OptionalLong.of(1024),
                Optional.of("d41d8cd98f00b204e9800998ecf8427e"),
                Optional.of("0055AED6DCD90281E5"),
                Optional.empty()));
  }

  @Test
  void theFormOfMinio_isRead() {
    assertThat(read(MINIO))
        .containsExactly(
            new ObjectEvent(
                Kind.CREATED,
                "pictures",
                "yard/a b.png",
                OptionalLong.of(31337),
                Optional.of("f22d66-2"),
                Optional.of("17A8F3C2"),
                Optional.of("image/png")));
  }

  @Test
  void reference_saysWhereTheObjectIs() {
    assertThat(read(S3).get(0).reference())
        .hasToString("s3://pictures/Hof/T%C3%BCr%201%2B1%25.jpg");
  }

  @ParameterizedTest
  @CsvSource({
    "ObjectCreated:Put, CREATED",
    "ObjectCreated:Copy, CREATED",
    "s3:ObjectCreated:Post, CREATED",
    "ObjectRemoved:Delete, REMOVED",
    "s3:ObjectRemoved:DeleteMarkerCreated, REMOVED",
    "s3:ObjectAccessed:Get, OTHER",
    "ObjectTagging:Put, OTHER",
    "NotObjectCreated:Put, OTHER",
  })
  void theKind_isFromTheEventsName(String eventName, Kind kind) {
    assertThat(read(notification(eventName, "pictures", "a.png", "1")))
        .extracting(ObjectEvent::kind)
        .containsExactly(kind);
  }

  @Test
  void aRemovedObject_hasNoSize() {
    ObjectEvent event =
        read("""
                {"Records":[{"eventName":"ObjectRemoved:Delete","s3":{"bucket":{"name":"pictures"},
                "object":{"key":"a.png","sequencer":"1"}}}]}""")
            .get(0);

    assertThat(event.size()).isEmpty();
    assertThat(event.eTag()).isEmpty();
  }

  @Test
  void theTestOfS3_isAnEventWithoutObject() {
    assertThat(
            read(
                """
                {"Service":"Amazon S3","Event":"s3:TestEvent","Time":"2014-10-13T15:57:02.089Z",
                "Bucket":"pictures","RequestId":"5582815E1AEA5ADF","HostId":"8cLeGAmw098X5cv4Zkwcmo8"}"""))
        .extracting(ObjectEvent::kind, ObjectEvent::bucket, ObjectEvent::key)
        .containsExactly(tuple(Kind.TEST, "pictures", ""));
  }

  @Test
  void aSizeWrittenAsText_isASize() {
    assertThat(read(notification("ObjectCreated:Put", "pictures", "a.png", "\"1024\"")))
        .extracting(ObjectEvent::size)
        .containsExactly(OptionalLong.of(1024));
  }

  @Test
  void manyRecords_areReadInOrder() {
    assertThat(read(records(16)))
        .hasSize(16)
        .element(15)
        .extracting(ObjectEvent::key)
        .isEqualTo("15");
  }

  @Test
  void tooManyRecords_areRefused() {
    assertThatThrownBy(() -> read(records(101)))
        .isInstanceOf(NotificationException.class)
        .hasMessage("the notification has 101 Records, at most 16 are read");
    assertThatThrownBy(() -> read(records(10_000)))
        .isInstanceOf(NotificationException.class)
        .hasMessage("the notification has 10000 Records, at most 16 are read");
  }

  private static String records(int count) {
    StringBuilder json = new StringBuilder("{\"Records\":[");
    for (int i = 0; i < count; i++) {
      json.append(i == 0 ? "" : ",")
          .append("{\"eventName\":\"ObjectCreated:Put\",\"s3\":{\"bucket\":{\"name\":\"b\"},")
          .append("\"object\":{\"key\":\"" + i + "\"}}}");
    }
    return json + "]}";
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "not JSON",
        "{",
        "{} {}",
        "{\"Records\":[}",
        "\u0000",
        "<xml/>",
        "{\"Records\":[{\"size\":NaN}]}"
      })
  void whatIsNoJson_isToldAsThat(String text) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(NotificationException.class)
        .hasMessageStartingWith("the notification is no JSON: \"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "[]", "17", "\"text\"", " "})
  void whatIsNoObject_isToldAsThat(String text) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(NotificationException.class)
        .hasMessage("the notification is no JSON object");
  }

  @Test
  void aRecordWithoutValue_isToldAsThat() {
    assertThatThrownBy(() -> ObjectNotification.read(null))
        .isInstanceOf(NotificationException.class)
        .hasMessage("the record has no notification");
    assertThatThrownBy(() -> ObjectNotification.read(new byte[0]))
        .isInstanceOf(NotificationException.class)
        .hasMessage("the record has no notification");
  }

  @Test
  void aPicture_isNoNotification() {
    byte[] picture = new byte[1000];
    new Random(1).nextBytes(picture);

    assertThatThrownBy(() -> ObjectNotification.read(picture))
        .isInstanceOf(NotificationException.class)
        .hasMessageStartingWith("the notification is no JSON: ");
  }

  @Test
  void moreThanAMegabyte_isNotParsed() {
    byte[] spaces = new byte[(1 << 20) + 1];
    Arrays.fill(spaces, (byte) ' ');

    assertThatThrownBy(() -> ObjectNotification.read(spaces))
        .isInstanceOf(NotificationException.class)
        .hasMessage("the notification has 1048577 bytes, at most 1048576 are read");
  }

  @Test
  void deepNesting_isRefused() {
    String deep = "{\"Records\":" + "[".repeat(500_000) + "]".repeat(500_000) + "}";

    assertThatThrownBy(() -> read(deep))
        .isInstanceOf(NotificationException.class)
        .hasMessageStartingWith("the notification is no JSON: ")
        .hasMessageContaining("nesting depth");
  }

  @Test
  void everyCutNotification_isRefusedInASentence() {
    byte[] whole = MINIO.strip().getBytes(StandardCharsets.UTF_8);
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> ObjectNotification.read(cut))
          .isInstanceOf(NotificationException.class);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          {}                                     | the notification has no list Records, or an empty one
          {"Records":[]}                         | the notification has no list Records, or an empty one
          {"Records":{"0":{}}}                   | the notification has no list Records, or an empty one
          {"Event":"s3:TestEvent"}               | Bucket is missing
          {"Records":[null]}                     | Records[0].eventName is missing
          {"Records":["text"]}                   | Records[0].eventName is missing
          {"Records":[{"eventName":17}]}         | Records[0].eventName must be a text, got "17"
          {"Records":[{"eventName":"a"}]}        | Records[0].s3.bucket.name is missing
          {"Records":[{"eventName":"a","s3":[]}]} | Records[0].s3.bucket.name is missing
          {"Records":[{"eventName":"a","s3":{"bucket":{"name":"a/b"}}}]} | Records[0].s3.bucket.name is no bucket's name: "a/b"
          {"Records":[{"eventName":"a","s3":{"bucket":{"name":"me@b"}}}]} | Records[0].s3.bucket.name is no bucket's name: "me@b"
          {"Records":[{"eventName":"a","s3":{"bucket":{"name":["b"]}}}]} | Records[0].s3.bucket.name must be a text, got "["b"]"
          {"Records":[{"eventName":"a","s3":{"bucket":{"name":"b"}}}]} | Records[0].s3.object.key is missing
          {"Records":[{"eventName":"a","s3":{"bucket":{"name":"b"},"object":{"key":""}}}]} | Records[0].s3.object.key is missing
          {"Records":[{"eventName":"a","s3":{"bucket":{"name":"b"},"object":{"key":"%zz"}}}]} | Records[0].s3.object.key has a % without two hexadecimal digits: "%zz"
          {"Records":[{"eventName":"a","s3":{"bucket":{"name":"b"},"object":{"key":"a%2"}}}]} | Records[0].s3.object.key ends inside a % code: "a%2"
          {"Records":[{"eventName":"a","s3":{"bucket":{"name":"b"},"object":{"key":"%ff"}}}]} | Records[0].s3.object.key is no UTF-8 when its % are decoded: "%ff"
          {"Records":[{"eventName":"a","s3":{"bucket":{"name":"b"},"object":{"key":"a","size":-1}}}]} | Records[0].s3.object.size must be a number of bytes, got "-1"
          {"Records":[{"eventName":"a","s3":{"bucket":{"name":"b"},"object":{"key":"a","size":1.5}}}]} | Records[0].s3.object.size must be a number of bytes, got "1.5"
          {"Records":[{"eventName":"a","s3":{"bucket":{"name":"b"},"object":{"key":"a","size":1e99}}}]} | Records[0].s3.object.size must be a number of bytes, got "1.0E99"
          {"Records":[{"eventName":"a","s3":{"bucket":{"name":"b"},"object":{"key":"a","size":{}}}}]} | Records[0].s3.object.size must be a number of bytes, got "{}"
          {"Records":[{"eventName":"a","s3":{"bucket":{"name":"b"},"object":{"key":"a","eTag":{}}}}]} | Records[0].s3.object.eTag must be a text, got "{}"
          """)
  void whatIsMissingOrOfAnotherKind_isToldWithItsPlace(String json, String message) {
    assertThatThrownBy(() -> read(json))
        .isInstanceOf(NotificationException.class)
        .hasMessage(message);
  }

  /** A key may be anything; whether it may be read is for the store to say. */
  @Test
  void aHostileKey_isReadAndThenLiesOutside() {
    ObjectEvent event =
        read(notification("ObjectCreated:Put", "pictures", "..%2F..%2Fetc%2Fpasswd", "1")).get(0);

    assertThat(event.key()).isEqualTo("../../etc/passwd");
    try (Stores none = Stores.open(Map.of())) {
      assertThatThrownBy(() -> none.holding(event.reference()))
          .hasMessageEndingWith("has the part ..");
    }
  }

  private static String notification(String eventName, String bucket, String key, String size) {
    return """
        {"Records":[{"eventName":"%s","s3":{"bucket":{"name":"%s"},
        "object":{"key":"%s","size":%s}}}]}"""
        .formatted(eventName, bucket, key, size);
  }

  private static List<ObjectEvent> read(String json) {
    return ObjectNotification.read(json.getBytes(StandardCharsets.UTF_8));
  }
}
