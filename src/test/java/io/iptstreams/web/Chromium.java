package io.iptstreams.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * A page in a real Chromium without a window, driven by its DevTools protocol. An owner.
 *
 * @see <a href="https://chromedevtools.github.io/devtools-protocol/">the protocol</a>
 */
final class Chromium implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Process process;
  private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
  private final List<String> errors = new CopyOnWriteArrayList<>();
  private WebSocket socket;
  private int lastCommand;

  private Chromium(Process process) {
    this.process = process;
  }

  /**
   * Starts the browser with an empty page.
   *
   * @param folder for what it keeps while it runs
   */
  static Chromium open(Path folder) throws Exception {
    List<String> words =
        new ArrayList<>(List.of("chromium", "--headless=new", "--no-sandbox", "--disable-gpu"));
    words.addAll(List.of("--remote-debugging-port=0", "--user-data-dir=" + folder, "about:blank"));
    Process process =
        new ProcessBuilder(words)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("browser.log").toFile())
            .start();
    Chromium browser = new Chromium(process);
    browser.attach(folder.resolve("DevToolsActivePort"));
    return browser;
  }

  private void attach(Path portFile) throws Exception {
    Eventually.holds(
        "the browser to start", () -> Files.exists(portFile) && Files.size(portFile) > 0);
    String port = Files.readAllLines(portFile).get(0);
    HttpClient http = HttpClient.newHttpClient();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/json/list")).build();
    JsonNode targets =
        JSON.readTree(http.send(request, HttpResponse.BodyHandlers.ofString()).body());
    String page = null;
    for (JsonNode target : targets) {
      page = target.path("type").asText().equals("page") ? address(target) : page;
    }
    socket = http.newWebSocketBuilder().buildAsync(URI.create(page), new Ear()).join();
    for (String domain : List.of("Page", "Runtime", "Log")) {
      command(domain + ".enable", Map.of());
    }
  }

  private static String address(JsonNode target) {
    return target.path("webSocketDebuggerUrl").asText();
  }

  /** Gives the page another size, in CSS pixels, and light or dark colours. */
  void look(int width, int height, boolean dark) {
    command(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 500));
    command(
        "Emulation.setEmulatedMedia",
        Map.of(
            "features",
            List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
  }

  void go(String address) {
    command("Page.navigate", Map.of("url", address));
  }

  /** The value of an expression of JavaScript on the page. */
  JsonNode evaluate(String expression) {
    return command(
            "Runtime.evaluate",
            Map.of("expression", expression, "returnByValue", true, "awaitPromise", true))
        .path("result")
        .path("value");
  }

  String text(String expression) {
    return evaluate(expression).asText();
  }

  /** Waits until the value of an expression pleases, and gives it. */
  String awaitText(String expression, Predicate<String> wanted) throws Exception {
    String[] last = {""};
    Eventually.holds(
        expression + " to become what is wanted",
        () -> {
          last[0] = text(expression);
          return wanted.test(last[0]);
        });
    return last[0];
  }

  void mouse(String type, double x, double y) {
    command(
        "Input.dispatchMouseEvent",
        Map.of("type", type, "x", x, "y", y, "button", "left", "buttons", 1, "clickCount", 1));
  }

  void key(String name, int code) {
    for (String type : List.of("keyDown", "keyUp")) {
      command(
          "Input.dispatchKeyEvent",
          Map.of("type", type, "key", name, "code", name, "windowsVirtualKeyCode", code));
    }
  }

  void screenshot(Path file) throws IOException {
    JsonNode shot = command("Page.captureScreenshot", Map.of("captureBeyondViewport", true));
    Files.createDirectories(file.getParent());
    Files.write(file, Base64.getDecoder().decode(shot.path("data").asText()));
  }

  /** What the page complained of in the console. */
  List<String> errors() {
    return errors;
  }

  private synchronized JsonNode command(String method, Map<String, ?> parameters) {
    int id = ++lastCommand;
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    answers.put(id, answer);
    ObjectNode command = JSON.createObjectNode().put("id", id).put("method", method);
    command.set("params", JSON.valueToTree(parameters));
    socket.sendText(command.toString(), true).join();
    return answer.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
  }

  @Override
  public void close() {
    if (socket != null) {
      socket.abort();
    }
    process.destroyForcibly().onExit().join();
  }

  /** Takes in what the browser says. */
  private final class Ear implements WebSocket.Listener {
    private final StringBuilder message = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      message.append(part);
      if (last) {
        hear(message.toString());
        message.setLength(0);
      }
      from.request(1);
      return null;
    }

    private void hear(String said) {
      try {
        JsonNode node = JSON.readTree(said);
        if (node.has("id")) {
          answers.remove(node.path("id").asInt()).complete(node.path("result"));
          return;
        }
        JsonNode parameters = node.path("params");
        switch (node.path("method").asText()) {
          case "Runtime.exceptionThrown" -> errors.add(said);
          case "Log.entryAdded" -> addIfError(parameters.path("entry").path("level"), said);
          case "Runtime.consoleAPICalled" -> addIfError(parameters.path("type"), said);
          default -> {}
        }
      } catch (IOException e) {
        errors.add(e.toString());
      }
    }

    private void addIfError(JsonNode level, String said) {
      if (level.asText().equals("error") || level.asText().equals("warning")) {
        errors.add(said);
      }
    }
  }
}
