package io.iptstreams.train;

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

class RunFolderTest {
  @TempDir private Path temp;
  private RunFolder folder;

  @BeforeEach
  void open() {
    folder = new RunFolder(temp.resolve("out").resolve("mine"));
  }

  private void write(String text) throws IOException {
    folder.write("a.txt", out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void write_makesTheFolder_andReplacesTheFile() throws IOException {
    assertThat(folder.has("a.txt")).isFalse();
    write("old");
    write("new");

    assertThat(folder.read("a.txt")).asString(StandardCharsets.UTF_8).isEqualTo("new");
    assertThat(folder.path()).isDirectoryContaining("glob:**a.txt");
    assertThat(Files.list(folder.path())).hasSize(1);
  }

  @Test
  void write_whereAFileIsInTheWay_saysSo() throws IOException {
    Files.writeString(temp.resolve("out"), "a file");

    assertThatThrownBy(() -> write("new"))
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining(temp.resolve("out").toString());
  }
}
