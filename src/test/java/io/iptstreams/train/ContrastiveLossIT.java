package io.iptstreams.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import io.iptstreams.model.TorchEngine;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ContrastiveLossIT {
  private static final Offset<Float> ROUNDING = within(1e-6f);

  private NDManager manager;

  @BeforeEach
  void open() {
    manager = TorchEngine.manager();
  }

  @AfterEach
  void close() {
    manager.close();
  }

  private NDArray tokens(int images, int count, float... values) {
    return manager.create(values, new Shape(images, count, values.length / images / count));
  }

  private static float[] gradient(ContrastiveLoss loss, NDArray tokens) {
    tokens.setRequiresGradient(true);
    try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
      collector.backward(loss.of(tokens));
      return tokens.getGradient().toFloatArray();
    }
  }

  /** Two images of one token, cosine 3/5: each gives -log(e^1 / e^0.6) = -0.4. */
  @Test
  void paper_ofTwoTokens_isTheirCosineLessOne() {
    NDArray tokens = tokens(2, 1, 3, 4, 1, 0);

    assertThat(new ContrastiveLoss.Paper().of(tokens).getFloat()).isCloseTo(-0.4f, ROUNDING);
  }

  /**
   * The slope of cos(a, b) at a is (b/|b| - cos a/|a|) / |a|: ((1, 0) - 0.6 (0.6, 0.8)) / 5 and
   * (0.6, 0.8) - 0.6 (1, 0).
   */
  @Test
  void paper_pushesTheTokensOfTwoImagesApart() {
    float[] gradient = gradient(new ContrastiveLoss.Paper(), tokens(2, 1, 3, 4, 1, 0));

    assertThat(gradient).containsExactly(new float[] {.128f, -.096f, 0, .8f}, ROUNDING);
  }

  /**
   * Tokens of an image point the same way, those of the other at a right angle to them: -log(e^1 /
   * (e^1 + 2 e^0)) for each, whatever their lengths.
   */
  @Test
  void supervised_countsAllOtherTokensBelowTheLine() {
    NDArray tokens = tokens(2, 2, 1, 0, 3, 0, 0, 1, 0, 2);

    assertThat(new ContrastiveLoss.Supervised(1).of(tokens).getFloat())
        .isCloseTo((float) Math.log(1 + 2 / Math.E), ROUNDING);
  }

  /**
   * At 0.001 exponents reach 2000, far beyond a float. The first token has its fellow opposite and
   * two others beside it: 2000 + log 2. Its fellow has all opposite, so that only the 1e-8 is left
   * below the line: 2000 + log 1e-8. The last two are beside each other and the first: log 2.
   */
  @Test
  void supervised_atALowTemperature_staysFinite() {
    NDArray tokens = tokens(2, 2, 1, 0, -1, 0, 1, 0, 1, 0);
    ContrastiveLoss loss = new ContrastiveLoss.Supervised(1e-3);

    assertThat(loss.of(tokens).getFloat())
        .isCloseTo((float) ((4000 + 3 * Math.log(2) + Math.log(1e-8)) / 4), within(1e-3f));
    assertThat(gradient(loss, tokens)).doesNotContain(Float.NaN);
  }

  @Test
  void aTokenOfZeros_leavesLossAndGradientsFinite() {
    for (ContrastiveLoss loss :
        new ContrastiveLoss[] {new ContrastiveLoss.Paper(), new ContrastiveLoss.Supervised()}) {
      NDArray tokens = tokens(2, 2, 0, 0, 1, 0, 0, 1, 1, 1);

      assertThat(loss.of(tokens).getFloat()).isFinite();
      for (float slope : gradient(loss, tokens)) {
        assertThat(slope).isFinite();
      }
    }
  }

  @Test
  void of_leavesOnlyTheLossWithTheTokens() {
    NDArray tokens = tokens(2, 2, 1, 0, 3, 0, 0, 1, 0, 2);
    new ContrastiveLoss.Paper().of(tokens);
    new ContrastiveLoss.Supervised().of(tokens);

    assertThat(manager.getManagedArrays()).hasSize(3);
  }

  @Test
  void of_refusesWhatCannotBeCompared() {
    assertThatThrownBy(() -> new ContrastiveLoss.Paper().of(tokens(1, 2, 1, 2)))
        .hasMessage("tokens must be images × tokens × width, at least 2 × 1 × 1, got (1, 2, 1)");
    assertThatThrownBy(() -> new ContrastiveLoss.Supervised().of(tokens(2, 1, 1, 2)))
        .hasMessageContaining("at least 1 × 2 × 1, got (2, 1, 1)");
    assertThatThrownBy(() -> new ContrastiveLoss.Supervised(0))
        .hasMessage("temperature must be above 0, got 0.0");
  }
}
