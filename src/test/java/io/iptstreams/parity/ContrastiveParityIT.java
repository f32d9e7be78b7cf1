package io.iptstreams.parity;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import io.iptstreams.model.TorchEngine;
import io.iptstreams.train.ContrastiveLoss;
import java.io.IOException;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/**
 * The contrastive losses and their gradients have the recorded values, which were computed in
 * double precision from the formulas, not with official code.
 */
class ContrastiveParityIT {

  @Test
  void lossOfThePaper_andItsGradients_agree() throws IOException {
    assertAgrees(new ContrastiveLoss.Paper(), "paper");
  }

  @Test
  void supervisedLoss_andItsGradients_agree() throws IOException {
    assertAgrees(new ContrastiveLoss.Supervised(), "supcon");
  }

  private static void assertAgrees(ContrastiveLoss loss, String name) throws IOException {
    Fixtures.Array features = Fixtures.array("contrastive/features");
    float[] expected = Fixtures.array("contrastive/" + name + "-grad").values();
    double value =
        Fixtures.manifest("training-manifest.json").path("contrastive_loss").path(name).asDouble();
    float found;
    float[] gradient;
    try (NDManager manager = TorchEngine.manager();
        GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
      NDArray tokens = manager.create(features.values(), new Shape(3, 5, 8));
      tokens.setRequiresGradient(true);
      NDArray number = loss.of(tokens);
      collector.backward(number);
      found = number.getFloat();
      gradient = tokens.getGradient().toFloatArray();
    }
    double largest = 0;
    for (int i = 0; i < expected.length; i++) {
      largest = Math.max(largest, Math.abs(gradient[i] - expected[i]));
    }
    System.out.printf(
        "parity contrastive %s: loss %.6f, recorded %.6f; largest difference of a gradient %.2e%n",
        name, found, value, largest);
    assertThat((double) found).isCloseTo(value, Offset.offset(1e-3));
    assertThat(gradient).hasSameSizeAs(expected);
    assertThat(largest).isLessThan(1e-4);
  }
}
