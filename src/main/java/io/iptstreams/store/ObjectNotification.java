package io.iptstreams.store;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.iptstreams.store.ObjectEvent.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * Reads what a bucket sends when something happened to its objects, in the form of S3, which MinIO,
 * Ceph and others share:
 *
 * <pre>
 *   { "Records": [ { "eventName": "ObjectCreated:Put",
 *                    "s3": { "bucket": { "name": "pictures" },
 *                            "object": { "key": "yard/a+b.png", "size": 31337, "eTag": "…",
 *                                        "sequencer": "…", "contentType": "image/png" } } } ] }
 *   { "Event": "s3:TestEvent", "Bucket": "pictures" }
 * </pre>
 *
 * <p>Whatever else is in it is passed over, MinIO's {@code EventName} and {@code Key} too, which
 * say the same once more.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html">Event
 *     message structure</a>
 */
public final class ObjectNotification {
  /** Most that is read; a notification of one event has about 1 KiB. */
  public static final int MAX_BYTES = 1 << 20;

  /** Most events in one notification; S3 and MinIO send one. */
  public static final int MAX_EVENTS = 16;

  private static final int MAX_DEPTH = 32;
  private static final Pattern DIGITS = Pattern.compile("[0-9]{1,18}");

  private static final ObjectMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private ObjectNotification() {}

  /**
   * Reads a notification.
   *
   * @param json at most {@link #MAX_BYTES} of UTF-8; null, as the value of a record may be, is no
   *     notification
   * @return 1 to {@link #MAX_EVENTS} events, in its order
   * @throws NotificationException if any part of it is not as it should be
   */
  public static List<ObjectEvent> read(byte[] json) {
    JsonNode root = tree(json);
    if (root.path("Event").asText().equals("s3:TestEvent")) {
      String bucket = bucket(root.path("Bucket"), "Bucket");
      return List.of(event(Kind.TEST, bucket, "", OptionalLong.empty(), root, ""));
    }
    JsonNode records = root.path("Records");
    if (!records.isArray() || records.isEmpty()) {
      throw new NotificationException("the notification has no list Records, or an empty one");
    }
    if (records.size() > MAX_EVENTS) {
      throw new NotificationException(
          "the notification has "
              + records.size()
              + " Records, at most "
              + MAX_EVENTS
              + " are read");
    }
    List<ObjectEvent> events = new ArrayList<>();
    for (JsonNode each : records) {
      events.add(event(each, "Records[" + events.size() + "]."));
    }
    return List.copyOf(events);
  }

  /** Writes a notification of a new object, as a bucket would send it. */
  public static byte[] ofNew(ObjectEvent event) {
    ObjectNode root = JSON.createObjectNode();
    ObjectNode record = root.putArray("Records").addObject();
    record.put("eventName", "ObjectCreated:Put");
    ObjectNode s3 = record.putObject("s3");
    s3.putObject("bucket").put("name", event.bucket());
    ObjectNode object = s3.putObject("object").put("key", PercentCode.encode(event.key()));
    event.size().ifPresent(size -> object.put("size", size));
    return root.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static JsonNode tree(byte[] json) {
    if (json == null || json.length == 0) {
      throw new NotificationException("the record has no notification");
    }
    if (json.length > MAX_BYTES) {
      throw new NotificationException(
          "the notification has " + json.length + " bytes, at most " + MAX_BYTES + " are read");
    }
    JsonNode root;
    try {
      root = JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new NotificationException(
          "the notification is no JSON: " + Quoted.of(e.getOriginalMessage()), e);
    } catch (IOException e) {
      throw new NotificationException("the notification is no JSON: " + Quoted.of(e), e);
    }
    if (!root.isObject()) {
      throw new NotificationException("the notification is no JSON object");
    }
    return root;
  }

  private static ObjectEvent event(JsonNode each, String at) {
    Kind kind = kind(required(each.path("eventName"), at + "eventName"));
    JsonNode s3 = each.path("s3");
    String bucket = bucket(s3.path("bucket").path("name"), at + "s3.bucket.name");
    JsonNode object = s3.path("object");
    return event(
        kind,
        bucket,
        key(object.path("key"), at + "s3.object.key"),
        size(object.path("size"), at + "s3.object.size"),
        object,
        at + "s3.object.");
  }

  private static ObjectEvent event(
      Kind kind, String bucket, String key, OptionalLong size, JsonNode object, String at) {
    return new ObjectEvent(
        kind,
        bucket,
        key,
        size,
        text(object.path("eTag"), at + "eTag"),
        text(object.path("sequencer"), at + "sequencer"),
        text(object.path("contentType"), at + "contentType"));
  }

  /** MinIO names events {@code s3:ObjectCreated:Put}, S3 without the {@code s3:}. */
  private static Kind kind(String eventName) {
    String name = eventName.startsWith("s3:") ? eventName.substring(3) : eventName;
    if (name.startsWith("ObjectCreated:")) {
      return Kind.CREATED;
    }
    return name.startsWith("ObjectRemoved:") ? Kind.REMOVED : Kind.OTHER;
  }

  private static String bucket(JsonNode node, String at) {
    String bucket = required(node, at);
    if (!ObjectEvent.BUCKET.matcher(bucket).matches()) {
      throw new NotificationException(at + " is no bucket's name: " + Quoted.of(bucket));
    }
    return bucket;
  }

  private static String key(JsonNode node, String at) {
    String code = required(node, at);
    try {
      return PercentCode.decodeForm(code);
    } catch (IllegalArgumentException e) {
      throw new NotificationException(at + " " + e.getMessage() + ": " + Quoted.of(code), e);
    }
  }

  /** A whole number; some servers write it as a text. */
  private static OptionalLong size(JsonNode node, String at) {
    if (node.isMissingNode() || node.isNull()) {
      return OptionalLong.empty();
    }
    if (node.isValueNode() && DIGITS.matcher(node.asText()).matches()) {
      return OptionalLong.of(Long.parseLong(node.asText()));
    }
    throw new NotificationException(at + " must be a number of bytes, got " + Quoted.of(node));
  }

  private static String required(JsonNode node, String at) {
    return text(node, at)
        .filter(text -> !text.isEmpty())
        .orElseThrow(() -> new NotificationException(at + " is missing"));
  }

  private static Optional<String> text(JsonNode node, String at) {
    if (node.isMissingNode() || node.isNull()) {
      return Optional.empty();
    }
    if (!node.isTextual()) {
      throw new NotificationException(at + " must be a text, got " + Quoted.of(node));
    }
    return Optional.of(node.textValue());
  }
}
