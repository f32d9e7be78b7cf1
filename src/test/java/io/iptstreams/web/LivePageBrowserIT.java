package io.iptstreams.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.iptstreams.cli.Main;
import io.iptstreams.jvm.ChildJvm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The page of a running {@code demo} in a real browser. By {@code mvn -B -P browser verify}, which
 * needs the program {@code chromium}; leaves what it saw in {@code target/browser}.
 */
@Timeout(240)
class LivePageBrowserIT {
  private static final Path SEEN = Path.of("target", "browser");

  /** The addresses of both pictures on the page, one word. */
  private static final String PICTURES =
      "[...document.querySelectorAll('#comparison img')].map((i) => new URL(i.src).pathname).join(' ')";

  private static final String SPLIT =
      "document.getElementById('comparison').style.getPropertyValue('--split')";
  private static final String MARKUP = "<img src=x onerror=\"document.title='caught'\">";

  @TempDir private Path folder;
  private ChildJvm demo;
  private Chromium browser;

  @BeforeEach
  void start() throws Exception {
    demo =
        ChildJvm.start(
            folder,
            "demo",
            List.of(),
            Main.class,
            "demo",
            "--seconds",
            "40",
            "--out",
            folder.resolve("out").toString());
    browser = Chromium.open(Files.createDirectory(folder.resolve("browser")));
  }

  @AfterEach
  void stop() throws Exception {
    browser.close();
    demo.close();
  }

  @Test
  void thePage_showsBothPicturesMove_underASliderThatIsDragged_withoutAnErrorInTheConsole()
      throws Exception {
    String page = said("live page on (http://\\S+)");
    browser.look(1280, 900, false);
    browser.go(page);

    String first = browser.awaitText(PICTURES, LivePageBrowserIT::isPair);
    browser.awaitText(PICTURES, now -> isPair(now) && !now.equals(first));
    drag(0.25);
    assertThat(browser.text(SPLIT)).isEqualTo("25%");
    drag(0.5);
    browser.evaluate("document.getElementById('split').focus()");
    browser.key("ArrowRight", 39);
    assertThat(browser.text(SPLIT)).isEqualTo("51%");
    browser.awaitText(
        textOf("equation"), now -> now.matches("received [1-9].* = restored [1-9].*"));
    browser.awaitText(textOf("rate"), now -> now.matches("[0-9.]+"));
    browser.awaitText(
        "document.querySelector('#streams small').textContent", now -> now.matches(" [0-9.]+/s"));
    browser.awaitText(textOf("decibels"), now -> now.matches("[0-9.]+ → [0-9.]+"));
    assertThat(browser.text(textOf("state"))).isEqualTo("ready");
    assertThat(browser.text(textOf("queue-words"))).startsWith("half within ");
    browser.screenshot(SEEN.resolve("live-page-1280.png"));

    browser.look(1280, 900, true);
    browser.screenshot(SEEN.resolve("live-page-1280-dark.png"));
    browser.look(390, 844, false);
    String narrow = browser.text(PICTURES);
    browser.awaitText(PICTURES, now -> isPair(now) && !now.equals(narrow));
    drag(0.75);
    assertThat(browser.text(SPLIT)).isEqualTo("75%");
    assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt())
        .as("the page is no wider than the telephone")
        .isLessThanOrEqualTo(390);
    browser.screenshot(SEEN.resolve("live-page-390.png"));
    assertThat(browser.errors()).isEmpty();
  }

  @Test
  void textAndPicturesOfStrangers_areShownAsWhatTheyAre() throws Exception {
    String page = said("live page on (http://\\S+)");
    send(
        said("broker on (\\S+)"),
        "<b>cam</b>" + MARKUP,
        "not a picture".getBytes(StandardCharsets.UTF_8));
    browser.look(1280, 900, false);
    browser.go(page);

    browser.awaitText(textOf("letters"), now -> now.contains("no PNG, JPEG, WebP or TIFF"));
    assertThat(browser.text(textOf("letters"))).contains(MARKUP);
    assertThat(
            browser
                .evaluate("document.querySelectorAll('#letters b, #letters img').length")
                .asInt())
        .isZero();
    assertThat(browser.text("document.title")).doesNotContain("caught");
    assertThat(browser.errors()).isEmpty();
  }

  @Test
  void aStreamThatIsGone_isSaidToBe() throws Exception {
    browser.go(said("live page on (http://\\S+)") + "?stream=4711");

    browser.awaitText(textOf("nothing"), now -> now.startsWith("this stream is gone"));
    assertThat(browser.errors()).isEmpty();
  }

  private static boolean isPair(String pictures) {
    return pictures.matches("/streams/\\d+/(\\d+)/before.jpg /streams/\\d+/\\1/after.jpg");
  }

  private static String textOf(String id) {
    return "document.getElementById('" + id + "').textContent";
  }

  private void drag(double share) {
    JsonNode box =
        browser.evaluate(
            "document.getElementById('comparison').scrollIntoView({block: 'center'}),"
                + " JSON.parse(JSON.stringify(document.getElementById('comparison')"
                + ".getBoundingClientRect()))");
    double y = box.path("y").asDouble() + box.path("height").asDouble() / 2;
    double left = box.path("x").asDouble();
    double width = box.path("width").asDouble();
    browser.mouse("mousePressed", left + width / 3, y);
    browser.mouse("mouseMoved", left + width * share, y);
    browser.mouse("mouseReleased", left + width * share, y);
  }

  private static void send(String broker, String stream, byte[] picture) throws Exception {
    Map<String, Object> settings = Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, broker);
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      ProducerRecord<byte[], byte[]> frame = new ProducerRecord<>("demo.frames", picture);
      frame.headers().add("ce_stream", stream.getBytes(StandardCharsets.UTF_8));
      producer.send(frame).get();
    }
  }

  /** What the demo said, as soon as it did. */
  private String said(String pattern) throws Exception {
    Pattern wanted = Pattern.compile(pattern);
    Eventually.holds(
        "the demo to say " + pattern, () -> wanted.matcher(words()).find() || !demo.isAlive());
    Matcher found = wanted.matcher(words());
    assertThat(found.find()).as(words()).isTrue();
    return found.group(1);
  }

  private String words() throws IOException {
    return Files.readString(folder.resolve("demo.err"));
  }
}
