package io.iptstreams.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.iptstreams.broker.EmbeddedBroker;
import io.iptstreams.jvm.ChildJvm;
import io.iptstreams.model.ModelFolder;
import io.iptstreams.stream.StageTopics;
import io.iptstreams.stream.TopologyFile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Faults that are really there, each found and its remedy named, on a set-up that is else fine. */
@Timeout(120)
class DoctorIT {
  private static final String ACCESS_KEY = "aws.accessKeyId";
  private static final String SECRET_KEY = "aws.secretAccessKey";

  @TempDir private static Path brokerFolder;
  private static EmbeddedBroker broker;

  @TempDir private Path folder;
  private Path spool;

  @BeforeAll
  static void startBroker() {
    broker = EmbeddedBroker.open(brokerFolder);
  }

  @AfterAll
  static void stopBroker() {
    broker.close();
  }

  @BeforeEach
  void makeSpool() throws IOException {
    spool = Files.createDirectory(folder.resolve("spool"));
  }

  /** It takes few records at once, for the small heap of a test. */
  private String yaml(String name) {
    return """
    name: %1$s
    source: { topic: %1$s }
    tag: [{ otherwise: derain }]
    restore: { model: ipt-nano, deadline: 10 s }
    stores: { spool: { folder: "%2$s" } }
    large: { above: 4 MiB, store: spool }
    sink: { topic: %1$s.restored }
    dead-letters: { topic: %1$s.dead }
    kafka: { max.poll.records: 1, state.dir: "%3$s" }
    """
        .formatted(name, spool, folder.resolve("state"));
  }

  private Path write(String yaml) throws IOException {
    return Files.writeString(folder.resolve("stage.yaml"), yaml);
  }

  /** Writes the topology and makes its topics. */
  private Path ready(String yaml) throws IOException {
    Path file = write(yaml);
    StageTopics.create(TopologyFile.read(file), broker.bootstrapServers());
    return file;
  }

  private static void create(String topic, Map<String, String> settings) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      NewTopic made = new NewTopic(topic, StageTopics.PARTITIONS, (short) 1).configs(settings);
      admin.createTopics(List.of(made)).all().get();
    }
  }

  private static Spoken doctor(Path topology) {
    return Spoken.of(
        "doctor", topology.toString(), "--bootstrap-servers", broker.bootstrapServers());
  }

  /** That this alone was found to be wrong. */
  private static void assertFound(Spoken answer, String finding, String remedy) {
    assertThat(answer.out()).as(answer.toString()).contains(finding).contains(remedy);
    assertThat(answer.out().lines().filter(line -> line.startsWith("FAIL")))
        .as(answer.out())
        .hasSize(finding.startsWith("FAIL") ? 1 : 0);
    assertThat(answer.status()).isEqualTo(finding.startsWith("FAIL") ? 1 : 0);
  }

  @Test
  void aHealthySetUp_isOkLineByLine_andNothingIsLeftBehind() throws IOException {
    Spoken answer = doctor(ready(yaml("healthy")));
    assertThat(answer.out().lines()).as(answer.out()).allMatch(line -> line.startsWith("ok "));
    assertThat(answer.out().lines().map(line -> line.split(" +")[1]))
        .containsExactly(
            "java",
            "pytorch",
            "ffmpeg",
            "processor",
            "device",
            "encoders",
            "pictures",
            "model",
            "model",
            "topology",
            "broker",
            "topics",
            "records",
            "transaction",
            "copies",
            "store",
            "temp",
            "state",
            "memory");
    assertThat(answer.err()).isEmpty();
    assertThat(answer.status()).isZero();
    assertThat(spool).isEmptyDirectory();
    assertThat(folder.resolve("state")).doesNotExist();
  }

  @Test
  void asJson_itIsOneObject_whichSaysWhatWasNotLookedAt() throws IOException {
    Spoken answer = Spoken.of("doctor", "--json");
    JsonNode object = new ObjectMapper().readTree(answer.out());
    assertThat(object.get("ok").asBoolean()).isTrue();
    assertThat(object.get("checks").findValuesAsText("state")).containsOnly("ok", "skip");
    assertThat(answer.status()).isZero();
  }

  @Test
  void librariesThatAreNone_areFound() throws IOException, InterruptedException {
    Path junk = Files.createDirectory(folder.resolve("junk"));
    Files.writeString(junk.resolve(System.mapLibraryName("torch")), "no library");
    try (ChildJvm child =
        ChildJvm.start(
            folder,
            "doctor",
            List.of("-Xmx1g", "-DPYTORCH_LIBRARY_PATH=" + junk),
            Main.class,
            "doctor")) {
      int status = child.awaitEnd(Duration.ofSeconds(60));
      assertFound(
          new Spoken(status, String.join("\n", child.lines()), child.said()),
          "FAIL pytorch     the PyTorch engine could not be loaded",
          "-> unset PYTORCH_LIBRARY_PATH to take the libraries that come with the program");
    }
  }

  @Test
  void aFlippedByteOfAModel_isFound() throws IOException {
    Path model = folder.resolve("model");
    ModelFolder nano = ModelFolder.open("ipt-nano");
    ModelFolder.write(model, nano.card(), nano.weights());
    Path weights = model.resolve("weights.safetensors");
    byte[] bytes = Files.readAllBytes(weights);
    bytes[bytes.length - 4] ^= 1;
    Files.write(weights, bytes);
    assertFound(
        Spoken.of("doctor", "--model", model.toString()),
        "FAIL model       model "
            + model
            + ": weights.safetensors is not the file that the card belongs to",
        "-> copy the folder again from where it came");
  }

  @Test
  void aBrokerThatIsGone_isFound_andWhatNeedsItIsNotLookedAt() throws IOException {
    String gone;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      gone = "127.0.0.1:" + socket.getLocalPort();
    }
    Spoken answer =
        Spoken.of("doctor", write(yaml("lonely")).toString(), "--bootstrap-servers", gone);
    assertFound(
        answer,
        "FAIL broker      none answers: " + gone + ": Connection refused",
        "-> start it, or give its address: --bootstrap-servers HOST:PORT");
    assertThat(answer.out()).contains("skip topics      not looked at, as it needs broker");
  }

  @Test
  void aServerThatIsNoBroker_isFound() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"))) {
      String address = "127.0.0.1:" + silent.getLocalPort();
      assertFound(
          Spoken.of("doctor", "--bootstrap-servers", address),
          "FAIL broker      something at "
              + address
              + " takes connections, but does not speak Kafka",
          "-> look at the port");
    }
  }

  @Test
  void aTopicThatTakesOnlySmallRecords_isFound() throws Exception {
    create("small.restored", Map.of("max.message.bytes", "1048576"));
    assertFound(
        doctor(ready(yaml("small"))),
        "warn records     small.restored takes 1 MiB (max.message.bytes), records of the stage may have 16 MiB",
        "-> kafka-configs.sh --bootstrap-server "
            + broker.bootstrapServers()
            + " --alter --entity-type topics --entity-name small.restored --add-config"
            + " max.message.bytes=16777216");
  }

  @Test
  void aMissingTopic_isFound() throws Exception {
    create("half", Map.of("max.message.bytes", "4194304"));
    create("half.restored", Map.of());
    assertFound(
        doctor(write(yaml("half"))),
        "FAIL topics      half.dead is missing",
        "-> kafka-topics.sh --bootstrap-server "
            + broker.bootstrapServers()
            + " --create --topic half.dead --partitions 4 --config max.message.bytes=16777216");
  }

  @Test
  void topicsOfDifferentPartitions_areFound() throws Exception {
    String yaml = yaml("uneven");
    create("uneven", Map.of());
    create("uneven.dead", Map.of());
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      admin.createTopics(List.of(new NewTopic("uneven.restored", 2, (short) 1))).all().get();
    }
    assertFound(
        doctor(write(yaml)),
        "FAIL topics      uneven has 4 partitions and uneven.restored has 2",
        "--alter --topic uneven.restored --partitions 4");
  }

  @Test
  void aStoreWithoutItsFolder_isFound() throws IOException {
    Path file = ready(yaml("homeless"));
    Files.delete(spool);
    assertFound(
        doctor(file),
        "FAIL store       spool: folder " + spool + " does not exist",
        "-> make or mount the folder, and let this user read and write it: mkdir -p " + spool);
  }

  @Test
  void aBucketWhoseServerSaysNothing_isFoundInTime() throws IOException {
    // Other tests of this process may have theirs.
    String accessKey = System.getProperty(ACCESS_KEY);
    String secretKey = System.getProperty(SECRET_KEY);
    System.setProperty(ACCESS_KEY, "tests");
    System.setProperty(SECRET_KEY, "only for tests");
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"))) {
      String endpoint = "http://127.0.0.1:" + silent.getLocalPort();
      String bucket = "{ bucket: pictures, endpoint: \"" + endpoint + "\" }";
      assertFound(
          doctor(ready(yaml("mute").replace("{ folder: \"" + spool + "\" }", bucket))),
          "FAIL store       spool: bucket pictures cannot be opened: "
              + endpoint
              + " was not done in time",
          "-> start the server, or put its address right, stores.spool.endpoint in the topology");
    } finally {
      putBack(ACCESS_KEY, accessKey);
      putBack(SECRET_KEY, secretKey);
    }
  }

  private static void putBack(String property, String value) {
    if (value == null) {
      System.clearProperty(property);
    } else {
      System.setProperty(property, value);
    }
  }

  @Test
  void aStateFolderThatIsAFile_isFound() throws IOException {
    Path state = Files.createFile(folder.resolve("state"));
    assertFound(
        doctor(ready(yaml("stateless"))),
        "FAIL state       " + state + " is a file, where a folder is needed",
        "-> name another folder in the topology, kafka: { state.dir: FOLDER }");
  }
}
