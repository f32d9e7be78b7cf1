package io.iptstreams.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.iptstreams.batch.BatchPolicy;
import io.iptstreams.image.FileCodec;
import io.iptstreams.image.FileDetails;
import io.iptstreams.image.FlatWebp;
import io.iptstreams.image.Image;
import io.iptstreams.image.ImageCodec;
import io.iptstreams.image.ImageFormat;
import io.iptstreams.image.WebpBytes;
import io.iptstreams.model.IdentityModel;
import io.iptstreams.model.ModelException;
import io.iptstreams.model.RestorationModel;
import io.iptstreams.restore.RestorationException.Station;
import io.iptstreams.task.Task;
import io.iptstreams.task.TaskSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class RestorerTest {
  private static final Task DENOISE = Task.of("denoise-30");
  private static final Task DOUBLE = Task.of("upscale-x2");
  private static final Task TRIPLE = Task.of("upscale-x3");
  private static final List<Task> TASKS = List.of(DENOISE, DOUBLE, TRIPLE);
  private static final BatchPolicy POLICY = new BatchPolicy(4, Duration.ofMillis(20));
  private static final Limits LIMITS = new Limits(10_000, 3, Duration.ofSeconds(30));

  private final Random random = new Random(7);

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void restore_ofAnyNumberOfChannels_keepsThemAll(int channels) {
    Image picture = noise(channels, 21, 30);
    try (Restorer restorer = identity()) {
      assertThat(restorer.restore(picture, DENOISE)).isEqualTo(picture);
    }
  }

  @Test
  void restore_ofASinglePixel_givesItBack() {
    Image picture = noise(3, 1, 1);
    try (Restorer restorer = identity()) {
      assertThat(restorer.restore(picture, DENOISE)).isEqualTo(picture);
    }
  }

  @Test
  void restore_thatEnlarges_givesExactlyTheScaledSize() {
    try (Restorer restorer = identity()) {
      assertThat(restorer.restore(noise(3, 13, 17), TRIPLE)).hasToString("3 × 39 × 51");
      assertThat(restorer.restore(noise(1, 1, 1), DOUBLE)).hasToString("1 × 2 × 2");
    }
  }

  @Test
  void restore_thatEnlarges_enlargesAlphaAlong() {
    Image picture = noise(4, 9, 11);
    Arrays.fill(picture.samples(), 3 * 99, 4 * 99, 128);
    try (Restorer restorer = identity()) {
      Image restored = restorer.restore(picture, DOUBLE);

      assertThat(restored).hasToString("4 × 18 × 22");
      assertThat(restored.channels(3, 1).samples()).containsOnly(128);
    }
  }

  @Test
  void restore_clampsWhatTheModelOvershoots() {
    try (Restorer restorer = open(eachTile(tile -> shifted(tile, 200)))) {
      Image restored = restorer.restore(noise(3, 10, 10), DENOISE);

      for (float sample : restored.samples()) {
        assertThat(sample).isBetween(200f, 255f);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"PNG", "JPEG", "TIFF"})
  void restore_ofAFile_givesAFileOfTheSameFormat(ImageFormat format) {
    byte[] file = ImageCodec.encode(noise(3, 20, 20), format);
    try (Restorer restorer = identity()) {
      byte[] restored = restorer.restore(file, List.of(DOUBLE));

      assertThat(ImageFormat.sniff(restored)).contains(format);
      assertThat(ImageCodec.decode(restored, 10_000)).hasToString("3 × 40 × 40");
    }
  }

  @ParameterizedTest
  @CsvSource({"1, PNG", "2, PNG", "3, PNG", "4, PNG", "1, TIFF", "2, TIFF", "3, TIFF", "4, TIFF"})
  void restore_of16Bits_roundsToThoseOnly(int channels, ImageFormat format) {
    FileCodec codec = FileCodec.withoutWebp();
    Image fine = noise(channels, 20, 20);
    byte[] file = codec.encode(fine, format, FileDetails.lossless(16));
    try (Restorer restorer = identity()) {
      byte[] restored = restorer.restore(file, List.of(DENOISE));

      assertThat(FileDetails.of(restored).bits()).isEqualTo(16);
      assertThat(codec.decode(restored, 10_000)).isEqualTo(codec.decode(file, 10_000));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void restore_ofWebp_writesItTheWayItWas(boolean lossless) {
    byte[] file = WebpBytes.ofSize(8, 6, lossless);
    FlatWebp coder = new FlatWebp();
    try (Restorer restorer =
        Restorer.open(new IdentityModel(8, TASKS), POLICY, 2, LIMITS, FileCodec.with(coder))) {
      assertThat(restorer.restore(file, List.of(DOUBLE))).isEqualTo(FlatWebp.ENCODED);
      assertThat(coder.encoded())
          .containsExactly((lossless ? "lossless " : "lossy ") + "3 × 12 × 16");
    }
  }

  @Test
  void restore_ofWebpWithoutACoderForIt_failsAtDecode() {
    try (Restorer restorer = identity()) {
      RestorationException failure =
          catchThrowableOfType(
              RestorationException.class,
              () -> restorer.restore(WebpBytes.ofSize(8, 6, true), List.of(DENOISE)));

      assertThat(failure.station()).isEqualTo(Station.DECODE);
      assertThat(failure)
          .hasMessage("the file is WebP, which is not read here; convert it to PNG or JPEG first");
    }
  }

  @Test
  void restore_ofBytesThatAreNoPicture_failsAtDecode() {
    try (Restorer restorer = identity()) {
      RestorationException failure =
          catchThrowableOfType(
              RestorationException.class, () -> restorer.restore(new byte[12], List.of(DENOISE)));

      assertThat(failure.station()).isEqualTo(Station.DECODE);
      assertThat(failure).hasMessage("the 12 bytes are no PNG, JPEG, WebP or TIFF file");
    }
  }

  @Test
  void restore_thatWouldGiveTooLargeAPicture_isRefusedBeforeTheModel() {
    try (Restorer restorer = identity()) {
      assertThatThrownBy(() -> restorer.restore(noise(1, 90, 90), DOUBLE))
          .isInstanceOf(RestorationException.class)
          .hasMessage(
              "restored, the picture of 1 × 90 × 90 would have 32400 pixels,"
                  + " at most 10000 are made");
      assertThat(restorer.counts().calls()).isZero();
    }
  }

  @Test
  void restore_ofATaskTheModelDoesNotKnow_namesThoseItKnows() {
    try (Restorer restorer = identity()) {
      assertThatThrownBy(() -> restorer.restore(noise(1, 2, 2), Task.of("derain")))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "identity does not know the task derain;"
                  + " it knows denoise-30, upscale-x2, upscale-x3");
    }
  }

  @Test
  void restore_whoseModelGivesNoNumber_failsAtTheModelAndNamesTheTile() {
    try (Restorer restorer = open(eachTile(tile -> shifted(tile, Float.NaN)))) {
      RestorationException failure =
          catchThrowableOfType(
              RestorationException.class, () -> restorer.restore(noise(3, 8, 8), DENOISE));

      assertThat(failure.station()).isEqualTo(Station.MODEL);
      assertThat(failure)
          .hasMessage("fake, denoise-30: restored tile 0 of 1 holds NaN, expected finite samples");
    }
  }

  @Test
  void restore_whoseModelGivesAWrongShape_namesBothShapes() {
    try (Restorer restorer = open(eachTile(tile -> tile))) {
      assertThatThrownBy(() -> restorer.restore(noise(3, 8, 8), DOUBLE))
          .isInstanceOf(RestorationException.class)
          .hasMessage("fake, upscale-x2: restored tile 0 of 1 is 3 × 8 × 8, expected 3 × 16 × 16");
    }
  }

  /** One white pixel poisons its tile; the other picture shares batches with it. */
  @Test
  void restore_ofAPoisonedPicture_failsAlone() throws Exception {
    RestorationModel model =
        eachTile(
            tile -> {
              if (tile.at(0, 4, 4) == 255) {
                throw new ModelException("poison");
              }
              return tile;
            });
    Image good = flat(3, 20, 30, 100);
    Image bad = flat(3, 20, 30, 100);
    bad.samples()[4 * 30 + 4] = 255;
    try (Restorer restorer = open(model)) {
      CompletableFuture<Image> other =
          CompletableFuture.supplyAsync(() -> restorer.restore(good, DENOISE));

      assertThatThrownBy(() -> restorer.restore(bad, DENOISE))
          .isInstanceOf(RestorationException.class)
          .hasMessage("fake, denoise-30: poison");
      assertThat(other.get()).isEqualTo(good);
    }
  }

  @Test
  void restore_besideManyOthers_givesWhatItGivesAlone() throws Exception {
    try (Restorer restorer = open(eachTile(tile -> shifted(tile, -tile.at(1, 2, 3) / 3)))) {
      List<Image> pictures = new ArrayList<>();
      List<Image> alone = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        pictures.add(noise(1 + i % 4, 5 + 3 * i, 40 - 4 * i));
        alone.add(restorer.restore(pictures.get(i), DENOISE));
      }

      List<CompletableFuture<Image>> together =
          pictures.stream()
              .map(
                  picture ->
                      CompletableFuture.supplyAsync(() -> restorer.restore(picture, DENOISE)))
              .toList();

      for (int i = 0; i < 8; i++) {
        assertThat(together.get(i).get()).isEqualTo(alone.get(i));
      }
    }
  }

  @Test
  void restore_onAStuckDevice_blamesTheModelAfterTheDeadline() {
    CountDownLatch released = new CountDownLatch(1);
    RestorationModel stuck =
        eachTile(
            tile -> {
              awaitQuietly(released);
              return tile;
            });
    Limits hasty = new Limits(10_000, 3, Duration.ofSeconds(1));
    try (Restorer restorer = Restorer.open(stuck, POLICY, 1, hasty)) {
      assertThatThrownBy(() -> restorer.restore(noise(3, 20, 20), DENOISE))
          .isInstanceOf(StuckModelException.class)
          .hasMessageMatching(
              "fake, denoise-30: 0 of 16 items were done within 1000 ms, and nothing of anybody for"
                  + " [0-9]+ ms; the model hangs, or the deadline is shorter than a batch takes");
      assertThat(restorer.isStuck()).isTrue();
      assertThat(restorer.counts().waiting()).isZero();
      released.countDown();
    }
  }

  @Test
  void theDeadline_isThatOfAllTasksTogether() {
    CountDownLatch released = new CountDownLatch(1);
    Duration deadline = Duration.ofSeconds(1);
    RestorationModel slowThenStuck =
        new FakeModel(tile -> tile) {
          @Override
          public List<Image> restore(Task task, List<Image> tiles) {
            if (task.equals(DENOISE)) {
              pass(deadline.dividedBy(2));
            } else {
              awaitQuietly(released);
            }
            return tiles;
          }
        };
    try (Restorer restorer =
        Restorer.open(slowThenStuck, POLICY, 1, new Limits(10_000, 0, deadline))) {
      RestorationException failure =
          catchThrowableOfType(
              RestorationException.class,
              () -> restorer.restore(noise(3, 8, 8), List.of(DENOISE, DOUBLE)));

      // Half of it at most was left for the second.
      assertThat(failure)
          .hasMessageMatching(
              "fake, upscale-x2: 0 of 1 items were done within [1-5]?[0-9]{1,2} ms.*");
      released.countDown();
    }
  }

  @Test
  void close_cancelsWhoWaits_becauseThePictureIsNotAtFault() {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch released = new CountDownLatch(1);
    RestorationModel slow =
        eachTile(
            tile -> {
              begun.countDown();
              awaitQuietly(released);
              return tile;
            });
    Restorer restorer = open(slow);
    CompletableFuture<Image> waiting =
        CompletableFuture.supplyAsync(() -> restorer.restore(noise(3, 8, 8), DENOISE));
    awaitQuietly(begun);

    CompletableFuture<Void> closing = CompletableFuture.runAsync(restorer::close);

    assertThatThrownBy(waiting::join)
        .hasCauseInstanceOf(CancellationException.class)
        .hasMessageContaining("the batcher was closed before 1 items were done");
    released.countDown();
    closing.join();
  }

  @Test
  void restore_onAnInterruptedThread_isCancelledAndKeepsTheInterrupt() {
    try (Restorer restorer = identity()) {
      Thread.currentThread().interrupt();

      assertThatThrownBy(() -> restorer.restore(noise(3, 8, 8), DENOISE))
          .isInstanceOf(CancellationException.class)
          .hasMessage("interrupted while identity was restoring");
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void counts_ofOnePictureAlone_showFullBatchesAndARest() {
    try (Restorer restorer = identity()) {
      restorer.restore(noise(3, 8, 8 + 5 * 5), DENOISE);

      assertThat(restorer.counts().items()).isEqualTo(6);
      assertThat(restorer.counts().calls()).isEqualTo(2);
      assertThat(restorer.counts().waiting()).isZero();
    }
  }

  @Test
  void open_withAnOverlapOfAWholeTile_isRefused() {
    Limits wide = new Limits(10_000, 8, Duration.ofSeconds(1));

    assertThatThrownBy(() -> Restorer.open(new IdentityModel(8, TASKS), POLICY, 1, wide))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("overlap must be less than the 8 pixels of a tile of identity, got 8");
  }

  @Test
  void close_leavesTheModelOpen() {
    boolean[] closed = new boolean[1];
    RestorationModel model =
        new FakeModel(tile -> tile) {
          @Override
          public void close() {
            closed[0] = true;
          }
        };

    open(model).close();

    assertThat(closed[0]).isFalse();
  }

  private static Restorer identity() {
    return open(new IdentityModel(8, TASKS));
  }

  private static Restorer open(RestorationModel model) {
    return Restorer.open(model, POLICY, 2, LIMITS);
  }

  private static RestorationModel eachTile(UnaryOperator<Image> restoration) {
    return new FakeModel(restoration);
  }

  private Image noise(int channels, int height, int width) {
    Image picture = Image.blank(channels, height, width);
    for (int i = 0; i < picture.samples().length; i++) {
      picture.samples()[i] = random.nextFloat() * 255;
    }
    return picture;
  }

  private static Image flat(int channels, int height, int width, float value) {
    Image picture = Image.blank(channels, height, width);
    Arrays.fill(picture.samples(), value);
    return picture;
  }

  private static Image shifted(Image tile, float by) {
    float[] samples = tile.samples().clone();
    for (int i = 0; i < samples.length; i++) {
      samples[i] += by;
    }
    return new Image(tile.channels(), tile.height(), tile.width(), samples);
  }

  /** A device that is slow, not stuck. */
  private static void pass(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() - end < 0) {
      Thread.onSpinWait();
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A model of 3 × 8 × 8 tiles that restores each by itself. */
  private static class FakeModel implements RestorationModel {
    private final UnaryOperator<Image> restoration;

    FakeModel(UnaryOperator<Image> restoration) {
      this.restoration = restoration;
    }

    @Override
    public String name() {
      return "fake";
    }

    @Override
    public String fingerprint() {
      return "0badcafe";
    }

    @Override
    public String place() {
      return "cpu";
    }

    @Override
    public TaskSet tasks() {
      return TaskSet.of(TASKS);
    }

    @Override
    public int tile() {
      return 8;
    }

    @Override
    public List<Image> restore(Task task, List<Image> tiles) {
      return tiles.stream().map(restoration).toList();
    }

    @Override
    public void close() {
      // Holds nothing.
    }
  }
}
