package io.iptstreams.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.iptstreams.stream.StageFacts;
import io.iptstreams.stream.TopologyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.utils.AppInfoParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

/**
 * Whether docker-compose.yml and what lies beside it still fit the program, as far as can be read.
 */
class ComposeFileTest {
  private static final List<String> STAGES = List.of("stage-live", "stage-objects");
  private static final Path DOCKER = Path.of("src", "main", "docker");
  private static final ComposeFile COMPOSE = ComposeFile.read();

  @Test
  void images_arePinned() {
    assertThat(COMPOSE.services())
        .allSatisfy(
            (name, service) ->
                assertThat(service.get("image"))
                    .as(name)
                    .asString()
                    .matches("[^:]+:.*\\d+\\.?\\d+.*"));
    Matcher from = Pattern.compile("(?m)^FROM (\\S+)").matcher(dockerfile());
    assertThat(from.results().map(found -> found.group(1)))
        .hasSize(2)
        .allSatisfy(image -> assertThat(image).matches("[^:]+:\\d+\\.\\d+.*"));
  }

  @Test
  void theStagesImage_hasTheVersionOfTheProject() throws IOException {
    assertThat(STAGES)
        .extracting(stage -> COMPOSE.service(stage).get("image"))
        .containsOnly("ipt-streams:" + pom("version"));
  }

  @Test
  void kafka_isTheOneThatTheProgramWasTestedWith() {
    assertThat(List.of("kafka", "topics"))
        .extracting(service -> COMPOSE.service(service).get("image"))
        .containsOnly("apache/kafka:" + AppInfoParser.getVersion());
  }

  @Test
  void whatIsWaitedFor_comes() {
    COMPOSE
        .services()
        .forEach(
            (name, service) -> {
              if (service.get("depends_on") instanceof List<?> started) {
                assertThat(COMPOSE.services().keySet()).as(name).containsAll(strings(started));
                return;
              }
              ComposeFile.<Map<String, String>>asMap(service.get("depends_on"))
                  .forEach((other, how) -> assertCanBe(other, how.get("condition")));
            });
  }

  private static void assertCanBe(String service, String condition) {
    assertThat(COMPOSE.services()).containsKey(service);
    switch (condition) {
      case "service_healthy" -> assertThat(COMPOSE.service(service)).containsKey("healthcheck");
      case "service_completed_successfully" ->
          assertThat(COMPOSE.service(service)).doesNotContainKey("restart");
      default -> throw new AssertionError(condition);
    }
  }

  @Test
  void mounts_areThere_andThoseOfTheProjectReadOnly() {
    COMPOSE
        .services()
        .values()
        .forEach(
            service ->
                ComposeFile.strings(service.get("volumes"))
                    .forEach(
                        mount -> {
                          String source = mount.split(":")[0];
                          if (source.startsWith("./")) {
                            assertThat(Path.of(source)).exists();
                            assertThat(mount).endsWith(":ro");
                          } else {
                            assertThat(COMPOSE.volumes()).contains(source);
                          }
                        }));
  }

  @Test
  void ports_areForThisMachineAlone() {
    COMPOSE
        .services()
        .forEach(
            (name, service) ->
                assertThat(ComposeFile.strings(service.get("ports")))
                    .as(name)
                    .allSatisfy(port -> assertThat(port).startsWith("127.0.0.1:")));
  }

  @Test
  @DisabledOnOs(
      value = OS.WINDOWS,
      disabledReason = "the scripts of the compose file are run by sh")
  void topics_areMadeByTheWordsThatExplainPrints(@TempDir Path folder) throws Exception {
    List<String> explained = new ArrayList<>();
    for (String stage : STAGES) {
      StageFacts.of(TopologyFile.read(topology(stage)), "kafka:9092").createTopics().stream()
          .map(words -> words + " --if-not-exists")
          .forEach(explained::add);
    }
    assertThat(TopicScript.calls(folder, COMPOSE.script("topics")))
        .containsExactlyInAnyOrderElementsOf(explained);
  }

  @Test
  void kafka_takesTheLargestRecord() {
    int largest =
        StageFacts.of(TopologyFile.read(topology("stage-live")), "kafka:9092").recordBytes();
    assertThat(COMPOSE.environment("kafka"))
        .containsEntry("KAFKA_MESSAGE_MAX_BYTES", largest)
        .containsEntry("KAFKA_REPLICA_FETCH_MAX_BYTES", largest);
  }

  @ParameterizedTest
  @ValueSource(strings = {"stage-live", "stage-objects"})
  void theWordsOfAStage_areUnderstood(String stage) {
    var run =
        Main.commandLine(Screen.none().terminal())
            .parseArgs(COMPOSE.command(stage).toArray(String[]::new))
            .subcommand();
    assertThat(run.commandSpec().name()).isEqualTo("run");
    assertThat(run.matchedOptionValue("--bootstrap-servers", "")).isEqualTo("kafka:9092");
    assertThat(run.matchedOptionValue("--host", "")).isEqualTo("0.0.0.0");
    assertThat(run.matchedOptionValue("--port", 0)).isEqualTo(8080);
  }

  @Test
  void stages_haveNamesOfTheirOwn_whichARestartKeeps() {
    assertThat(STAGES.stream().map(stage -> word(stage, "--instance="))).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @ValueSource(strings = {"stage-live", "stage-objects"})
  void theTopologyOfAStage_hasNoMistakes(String stage) {
    Spoken answer = Spoken.of("topology", "validate", topology(stage).toString());
    assertThat(answer.out()).endsWith(": no mistakes" + System.lineSeparator());
    assertThat(answer.status()).isZero();
  }

  @Test
  void theTopologyOfObjectEvents_isTheShippedOne_withMinioInItsPlace() throws IOException {
    Map<String, Object> shipped = yaml(Path.of("topologies", "object-events.yaml"));
    shipped.remove("tests");
    Map<String, Object> stores = ComposeFile.asMap(shipped.get("stores"));
    Map<String, Object> pictures = ComposeFile.asMap(stores.get("pictures"));
    pictures.put("endpoint", "http://minio:9000");
    assertThat(yaml(topology("stage-objects"))).isEqualTo(shipped);
  }

  @Test
  void theBucket_tellsTheTopicThatTheStageReads() throws IOException {
    String shipped = Files.readString(Path.of("topologies", "object-events.yaml"));
    String add = "mc event add local/pictures arn:minio:sqs::primary:kafka --event put";
    assertThat(shipped).contains("# For MinIO: " + add);
    assertThat(COMPOSE.script("bucket"))
        .contains("mc alias set local http://minio:9000")
        .contains("mc mb --ignore-existing local/pictures\n")
        .contains(add);
    assertThat(COMPOSE.environment("minio"))
        .containsEntry("MINIO_NOTIFY_KAFKA_TOPIC_primary", "pictures.events")
        .containsEntry("MINIO_NOTIFY_KAFKA_BROKERS_primary", "kafka:9092");
    assertThat(TopologyFile.read(topology("stage-objects")).sourceTopics())
        .containsExactly("pictures.events");
  }

  @Test
  void theStageOfObjects_hasTheKeysOfMinio() {
    assertThat(COMPOSE.environment("stage-objects"))
        .containsEntry("AWS_ACCESS_KEY_ID", COMPOSE.environment("minio").get("MINIO_ROOT_USER"))
        .containsEntry(
            "AWS_SECRET_ACCESS_KEY", COMPOSE.environment("minio").get("MINIO_ROOT_PASSWORD"));
  }

  @Test
  void prometheus_asksEveryStage() throws IOException {
    String text = Files.readString(DOCKER.resolve("prometheus.yml"));
    for (String stage : STAGES) {
      assertThat(text).contains("\"" + stage + ":" + word(stage, "--port=") + "\"");
    }
  }

  @Test
  void grafana_findsItsDashboard() throws IOException {
    Map<String, String> mounts = COMPOSE.mounts("grafana");
    String home =
        COMPOSE.environment("grafana").get("GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH").toString();
    String folder = home.substring(0, home.lastIndexOf('/'));
    assertThat(Path.of(mounts.get(folder)).resolve(home.substring(folder.length() + 1))).exists();
    Path provider =
        Path.of(mounts.get("/etc/grafana/provisioning")).resolve("dashboards").resolve("files.yml");
    assertThat(Files.readString(provider)).contains("path: " + folder + "\n");
  }

  @Test
  void theDockerfile_copiesWhatIsThere_andNotKeptFromIt() throws IOException {
    List<String> ignored = Files.readAllLines(Path.of(".dockerignore"));
    assertThat(ignored).contains("*");
    Matcher copy = Pattern.compile("(?m)^COPY ((?!--from).+) \\S+$").matcher(dockerfile());
    assertThat(copy.results().flatMap(found -> Pattern.compile(" ").splitAsStream(found.group(1))))
        .contains("pom.xml", "src/main")
        .allSatisfy(
            source -> {
              assertThat(Path.of(source)).exists();
              assertThat(ignored).contains("!" + source);
            });
  }

  @Test
  void whatAStageWritesForItself_outlivesItsContainer() {
    Matcher folder = Pattern.compile("-Djava\\.io\\.tmpdir=([^\"]+)\"").matcher(dockerfile());
    assertThat(folder.find()).isTrue();
    assertThat(dockerfile()).contains("VOLUME " + folder.group(1) + "\n");
    for (String stage : STAGES) {
      assertThat(COMPOSE.mounts(stage)).containsEntry(folder.group(1), stage);
    }
  }

  @Test
  void theHealthOfAStage_isAskedAtItsPort() {
    for (String stage : STAGES) {
      assertThat(dockerfile())
          .contains("http://localhost:" + word(stage, "--port=") + "/healthz")
          .contains("EXPOSE " + word(stage, "--port=") + "\n");
    }
  }

  @Test
  void theGpuVariant_isOfBothStages_andOfThisPyTorch() throws IOException {
    ComposeFile gpu = ComposeFile.read(DOCKER.resolve("gpu.yml"));
    assertThat(gpu.services()).containsOnlyKeys(STAGES);
    for (String stage : STAGES) {
      assertThat(gpu.environment(stage)).containsEntry("PYTORCH_VERSION", pom("pytorch.version"));
    }
  }

  /** The file of the project that a stage runs. */
  private static Path topology(String stage) {
    String inContainer = COMPOSE.command(stage).get(1);
    Map<String, String> mounts = COMPOSE.mounts(stage);
    if (mounts.containsKey(inContainer)) {
      return Path.of(mounts.get(inContainer));
    }
    int slash = inContainer.lastIndexOf('/');
    return Path.of(mounts.get(inContainer.substring(0, slash)))
        .resolve(inContainer.substring(slash + 1));
  }

  private static String word(String stage, String start) {
    return COMPOSE.command(stage).stream()
        .filter(word -> word.startsWith(start))
        .map(word -> word.substring(start.length()))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> strings(List<?> values) {
    return values.stream().map(String::valueOf).toList();
  }

  private static Map<String, Object> yaml(Path file) throws IOException {
    return new HashMap<>(new Yaml().<Map<String, Object>>load(Files.readString(file)));
  }

  private static String dockerfile() {
    try {
      return Files.readString(DOCKER.resolve("Dockerfile"));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** The first element of that name. */
  private static String pom(String name) throws IOException {
    return Pattern.compile("<" + Pattern.quote(name) + ">([^<]+)</")
        .matcher(Files.readString(Path.of("pom.xml")))
        .results()
        .map(found -> found.group(1))
        .findFirst()
        .orElseThrow();
  }
}
