package io.iptstreams.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingLogTest {
  private static final List<String> TITLES = List.of("denoise-50", "upscale-x2");
  private static final TrainingLog.Row FIRST =
      new TrainingLog.Row(10, 0.5, 1.25, Double.NaN, List.of(3.5, Double.NaN), List.of(20.0, 30.0));
  private static final TrainingLog.Row SECOND =
      new TrainingLog.Row(20, 1, 1, 0.75, List.of(3.0, 2.0), List.of(21.0, 31.0625));

  @TempDir private Path temp;
  private RunFolder folder;

  @BeforeEach
  void write() throws IOException {
    folder = new RunFolder(temp);
    TrainingLog log = new TrainingLog(folder, TITLES, 0);
    log.add(FIRST);
    log.add(SECOND);
  }

  private List<String> lines() throws IOException {
    return Files.readAllLines(temp.resolve("log.csv"));
  }

  @Test
  void file_hasAColumnForEachNumber_andNothingWhereThereIsNone() throws IOException {
    assertThat(lines())
        .containsExactly(
            "step,minutes,gradient norm,contrastive,"
                + "denoise-50 L1,denoise-50 dB RGB,upscale-x2 L1,upscale-x2 dB RGB",
            "10,0.50,1.2500,,3.5000,20.0000,,30.0000",
            "20,1.00,1.0000,0.7500,3.0000,21.0000,2.0000,31.0625");
  }

  @Test
  void resumed_knowsTheRowsBefore() throws IOException {
    assertThat(new TrainingLog(folder, TITLES, 25).rows()).containsExactly(FIRST, SECOND);
  }

  /** The checkpoint of a killed run is older than its last row. */
  @Test
  void resumed_forgetsTheRowsAfterItsStep() throws IOException {
    TrainingLog log = new TrainingLog(folder, TITLES, 19);

    assertThat(log.rows()).containsExactly(FIRST);
    assertThat(lines()).hasSize(2);
  }

  @Test
  void begunAnew_forgetsAll() throws IOException {
    assertThat(new TrainingLog(folder, TITLES, 0).rows()).isEmpty();
    assertThat(lines()).hasSize(1);
  }

  @Test
  void ofOtherTasks_isRefused_andStaysAsItWas() throws IOException {
    assertThatThrownBy(() -> new TrainingLog(folder, List.of("derain"), 20))
        .isInstanceOf(TrainingException.class)
        .hasMessageStartingWith(
            temp.resolve("log.csv") + " is not the log of this plan: \"step,minutes,")
        .hasMessageEndingWith("; move it away to go on");
    assertThat(lines()).hasSize(3);
  }

  @Test
  void ofBrokenRows_namesTheRow() throws IOException {
    Files.writeString(temp.resolve("log.csv"), lines().get(0) + "\n10,0.50,1\n");

    assertThatThrownBy(() -> new TrainingLog(folder, TITLES, 20))
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("\"10,0.50,1\"");
  }
}
