package io.iptstreams.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DurableFileTest {
  @TempDir private Path folder;
  private Path path;
  private DurableFile file;

  @BeforeEach
  void name() {
    path = folder.resolve("a.txt");
    file = new DurableFile(path);
  }

  private void write(String text) throws IOException {
    file.write(out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void write_replacesTheFile_andLeavesNothingElse() throws IOException {
    write("old");
    write("new");

    assertThat(path).hasContent("new");
    assertThat(Files.list(folder)).hasSize(1);
  }

  @Test
  void write_onAFullDisk_keepsTheOldFile_makesRoom_andSaysWhichFile() throws IOException {
    write("old");

    assertThatThrownBy(
            () ->
                file.write(
                    out -> {
                      out.write(new byte[100_000]);
                      throw new IOException("No space left on device");
                    }))
        .isInstanceOf(FileSystemException.class)
        .hasMessage(path + ": cannot be written: No space left on device");
    assertThat(path).hasContent("old");
    assertThat(Files.list(folder)).hasSize(1);
  }

  @Test
  void write_whereAFolderHasTheName_leavesNothingBehind() throws IOException {
    Files.createDirectories(path.resolve("full"));

    assertThatThrownBy(() -> write("new"))
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining(path.toString());
    assertThat(Files.list(folder)).containsExactly(path);
  }

  /** As after Ctrl-C, when the checkpoint matters most. */
  @Test
  void write_ofAnInterruptedThread_isDone_andTheThreadStaysInterrupted() throws IOException {
    Thread.currentThread().interrupt();
    try {
      write("new");
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(path).hasContent("new");
  }

  @Test
  void prepare_leavesTheOldFile_untilPublish() throws IOException {
    write("old");

    file.prepare(out -> out.write('n'));

    assertThat(file.isInTheMaking()).isTrue();
    assertThat(path).hasContent("old");
    file.publish();
    assertThat(file.isInTheMaking()).isFalse();
    assertThat(path).hasContent("n");
  }
}
