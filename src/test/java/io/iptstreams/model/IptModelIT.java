package io.iptstreams.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.iptstreams.image.Image;
import io.iptstreams.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class IptModelIT {
  private static final Task DENOISE = new Task.Denoise(30);

  private static Image noise(int side, long seed) {
    Random random = new Random(seed);
    float[] samples = new float[3 * side * side];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = 255 * random.nextFloat();
    }
    return new Image(3, side, side, samples);
  }

  @Test
  void restore_enlargesByTheScaleOfEachTask() {
    Task[] tasks = {DENOISE, new Task.Upscale(2), new Task.Upscale(3), new Task.Upscale(4)};
    for (Architecture architecture : List.of(SmallNetworks.PLAIN, SmallNetworks.COMPACT)) {
      int tile = 2 * architecture.window() * architecture.stem();
      try (IptModel model = IptModel.open(SmallNetworks.fresh(architecture, tile, tasks))) {
        for (Task task : tasks) {
          Image restored = model.restore(task, List.of(noise(tile, 1))).get(0);
          assertThat(restored)
              .hasToString("3 × " + tile * task.scale() + " × " + tile * task.scale());
        }
      }
    }
  }

  @Test
  void restore_byAFreshNetworkWithImageResidual_changesNothing() {
    try (IptModel model = IptModel.open(SmallNetworks.fresh(SmallNetworks.COMPACT, 16, DENOISE))) {
      Image tile = noise(16, 1);
      assertThat(model.restore(DENOISE, List.of(tile)).get(0).samples())
          .containsExactly(tile.samples());
    }
  }

  @ParameterizedTest
  @EnumSource
  void restore_givesEachTileTheBitsItGetsAlone(Precision precision) {
    assumeTrue(precision.isOfThisProcessor(), "this processor does not take bfloat16");
    ModelFolder folder =
        SmallNetworks.stirred(
            SmallNetworks.fresh(SmallNetworks.COMPACT, 16, DENOISE, new Task.Upscale(2)));
    try (IptModel model = IptModel.open(folder, precision)) {
      for (Task task : List.of(DENOISE, new Task.Upscale(2))) {
        List<Image> tiles = IntStream.range(0, 9).mapToObj(seed -> noise(16, seed)).toList();
        List<Image> together = model.restore(task, tiles);
        for (int i = 0; i < tiles.size(); i++) {
          assertThat(together.get(i)).isEqualTo(model.restore(task, List.of(tiles.get(i))).get(0));
        }
      }
    }
  }

  @Test
  void restore_inBfloat16_staysCloseTo32Bits() {
    assumeTrue(Precision.BFLOAT16.isOfThisProcessor(), "this processor does not take bfloat16");
    ModelFolder folder =
        SmallNetworks.stirred(SmallNetworks.fresh(SmallNetworks.COMPACT, 16, DENOISE));
    try (IptModel exact = IptModel.open(folder);
        IptModel fast = IptModel.open(folder, Precision.BFLOAT16)) {
      Image tile = noise(16, 1);
      assertThat(fast.restore(DENOISE, List.of(tile)).get(0).samples())
          .isNotEqualTo(exact.restore(DENOISE, List.of(tile)).get(0).samples())
          .containsExactly(
              exact.restore(DENOISE, List.of(tile)).get(0).samples(), Offset.offset(4f));
    }
  }

  @Test
  void open_inAPrecisionThatTheProcessorDoesNotTake_isRefusedInASentence() {
    assumeFalse(Precision.BFLOAT16.isOfThisProcessor(), "this processor takes bfloat16");
    ModelFolder folder = SmallNetworks.fresh(SmallNetworks.COMPACT, 16, DENOISE);

    assertThatThrownBy(() -> IptModel.open(folder, Precision.BFLOAT16))
        .isInstanceOf(ModelException.class)
        .hasMessage(
            "this processor has no AVX-512, without which the engine does not compute in bfloat16;"
                + " take float32");
  }

  @Test
  void open_saysWhereTheModelRunsAndWhy() {
    try (IptModel model =
        IptModel.open(
            SmallNetworks.fresh(SmallNetworks.COMPACT, 16, DENOISE), DeviceChoice.parse("cpu"))) {
      assertThat(model.place()).matches("cpu \\(asked for\\), (float32|bfloat16)");
    }
  }

  @Test
  void open_onAGpuThatIsNotThere_saysSo() {
    assertThatThrownBy(
            () ->
                IptModel.open(
                    SmallNetworks.fresh(SmallNetworks.COMPACT, 16, DENOISE),
                    DeviceChoice.parse("gpu:99")))
        .isInstanceOf(ModelException.class)
        .hasMessageStartingWith("there is no gpu:99");
  }

  @Test
  void restore_dependsOnTheTask_byHeadTailAndQuery() {
    Task other = new Task.Denoise(50);
    ModelFolder folder =
        SmallNetworks.stirred(SmallNetworks.fresh(SmallNetworks.COMPACT, 16, DENOISE, other));
    try (IptModel model = IptModel.open(folder)) {
      Image tile = noise(16, 1);
      assertThat(model.restore(DENOISE, List.of(tile)).get(0))
          .isNotEqualTo(model.restore(other, List.of(tile)).get(0));
    }
  }

  /**
   * The transformer must not look across the border of a window: a change in one leaves the far
   * ones alone.
   */
  @Test
  void restore_ofSeveralWindows_keepsThemApartInTheTransformer() {
    Architecture windows =
        new Architecture(4, 4, 2, 8, 2, 16, 1, 1, 0, 1, 2, 0, 0, true, true, 63.75f);
    ModelFolder folder = SmallNetworks.stirred(SmallNetworks.fresh(windows, 32, DENOISE));
    try (IptModel model = IptModel.open(folder)) {
      Image tile = noise(32, 1);
      float[] changed = tile.samples().clone();
      changed[0] += 100;
      Image before = model.restore(DENOISE, List.of(tile)).get(0);
      Image after = model.restore(DENOISE, List.of(new Image(3, 32, 32, changed))).get(0);
      // A window is 8 pixels; the convolutions of head and tail reach 4 pixels further.
      assertThat(after.crop(0, 16, 32, 16)).isEqualTo(before.crop(0, 16, 32, 16));
      assertThat(after.crop(0, 0, 8, 8)).isNotEqualTo(before.crop(0, 0, 8, 8));
    }
  }

  @Test
  void restore_fromSeveralThreads_givesTheSameBits() {
    ModelFolder folder =
        SmallNetworks.stirred(SmallNetworks.fresh(SmallNetworks.COMPACT, 16, DENOISE));
    try (IptModel model = IptModel.open(folder)) {
      Image expected = model.restore(DENOISE, List.of(noise(16, 1))).get(0);
      List<CompletableFuture<Image>> calls = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        calls.add(
            CompletableFuture.supplyAsync(
                () -> model.restore(DENOISE, List.of(noise(16, 1))).get(0)));
      }
      assertThat(calls).allSatisfy(call -> assertThat(call.join()).isEqualTo(expected));
    }
  }

  @Test
  void restore_namesTheTileOfWrongShape() {
    try (IptModel model = IptModel.open(SmallNetworks.fresh(SmallNetworks.COMPACT, 16, DENOISE))) {
      assertThatThrownBy(() -> model.restore(DENOISE, List.of(noise(16, 1), noise(8, 1))))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("tile 1 of 2 is 3 × 8 × 8, small takes 3 × 16 × 16");
    }
  }

  @Test
  void restore_ofATaskTheModelDoesNotKnow_namesThoseItDoes() {
    try (IptModel model = IptModel.open(SmallNetworks.fresh(SmallNetworks.COMPACT, 16, DENOISE))) {
      assertThatThrownBy(() -> model.restore(new Task.Derain(), List.of(noise(16, 1))))
          .hasMessage("small cannot derain; it can denoise-30");
    }
  }
}
