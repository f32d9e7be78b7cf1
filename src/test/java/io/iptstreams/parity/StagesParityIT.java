package io.iptstreams.parity;

import static org.assertj.core.api.Assertions.assertThat;

import io.iptstreams.model.ReferenceNetwork;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The plain-Java reference goes through the stages of the official code; that the engine agrees
 * with the reference is {@code ReferenceNetworkIT}'s.
 */
class StagesParityIT {
  private static final List<String> STAGES =
      List.of(
          "sub_mean",
          "head",
          "linear_encoding",
          "encoder_in",
          "encoder_layer0",
          "encoder_out",
          "decoder_layer0",
          "decoder_out",
          "mlp_head",
          "body_out",
          "tail_out");

  /** Ten times the rounding noise of the official code: of its tail, and of all before. */
  private static double limit(String stage) {
    return stage.equals("tail_out") ? Fixtures.PICTURE_LIMIT : 3e-4;
  }

  @Test
  void reference_agreesStageByStage() throws IOException {
    for (String task : List.of("sr2", "denoise30")) {
      Map<String, double[][]> seen = new HashMap<>();
      ReferenceNetwork reference = new ReferenceNetwork(Fixtures.model(), seen::put);
      reference.restore(
          Fixtures.HEADS.indexOf(Fixtures.TASKS.get(task)),
          Fixtures.array("patch/" + task + "-in").picture(0));
      for (String stage : STAGES) {
        Fixtures.Array recorded = Fixtures.array("stages/" + task + "-" + stage);
        double largest = 0;
        int i = 0;
        for (double[] row : seen.get(stage)) {
          for (double value : row) {
            largest = Math.max(largest, Math.abs(value - recorded.values()[i++]));
          }
        }
        System.out.printf("parity stage %s %s: largest difference %.2e%n", task, stage, largest);
        assertThat(i).isEqualTo(recorded.values().length);
        assertThat(largest).as(task + " " + stage).isLessThan(limit(stage));
      }
    }
  }
}
