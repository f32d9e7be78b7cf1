package io.iptstreams.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.iptstreams.evaluate.Protocol;
import io.iptstreams.evaluate.Trial;
import io.iptstreams.model.DeviceChoice;
import io.iptstreams.restore.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole training, from nothing, on drawn pictures alone: a minute or two. */
class SmokeTrainingIT {
  private static final Path PLAN = Path.of("src", "main", "resources", "plans", "smoke.yaml");

  @TempDir private static Path temp;
  private static Path model;

  @BeforeAll
  static void train() {
    model = temp.resolve("smoke");
    Spoken spoken = Spoken.of("train", PLAN.toString(), "--out", model.toString());
    assertThat(spoken.status()).as(spoken.err()).isZero();
  }

  /** Noise of sigma 32 alone is 18.0 dB. */
  @Test
  void theModel_reaches27AndAHalfDecibelsOnDrawnPicturesSetApart() throws IOException {
    List<String> log = Files.readAllLines(model.resolve("log.csv"));
    int column = List.of(log.get(0).split(",")).indexOf("denoise-15 to denoise-50 dB RGB");

    double decibels = Double.parseDouble(log.get(log.size() - 1).split(",")[column]);

    System.out.printf("smoke training: %.2f dB on drawn pictures set apart%n", decibels);
    assertThat(decibels).isGreaterThan(27.5);
  }

  /** Noise of sigma 30 alone is 18.6 dB, and no photograph was ever learnt from. */
  @Test
  void theModel_denoisesPhotographsToo() throws IOException {
    Path photographs = Path.of("..", "shared", "data", "test", "CBSD68");
    assumeTrue(Files.isDirectory(photographs), "no pictures in " + photographs);
    try (Pipeline pipeline =
        Pipeline.open(model.toString(), DeviceChoice.AUTO, Limits.defaults())) {
      double decibels =
          new Trial(pipeline.task("denoise-30"), photographs, Protocol.RGB, 16, Optional.empty())
              .run(pipeline.restorer(), outcome -> {})
              .mean()
              .restored()
              .psnr();

      System.out.printf("smoke training: %.2f dB on 16 pictures of CBSD68%n", decibels);
      assertThat(decibels).isGreaterThan(27.8);
    }
  }

  @Test
  void theRun_leavesSomethingToLookAt() {
    assertThat(model)
        .isDirectoryContaining("glob:**/curve.svg")
        .isDirectoryContaining("glob:**/sheet.png")
        .isDirectoryContaining("glob:**/report.html");
  }
}
