package io.iptstreams.parity;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import io.iptstreams.model.DeviceChoice;
import io.iptstreams.model.ModelFolder;
import io.iptstreams.model.Precision;
import io.iptstreams.model.TrainableNetwork;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.data.Offset;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The network that training sees has the official one's loss and gradients. */
class TrainingParityIT {
  private static final int TASK = 0;

  private TrainableNetwork network;
  private JsonNode recorded;

  @BeforeEach
  void openTheRecordedModel() throws IOException {
    Fixtures.assumeThere();
    recorded = Fixtures.manifest("manifest.json").path("train");
    ModelFolder model = Fixtures.model();
    network =
        TrainableNetwork.open(
            model.card().architecture(),
            model.card().taskSet(),
            Set.of(List.of(TASK)),
            new DeviceChoice.Cpu().among(0),
            Precision.FLOAT32,
            model.weights());
    TrainableNetwork.prepareThread();
  }

  @AfterEach
  void close() {
    if (network != null) {
      network.manager().close();
    }
  }

  /**
   * What the recorded batch gives.
   *
   * @param loss mean absolute error, grey levels
   * @param gradients by name; the tensors of other tasks have none
   */
  private record Lesson(float loss, Map<String, float[]> gradients) {}

  private Lesson learn() throws IOException {
    Fixtures.Array in = Fixtures.array("patch/sr2-in");
    Fixtures.Array target = Fixtures.array("train/sr2-target");
    List<NDArray> used =
        network.parameters().stream()
            .filter(parameter -> !recorded.path("grad_l2").path(parameter.getName()).isNull())
            .toList();
    try (NDManager work = network.manager().newSubManager()) {
      NDArray degraded = work.create(in.values(), new Shape(2, 3, 24, 24));
      NDArray clean = work.create(target.values(), new Shape(2, 3, 48, 48));
      NDArray sigmas = work.zeros(new Shape(2));
      NDArray losses =
          network
              .learn(List.of(TASK), work, List.of(degraded), List.of(sigmas), List.of(clean), true)
              .losses();
      List<NDArray> found = network.gradients(work, losses.sum(), used);
      Map<String, float[]> gradients = new LinkedHashMap<>();
      for (int i = 0; i < used.size(); i++) {
        gradients.put(used.get(i).getName(), found.get(i).toFloatArray());
      }
      return new Lesson(losses.toFloatArray()[0], gradients);
    }
  }

  @Test
  void lossAndGradientNorms_agree() throws IOException {
    Lesson lesson = learn();
    assertThat(lesson.loss())
        .isCloseTo((float) recorded.path("losses").path(0).asDouble(), Offset.offset(1e-3f));
    double[] worst = new double[1];
    lesson
        .gradients()
        .forEach(
            (name, gradient) -> {
              double expected = recorded.path("grad_l2").path(name).asDouble();
              double ours = norm(gradient);
              assertThat(ours).as(name).isCloseTo(expected, Percentage.withPercentage(.1));
              worst[0] = Math.max(worst[0], Math.abs(ours / expected - 1));
            });
    System.out.printf("parity gradients: largest relative difference of a norm %.2e%n", worst[0]);
  }

  /** Plain Adam as the official options have it; our own trainer's differs in every number. */
  @Test
  void fourAdamSteps_giveTheSameLosses() throws IOException {
    double rate = recorded.path("adam").path("lr").asDouble();
    Map<String, double[]> first = new LinkedHashMap<>();
    Map<String, double[]> second = new LinkedHashMap<>();
    for (int step = 1; step <= 4; step++) {
      Lesson lesson = learn();
      float loss = lesson.loss();
      double expected = recorded.path("losses").path(step - 1).asDouble();
      System.out.printf("parity Adam step %d: loss %.6f, recorded %.6f%n", step, loss, expected);
      assertThat((double) loss).isCloseTo(expected, Offset.offset(1e-3));
      for (NDArray parameter : network.parameters()) {
        float[] gradient = lesson.gradients().get(parameter.getName());
        if (gradient == null) {
          continue;
        }
        double[] m = first.computeIfAbsent(parameter.getName(), n -> new double[gradient.length]);
        double[] v = second.computeIfAbsent(parameter.getName(), n -> new double[gradient.length]);
        float[] values = parameter.toFloatArray();
        for (int i = 0; i < values.length; i++) {
          m[i] += 0.1 * (gradient[i] - m[i]);
          v[i] += 0.001 * ((double) gradient[i] * gradient[i] - v[i]);
          double mean = m[i] / (1 - Math.pow(0.9, step));
          double deviation = Math.sqrt(v[i] / (1 - Math.pow(0.999, step)));
          values[i] -= (float) (rate * mean / (deviation + 1e-8));
        }
        parameter.set(FloatBuffer.wrap(values));
      }
    }
  }

  private static double norm(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += (double) value * value;
    }
    return Math.sqrt(sum);
  }
}
