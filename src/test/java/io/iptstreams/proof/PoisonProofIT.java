package io.iptstreams.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.iptstreams.batch.BatchPolicy;
import io.iptstreams.broker.EmbeddedBroker;
import io.iptstreams.frame.FrameHeaders;
import io.iptstreams.image.ImageCodec;
import io.iptstreams.image.ImageFormat;
import io.iptstreams.image.RawRgb;
import io.iptstreams.model.DeviceChoice;
import io.iptstreams.model.IptModel;
import io.iptstreams.model.ModelFolder;
import io.iptstreams.restore.Limits;
import io.iptstreams.restore.Restorers;
import io.iptstreams.store.Stores;
import io.iptstreams.stream.Outcomes;
import io.iptstreams.stream.Stage;
import io.iptstreams.stream.TopologyDefinition;
import io.iptstreams.stream.TopologyFile;
import io.iptstreams.task.Task;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every twentieth record is bad, in nine ways by turns, among pictures for the real network. */
class PoisonProofIT {
  private static final int FRAMES = Form.of(180, 4000);
  private static final int ONE_BAD_IN = 20;
  private static final int PICTURES = 40;
  private static final int PARTITIONS = 4;
  private static final List<String> TASKS = List.of("denoise-30", "derain", "upscale-x2");
  private static final long SEED = 1;
  private static final Route ROUTE = Route.of("frames");

  /** What a record of 8 × 8 pixels says of them. */
  private static final Map<String, String> TOO_LARGE =
      Map.of("content-type", RawRgb.MEDIA_TYPE, "ce_width", "9", "ce_height", "8");

  /**
   * A record that cannot be restored.
   *
   * @param headers that it has besides number and task
   * @param station where that turns out
   * @param reason what the letter's reason has to tell
   */
  private record Poison(
      String task, byte[] value, Map<String, String> headers, String station, String reason) {

    /** One whose bytes tell all of it. */
    Poison(String task, byte[] value, String station, String reason) {
      this(task, value, Map.of(), station, reason);
    }

    /** One whose picture lies elsewhere. */
    static Poison referring(URI picture, String reason) {
      Map<String, String> headers = Map.of(FrameHeaders.DATA_REFERENCE, picture.toString());
      return new Poison("derain", null, headers, "fetch", reason);
    }
  }

  @TempDir private Path folder;
  private final Map<Integer, Frame> good = new HashMap<>();
  private final Map<Integer, Poison> bad = new HashMap<>();
  private final List<Outcome> outcomes = new ArrayList<>();
  private final Map<String, ByteBuffer> restored = new HashMap<>();
  private Series series;
  private List<Poison> poisons;

  @BeforeEach
  void draw() throws Exception {
    List<byte[]> pictures = new ArrayList<>(Crops.png(PICTURES / 2, SEED));
    for (byte[] png : Crops.png(PICTURES / 2, SEED + 1)) {
      pictures.add(jpeg(png));
    }
    series = new Series(Keys.spread(8, PARTITIONS), TASKS, pictures, SEED);
    byte[] png = pictures.get(0);
    byte[] jpeg = pictures.get(PICTURES / 2);
    poisons =
        List.of(
            new Poison("dehaze", png, "tag", "unknown task \"dehaze\""),
            new Poison("derain", Arrays.copyOf(jpeg, jpeg.length / 2), "decode", "JPEG"),
            new Poison("derain", claiming(png, 20_000, 20_000), "decode", "20000"),
            new Poison("derain", new byte[0], "decode", ""),
            new Poison("derain", null, "decode", "no picture"),
            new Poison("derain", bytes("no picture at all"), "decode", ""),
            new Poison("derain", new byte[3 * 8 * 8], TOO_LARGE, "decode", "9 × 8"),
            Poison.referring(URI.create("file:///etc/passwd"), "lies in no store"),
            Poison.referring(store().resolve("gone.png").toUri(), "does not exist"));
  }

  @Test
  @Timeout(value = 1, unit = TimeUnit.HOURS)
  void badRecords_becomeDeadLetters_andDoNotTouchTheOthers() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.open(folder.resolve("broker"));
        Restorers restorers =
            Restorers.open(
                List.of("ipt-nano"),
                name -> IptModel.open(ModelFolder.open(name), DeviceChoice.parse("cpu")),
                new BatchPolicy(8, Duration.ofMillis(20)),
                2,
                Limits.forCallers(PARTITIONS))) {
      create(broker.bootstrapServers());
      Outcomes.Counts counts = run(restorers, broker.bootstrapServers());

      assertThat(counts.received()).isEqualTo(FRAMES);
      assertThat(counts.deadLettered()).isEqualTo(FRAMES / ONE_BAD_IN);
      assertThat(counts.restored()).isEqualTo(FRAMES - FRAMES / ONE_BAD_IN);
      assertThat(counts.passed() + counts.waiting()).isZero();
      for (Outcome outcome : outcomes) {
        if (outcome.topic().equals(ROUTE.deadLetters())) {
          assertLetter(outcome, bad.get(outcome.number()));
        } else {
          assertThat(outcome.value()).isEqualTo(alone(good.get(outcome.number()), restorers));
        }
      }
    }
  }

  /** The only one whose pictures the stage may fetch. */
  private Path store() throws IOException {
    return Files.createDirectories(folder.resolve("pictures"));
  }

  private static void create(String servers) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
      Topics.create(admin, ROUTE, PARTITIONS, (short) 1, Map.of());
    }
  }

  /** Sends everything through a stage in this process. */
  private Outcomes.Counts run(Restorers restorers, String servers) throws Exception {
    TopologyDefinition definition =
        TopologyFile.read(
            ROUTE.write(folder, "stores: { pictures: { folder: " + store() + " } }\n"));
    Outcomes counted;
    try (Traffic traffic = Traffic.open(servers, ROUTE, outcomes::add)) {
      try (Stores stores = Stores.open(definition.stores());
          Stage stage = Stage.start(definition, restorers, stores, servers, "one")) {
        counted = stage.outcomes();
        traffic.watch(() -> assertThat(stage.failure()).isEmpty());
        send(traffic);
        traffic.drain();
      }
      traffic.finish();
    }
    return counted.counts();
  }

  /** One bad record at a random place of every twenty. */
  private void send(Traffic traffic) {
    Random random = new Random(SEED);
    int place = 0;
    for (int i = 0; i < FRAMES; i++) {
      if (i % ONE_BAD_IN == 0) {
        place = i + random.nextInt(ONE_BAD_IN);
      }
      Frame frame = series.get();
      if (i == place) {
        Poison poison = poisons.get(bad.size() % poisons.size());
        bad.put(i, poison);
        traffic.send(
            new Frame(i, frame.key(), poison.task(), poison.value(), poison.headers()),
            ROUTE.deadLetters());
      } else {
        good.put(i, frame);
        traffic.send(frame);
      }
    }
  }

  private static void assertLetter(Outcome letter, Poison poison) {
    assertThat(letter.header("dead-letter-station")).isEqualTo(poison.station());
    assertThat(letter.header("dead-letter-reason")).isNotBlank().contains(poison.reason());
    assertThat(letter.header("dead-letter-topic")).isEqualTo(ROUTE.source());
    assertThat(letter.value())
        .isEqualTo(poison.value() == null ? null : ByteBuffer.wrap(poison.value()));
  }

  /** What the frame's picture becomes where there is no other. */
  private ByteBuffer alone(Frame frame, Restorers restorers) {
    Task task = restorers.tasks("ipt-nano").find(frame.task()).orElseThrow();
    return restored.computeIfAbsent(
        task.id() + frame.number() % PICTURES,
        picture -> restored(restorers, frame.picture(), task));
  }

  private static ByteBuffer restored(Restorers restorers, byte[] picture, Task task) {
    try (Restorers.Caller caller = restorers.caller();
        Restorers.Lease lease = caller.lease("ipt-nano")) {
      return ByteBuffer.wrap(lease.restorer().restore(picture, List.of(task)));
    }
  }

  private static byte[] jpeg(byte[] png) {
    return ImageCodec.encode(ImageCodec.decode(png, 1 << 20), ImageFormat.JPEG);
  }

  /** The same file, but its header tells of another size, checksum and all. */
  private static byte[] claiming(byte[] png, int width, int height) {
    ByteBuffer file = ByteBuffer.wrap(png.clone());
    // Signature of 8 bytes, length of 4, then IHDR, width and height; 5 bytes on its checksum.
    file.putInt(16, width).putInt(20, height);
    CRC32 crc = new CRC32();
    crc.update(file.array(), 12, 17);
    return file.putInt(29, (int) crc.getValue()).array();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
