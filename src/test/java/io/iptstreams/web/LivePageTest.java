package io.iptstreams.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.iptstreams.image.FileCodec;
import io.iptstreams.image.ImageFormat;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page over HTTP, of a stage that is made up. */
@Timeout(60)
class LivePageTest {
  private static final byte[] PNG = Sights.png(3, 8, 12);

  private final LivePage page = LivePage.open("127.0.0.1", 0, FileCodec.withoutWebp());
  private final HttpClient browser = HttpClient.newHttpClient();
  private final FakeStage stage = new FakeStage();
  private final List<Socket> open = new ArrayList<>();

  @AfterEach
  void close() throws IOException {
    for (Socket socket : open) {
      socket.close();
    }
    page.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "page.js", "page.css", "icon.svg"})
  void whatThePageIsMadeOf_isServed_andMayLoadNothingFromElsewhere(String path) throws Exception {
    HttpResponse<String> answer = get(path);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isNotBlank();
    assertThat(answer.headers().firstValue("Content-Security-Policy").orElseThrow())
        .contains("default-src 'none'")
        .doesNotContain("unsafe");
    assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nothing",
        "streams/1/1/before.jpg",
        "streams/99999999999999999999/1/before.jpg",
        "dead-letters/7.jpg",
        "../page.js",
        "%2e%2e/%2e%2e/etc/passwd",
        "models/ipt-nano/card.json"
      })
  void whatIsNotThere_isSaidNotToBe(String path) throws Exception {
    assertThat(get(path).statusCode()).isEqualTo(404);
  }

  @Test
  void nothingCanBeSentToIt() throws Exception {
    HttpRequest post =
        HttpRequest.newBuilder(URI.create(page.address()))
            .POST(HttpRequest.BodyPublishers.ofString("x"))
            .build();

    assertThat(browser.send(post, HttpResponse.BodyHandlers.ofString()).statusCode())
        .isEqualTo(405);
  }

  @Test
  void aProbeThatAsksForTheHeadAlone_getsItsStatus() throws Exception {
    HttpRequest head =
        HttpRequest.newBuilder(URI.create(page.address() + "readyz"))
            .method("HEAD", HttpRequest.BodyPublishers.noBody())
            .build();
    HttpResponse<String> answer = browser.send(head, HttpResponse.BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).isEmpty();
  }

  @Test
  void aNameOfAStrangerThatLeadsHere_isNotAnswered() throws Exception {
    assertThat(statusOf("GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n")).contains("421");
    assertThat(statusOf("GET / HTTP/1.1\r\nHost: 127.evil.example\r\n\r\n")).contains("421");
    assertThat(statusOf("GET / HTTP/1.1\r\nHost: localhost.evil.example\r\n\r\n")).contains("421");
    assertThat(statusOf("GET / HTTP/1.1\r\nHost: localhost:1\r\n\r\n")).contains("200");
    assertThat(statusOf("GET / HTTP/1.1\r\nHost: 127.0.0.2:8080\r\n\r\n")).contains("200");
  }

  @Test
  void beforeThereIsAStage_itIsAliveButNotReady() throws Exception {
    assertThat(get("healthz").statusCode()).isEqualTo(200);
    assertThat(get("readyz").statusCode()).isEqualTo(503);
    assertThat(get("readyz").body()).contains("the stage is starting");
  }

  @Test
  void whileFramesFlow_itIsReady() throws Exception {
    page.show(stage);

    assertThat(get("readyz").statusCode()).isEqualTo(200);
    assertThat(json(get("readyz").body()).path("ready").asBoolean()).isTrue();
  }

  @Test
  void whileNoBrokerAnswers_itIsAliveButNotReady_andSaysWhy() throws Exception {
    page.show(stage);
    stage.obstacles = List.of("no broker answers");

    assertThat(get("healthz").statusCode()).isEqualTo(200);
    assertThat(get("readyz").statusCode()).isEqualTo(503);
    assertThat(get("readyz").body()).contains("no broker answers");
  }

  @Test
  void whenAModelGivesNothingBack_onlyANewStartHelps() throws Exception {
    page.show(stage);
    stage.fatalities = List.of("model ipt-nano gives nothing back");

    assertThat(get("healthz").statusCode()).isEqualTo(503);
    assertThat(get("healthz").body()).contains("model ipt-nano gives nothing back");
  }

  @Test
  void theMetrics_areInPrometheusFormat() throws Exception {
    page.show(stage);
    page.see(Sights.restored("yard", PNG, PNG));
    HttpResponse<String> answer = get("metrics");

    assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("text/plain; version=0.0.4");
    assertThat(PrometheusText.read(answer.body()).names())
        .contains("ipt_frames_total", "ipt_model", "jvm_memory_used_bytes", "process_cpu_usage");
  }

  @Test
  void aBrowser_isToldTheNumbersAndWhichPicturesThereAre() throws Exception {
    page.show(stage);
    page.see(Sights.restored("yard", PNG, PNG));
    page.measured("yard", 19, 30.5);
    JsonNode stream = news("/events").path("streams").get(0);
    String id = stream.path("id").asText();
    BufferedReader watching = lines(watching("/events?stream=" + id));
    JsonNode watched = next(watching);
    while (watched.path("streams").get(0).path("shown").isNull()) {
      watched = next(watching);
    }

    assertThat(stream.path("shown").isNull()).as("nobody watched it").isTrue();
    assertThat(stream.path("after").asDouble()).isEqualTo(30.5);
    assertThat(watched.path("counts").path("received").asLong()).isEqualTo(12);
    assertThat(watched.path("models").get(0).path("name").asText()).isEqualTo("ipt-nano@01234567");
    assertThat(watched.path("streams").get(0).path("shown").path("number").asLong()).isEqualTo(1);
    for (String side : List.of("before", "after")) {
      HttpRequest picture =
          HttpRequest.newBuilder(
                  URI.create(page.address() + "streams/" + id + "/1/" + side + ".jpg"))
              .build();
      byte[] jpeg = browser.send(picture, HttpResponse.BodyHandlers.ofByteArray()).body();
      assertThat(ImageFormat.sniff(jpeg)).contains(ImageFormat.JPEG);
    }
  }

  @Test
  void whatStrangersWrote_isTextInTheNews() throws Exception {
    page.show(stage);
    page.see(Sights.dead("<script>\n\ndata: forged\u2028", "</script>\r\nid: 1", PNG));
    JsonNode letter = news("/events").path("deadLetters").get(0);

    assertThat(letter.path("stream").asText()).isEqualTo("<script>\n\ndata: forged\u2028");
    assertThat(letter.path("reason").asText()).isEqualTo("</script>\r\nid: 1");
  }

  @Test
  void aBrowserThatLeft_isForgotten() throws Exception {
    page.show(stage);
    watching("/events").close();
    BufferedReader stays = lines(watching("/events"));

    long browsers = -1;
    while (browsers != 1) {
      browsers = next(stays).path("browsers").asLong();
    }
    assertThat(browsers).isEqualTo(1);
  }

  @Test
  void aHundredBrowsers_areAllToldTheNews_andHealthIsStillAnswered() throws Exception {
    page.show(stage);
    List<BufferedReader> all = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      all.add(lines(watching("/events")));
    }

    for (BufferedReader one : all) {
      assertThat(next(one).path("stage").asText()).isEqualTo("yard");
    }
    assertThat(get("healthz").statusCode()).isEqualTo(200);
  }

  @Test
  void aPortInUse_isNamed_andAnotherProposed() {
    int taken = URI.create(page.address()).getPort();

    assertThatThrownBy(() -> LivePage.open("127.0.0.1", taken, FileCodec.withoutWebp()))
        .isInstanceOf(WebException.class)
        .hasMessage(
            "cannot serve the page on 127.0.0.1:"
                + taken
                + ": address already in use; choose another with --port, or 0 for any that is"
                + " free");
  }

  @Test
  void servedToEverybody_itIsFoundUnderThisMachinesName() {
    try (LivePage open = LivePage.open("0.0.0.0", 0, FileCodec.withoutWebp())) {
      assertThat(open.address()).matches("http://localhost:[0-9]+/");
    }
  }

  @Test
  void aHostOfAnotherMachine_isNamed() {
    assertThatThrownBy(() -> LivePage.open("192.0.2.1", 0, FileCodec.withoutWebp()))
        .isInstanceOf(WebException.class)
        .hasMessageStartingWith("cannot serve the page on 192.0.2.1:0");
  }

  private HttpResponse<String> get(String path) throws Exception {
    return browser.send(
        HttpRequest.newBuilder(URI.create(page.address() + path)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private String statusOf(String request) throws IOException {
    return lines(asked(request)).readLine();
  }

  /** The first news that a browser is told. */
  private JsonNode news(String path) throws IOException {
    return next(lines(watching(path)));
  }

  private Socket watching(String path) throws IOException {
    return asked("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
  }

  private Socket asked(String request) throws IOException {
    Socket socket =
        new Socket(InetAddress.getLoopbackAddress(), URI.create(page.address()).getPort());
    open.add(socket);
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private static BufferedReader lines(Socket socket) throws IOException {
    return new BufferedReader(
        new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
  }

  private static JsonNode next(BufferedReader lines) throws IOException {
    String line = lines.readLine();
    while (!line.startsWith("data: ")) {
      line = lines.readLine();
    }
    return json(line.substring("data: ".length()));
  }

  private static JsonNode json(String text) throws IOException {
    return new ObjectMapper().readTree(text);
  }
}
