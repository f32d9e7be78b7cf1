package io.iptstreams.parity;

import static org.assertj.core.api.Assertions.assertThat;

import io.iptstreams.image.Image;
import io.iptstreams.model.Architecture;
import io.iptstreams.model.IptModel;
import io.iptstreams.model.ModelFolder;
import io.iptstreams.model.Weights;
import io.iptstreams.model.checkpoint.Checkpoint;
import io.iptstreams.task.Task;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Official checkpoints give in our network what they give in the official one. */
class PatchParityIT {

  @Test
  void import_readsTheSizesOffTheShapes() throws IOException {
    ModelFolder model = Fixtures.model();
    assertThat(model.card().architecture())
        .isEqualTo(new Architecture(8, 24, 3, 72, 4, 288, 2, 2, 2, 5, 1, 0, 0, false, false, 1));
    assertThat(model.card().tile()).isEqualTo(24);
  }

  @Test
  void read_ofBothContainers_givesTheSameTensors() throws IOException {
    Weights zip = Checkpoint.read(Fixtures.file("checkpoint.pt"));
    Weights legacy = Checkpoint.read(Fixtures.file("checkpoint-legacy.pt"));
    assertThat(zip.tensors()).hasSize(141);
    assertThat(legacy.tensors().keySet()).containsExactlyElementsOf(zip.tensors().keySet());
    zip.tensors()
        .forEach(
            (name, tensor) -> {
              assertThat(legacy.tensors().get(name).shape()).isEqualTo(tensor.shape());
              assertThat(legacy.tensors().get(name).values()).isEqualTo(tensor.values());
            });
  }

  @Test
  void restore_ofPatches_agreesForAllSixTasks() throws IOException {
    try (IptModel model = IptModel.open(Fixtures.model())) {
      for (Map.Entry<String, String> task : Fixtures.TASKS.entrySet()) {
        Fixtures.Array in = Fixtures.array("patch/" + task.getKey() + "-in");
        Fixtures.Array out = Fixtures.array("patch/" + task.getKey() + "-out");
        List<Image> restored =
            model.restore(Task.of(task.getValue()), List.of(in.picture(0), in.picture(1)));
        for (int i = 0; i < 2; i++) {
          Fixtures.assertClose(
              "patch " + task.getKey(), restored.get(i), out.picture(i), Fixtures.PICTURE_LIMIT);
        }
      }
    }
  }

  @Test
  void restore_byALegacyCudaCheckpointOfOneTask_agrees() throws IOException {
    ModelFolder folder =
        Fixtures.imported("single/checkpoint-sr2-legacy-cuda.pt", List.of("upscale-x2"));
    try (IptModel model = IptModel.open(folder)) {
      Image restored =
          model
              .restore(Task.of("upscale-x2"), List.of(Fixtures.array("single/in").picture(0)))
              .get(0);
      Fixtures.assertClose(
          "single", restored, Fixtures.array("single/out").picture(0), Fixtures.PICTURE_LIMIT);
    }
  }
}
