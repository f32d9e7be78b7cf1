package io.iptstreams.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.iptstreams.evaluate.Evaluation;
import io.iptstreams.evaluate.Protocol;
import io.iptstreams.evaluate.Trial;
import io.iptstreams.model.DeviceChoice;
import io.iptstreams.model.IptModel;
import io.iptstreams.model.ModelFolder;
import io.iptstreams.model.Precision;
import io.iptstreams.restore.Limits;
import io.iptstreams.restore.Restorer;
import io.iptstreams.task.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The bundled models on pictures they were never trained on; skipped where there are none. */
class BundledModelIT {
  private static final Path TEST_PICTURES = Path.of("..", "shared", "data", "test");
  private static final int ALL = Integer.MAX_VALUE;

  private static Evaluation evaluation(String task, String set, Protocol protocol)
      throws IOException {
    return evaluation("ipt-nano", task, set, protocol, ALL);
  }

  private static Evaluation evaluation(
      String model, String task, String set, Protocol protocol, int limit) throws IOException {
    Path pictures = TEST_PICTURES.resolve(set);
    assumeTrue(Files.isDirectory(pictures), "no pictures in " + pictures);
    try (Pipeline pipeline = Pipeline.open(model, DeviceChoice.AUTO, Limits.defaults())) {
      Task asked = pipeline.task(task);
      return new Trial(asked, pictures, protocol, limit, ClassicalMethods.of(asked))
          .run(pipeline.restorer(), outcome -> {});
    }
  }

  @Test
  void denoise50_onCbsd68_isFarAboveItsInput() throws IOException {
    Evaluation evaluation = evaluation("ipt-nano", "denoise-50", "CBSD68", Protocol.RGB, 6);
    assertThat(evaluation.mean().input().orElseThrow().psnr()).isBetween(14.1, 14.2);
    assertThat(evaluation.mean().restored().psnr()).isGreaterThan(26.8);
  }

  @Test
  void upscaleX2_onSet5_isAboveBicubic() throws IOException {
    Evaluation evaluation = evaluation("upscale-x2", "Set5", Protocol.Y);
    assertThat(evaluation.mean().baseline().orElseThrow().psnr()).isBetween(33.6, 33.7);
    assertThat(evaluation.mean().restored().psnr()).isGreaterThan(36);
  }

  @Test
  void derain_onRain100L_isAboveItsInput() throws IOException {
    Evaluation evaluation = evaluation("derain", "Rain100L-dev", Protocol.Y);
    assertThat(evaluation.mean().input().orElseThrow().psnr()).isBetween(26.9, 27.0);
    assertThat(evaluation.mean().restored().psnr()).isGreaterThan(31);
  }

  @ParameterizedTest
  @CsvSource({"denoise-50, CBSD68, RGB, 2", "derain, Rain100L-dev, Y, 4", "upscale-x4, Set5, Y, 5"})
  void iptTiny_isBetterThanIptNano(String task, String set, Protocol protocol, int pictures)
      throws IOException {
    double nano = evaluation("ipt-nano", task, set, protocol, pictures).mean().restored().psnr();
    double tiny = evaluation("ipt-tiny", task, set, protocol, pictures).mean().restored().psnr();
    assertThat(tiny).isGreaterThan(nano + 0.1);
  }

  @Test
  void bfloat16_costsNoMoreThanTwoHundredthsOfADecibel() throws IOException {
    assumeTrue(Precision.BFLOAT16.isOfThisProcessor(), "this processor does not take bfloat16");
    double exact = denoised(Precision.FLOAT32);
    assertThat(denoised(Precision.BFLOAT16)).isCloseTo(exact, within(0.02));
  }

  private static double denoised(Precision precision) throws IOException {
    Path pictures = TEST_PICTURES.resolve("CBSD68");
    assumeTrue(Files.isDirectory(pictures), "no pictures in " + pictures);
    Task task = new Task.Denoise(50);
    try (IptModel model = IptModel.open(ModelFolder.open("ipt-nano"), precision);
        Restorer restorer = Restorer.open(model, Pipeline.BATCH, 2, Limits.defaults())) {
      return new Trial(task, pictures, Protocol.RGB, 8, Optional.empty())
          .run(restorer, outcome -> {})
          .mean()
          .restored()
          .psnr();
    }
  }
}
