package io.iptstreams.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class JsonLogTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Logger root =
      ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger(Logger.ROOT_LOGGER_NAME);
  private final List<Appender<ILoggingEvent>> usual = new ArrayList<>();
  private final Screen screen = Screen.of(80);

  @TempDir private Path folder;

  @BeforeEach
  void rememberTheUsualLog() {
    root.iteratorForAppenders().forEachRemaining(usual::add);
  }

  @AfterEach
  void restoreTheUsualLog() {
    root.detachAndStopAllAppenders();
    usual.forEach(
        appender -> {
          appender.start();
          root.addAppender(appender);
        });
  }

  private static List<JsonNode> objects(String lines) throws IOException {
    List<JsonNode> objects = new ArrayList<>();
    for (String line : lines.lines().toList()) {
      JsonNode object = MAPPER.readTree(line);
      assertThat(object.isObject()).as(line).isTrue();
      objects.add(object);
    }
    return objects;
  }

  @Test
  void whatCommandsSay_andWhatIsLogged_areObjectsOfOneForm() throws IOException {
    screen.terminal().speakJson();
    screen.terminal().say("stage \"yard\"\u001b[2J");
    LoggerFactory.getLogger("io.iptstreams.stream.Stage").error("{} stops", "yard");
    screen.terminal().fail("one\ntwo", Optional.of(new IllegalStateException("why")));

    List<JsonNode> objects = objects(screen.written());
    assertThat(objects)
        .extracting(o -> o.path("level").asText() + " " + o.path("loggerName").asText())
        .containsExactly(
            "INFO ipt-streams", "ERROR io.iptstreams.stream.Stage", "ERROR ipt-streams");
    assertThat(objects)
        .extracting(o -> o.path("formattedMessage").asText())
        .containsExactly("stage \"yard\"\u001b[2J", "yard stops", "one\ntwo");
    assertThat(objects).allSatisfy(o -> assertThat(o.path("timestamp").asLong()).isPositive());
    assertThat(objects.get(2).path("throwable").path("message").asText()).isEqualTo("why");
  }

  @Test
  void noStatusIsShown() {
    screen.terminal().speakJson();
    screen.terminal().status("at work");

    assertThat(screen.terminal().isInPlace()).isFalse();
    assertThat(screen.written()).isEmpty();
  }

  @Test
  void aFailure_isOneObject() throws IOException {
    Path missing = folder.resolve("missing.png");
    Spoken answer =
        Spoken.of(
            "restore",
            missing.toString(),
            "out.png",
            "--task",
            "derain",
            "--log",
            "json",
            "--verbose");
    assertThat(answer.status()).isEqualTo(1);
    assertThat(objects(answer.err()))
        .singleElement()
        .satisfies(
            o -> {
              assertThat(o.path("level").asText()).isEqualTo("ERROR");
              assertThat(o.path("formattedMessage").asText())
                  .isEqualTo("there is no file " + missing);
              assertThat(o.path("throwable").path("className").asText())
                  .isEqualTo("java.nio.file.NoSuchFileException");
            });
  }

  @Test
  void wrongWords_areOneObject_whereverTheOptionStands() throws IOException {
    for (String[] words :
        new String[][] {
          {"--log=json", "restore", "--nonsense"},
          {"restore", "--overlap", "wide", "--log", "JSON"},
          {"restore", "--log", "json", "in.png", "out.png"}
        }) {
      Spoken answer = Spoken.of(words);
      assertThat(answer.status()).isEqualTo(2);
      assertThat(answer.out()).isEmpty();
      assertThat(objects(answer.err())).as(answer.err()).hasSize(1);
    }
  }

  @Test
  void mistakesOfAFile_areAllThere() throws IOException {
    Path topology =
        Files.writeString(
            folder.resolve("wrong.yaml"), "sorce: { topic: a }\nsink: { topic: b }\n");
    Spoken answer =
        Spoken.of("run", topology.toString(), "--bootstrap-servers", "h:1", "--log", "json");
    assertThat(answer.status()).isEqualTo(2);
    assertThat(objects(answer.err()).get(0).path("formattedMessage").asText())
        .contains("wrong.yaml:1: unknown key sorce")
        .contains("restore is missing");
  }

  @Test
  void anotherFormat_isWrongUsage() {
    Spoken answer = Spoken.of("models", "list", "--log", "xml");
    assertThat(answer.status()).isEqualTo(2);
    assertThat(answer.err()).startsWith("Invalid value for option '--log'");
  }
}
