package io.iptstreams.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.iptstreams.model.TorchNatives;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TorchCheckTest {
  private static final Path CACHE = Path.of("cache").toAbsolutePath();
  private static final Path OTHERS = Path.of("cuda").toAbsolutePath();

  private static Finding finding(Path folder, Optional<Path> others) {
    return new TorchCheck().finding(new TorchNatives("2.7.1", folder), others);
  }

  @Test
  void theBundledOnes_areCalledSo() {
    assertThat(finding(CACHE, Optional.empty()))
        .isEqualTo(Finding.ok("pytorch", "2.7.1 in " + CACHE + ", bundled"));
  }

  @Test
  void thoseThatTheUserNames_areTaken() {
    assertThat(finding(OTHERS, Optional.of(OTHERS)))
        .isEqualTo(Finding.ok("pytorch", "2.7.1 in " + OTHERS + ", by PYTORCH_LIBRARY_PATH"));
  }

  @Test
  void aNamedFolderWithoutLibraries_isAWarning_sinceTheBundledOnesWereTaken() {
    Finding finding = finding(CACHE, Optional.of(OTHERS));
    assertThat(finding.state()).isEqualTo(Finding.State.WARN);
    assertThat(finding.found()).endsWith("bundled, as there is no libtorch in " + OTHERS);
    assertThat(finding.remedy().orElseThrow()).startsWith("unset PYTORCH_LIBRARY_PATH");
  }
}
