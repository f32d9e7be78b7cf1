package io.iptstreams.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import io.iptstreams.image.Image;
import io.iptstreams.task.Task;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelExportIT {
  private static final Task DOUBLE = new Task.Upscale(2);

  @TempDir private Path folder;

  @Test
  void torchScript_runsTheChosenTaskAsForward() throws IOException {
    ModelFolder model =
        SmallNetworks.stirred(
            SmallNetworks.fresh(SmallNetworks.COMPACT, 16, new Task.Derain(), DOUBLE));
    Path file = folder.resolve("small.pt");
    try (OutputStream out = Files.newOutputStream(file)) {
      ModelExport.torchScript(model, DOUBLE, out);
    }
    Random random = new Random(3);
    float[] samples = new float[3 * 16 * 16];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = 255 * random.nextFloat();
    }
    try (NDManager manager = TorchEngine.manager();
        PtSymbolBlock network =
            JniUtils.loadModule(
                (PtNDManager) manager, file, true, new String[0], new String[0], false);
        IptModel ours = IptModel.open(model)) {
      NDArray input = manager.create(samples, new Shape(1, 3, 16, 16));
      NDArray output = IValueUtils.forward(network, new NDList(input), false).singletonOrThrow();
      Image expected = ours.restore(DOUBLE, List.of(new Image(3, 16, 16, samples))).get(0);
      assertThat(output.toFloatArray()).containsExactly(expected.samples(), Offset.offset(1e-3f));
    }
  }
}
