package io.iptstreams.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.iptstreams.doctor.Finding.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderCheckTest {
  @TempDir private Path folder;

  private static Finding look(Path path, long least) throws IOException {
    return new FolderCheck("state", path, least, "name another").look().get(0);
  }

  @Test
  void aFolderThatIsToBeMade_isFine_andNotMadeYet() throws IOException {
    Path deep = folder.resolve("kafka-streams").resolve("stage");
    assertThat(look(deep, 1).state()).isEqualTo(State.OK);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aFileInItsPlace_orAboveIt_isAFailure() throws IOException {
    Path file = Files.createFile(folder.resolve("kafka-streams"));
    for (Path path : new Path[] {file, file.resolve("stage")}) {
      assertThat(look(path, 1))
          .isEqualTo(
              Finding.fail("state", file + " is a file, where a folder is needed", "name another"));
    }
  }

  @Test
  void tooLittleRoom_isAWarning() throws IOException {
    Finding finding = look(folder, Long.MAX_VALUE);
    assertThat(finding.state()).isEqualTo(State.WARN);
    assertThat(finding.found()).contains(" free, less than ");
  }
}
