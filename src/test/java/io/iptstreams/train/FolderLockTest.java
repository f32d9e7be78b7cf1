package io.iptstreams.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderLockTest {
  @TempDir private Path temp;

  @Test
  void take_ofAFolderInUse_saysWhich() throws IOException {
    try (FolderLock first = FolderLock.take(temp)) {
      assertThatThrownBy(() -> FolderLock.take(temp))
          .isInstanceOf(TrainingException.class)
          .hasMessage(
              "another training is at work in "
                  + first.folder()
                  + "; let it end first, or train in another folder");
    }
  }

  @Test
  void take_ofAFolderGivenBack_succeeds() throws IOException {
    FolderLock.take(temp).close();

    FolderLock.take(temp).close();

    assertThat(temp).isEmptyDirectory();
  }

  /** A process that was killed could not clear it away, but holds no lock any more. */
  @Test
  void take_whereALockFileIsLeftOver_succeeds() throws IOException {
    Files.createFile(temp.resolve("train.lock"));

    FolderLock.take(temp).close();

    assertThat(temp).isEmptyDirectory();
  }

  @Test
  void take_makesTheFolder_andCloseRemovesItIfItIsStillEmpty() throws IOException {
    Path folder = temp.resolve("out").resolve("mine");

    try (FolderLock lock = FolderLock.take(folder)) {
      assertThat(lock.folder()).isDirectory();
    }

    assertThat(temp).isEmptyDirectory();
  }

  @Test
  void close_leavesWhatWasWritten() throws IOException {
    Path folder = temp.resolve("out").resolve("mine");

    try (FolderLock lock = FolderLock.take(folder)) {
      Files.createFile(lock.folder().resolve("log.csv"));
    }

    assertThat(Files.list(folder)).containsExactly(folder.resolve("log.csv"));
  }

  @Test
  void close_ofALockThatIsClosed_takesNothingFromItsSuccessor() throws IOException {
    FolderLock first = FolderLock.take(temp);
    first.close();

    try (FolderLock second = FolderLock.take(temp)) {
      first.close();
      assertThat(second.folder().resolve("train.lock")).exists();
    }
  }

  @Test
  void take_whereAFileIsInTheWay_namesIt() throws IOException {
    Path file = Files.createFile(temp.resolve("out"));

    assertThatThrownBy(() -> FolderLock.take(file))
        .isInstanceOf(FileAlreadyExistsException.class)
        .hasMessageContaining(file.toString());
  }

  @Test
  void take_ofAFolderThatCannotBeWrittenTo_namesTheFolder() throws IOException {
    Path folder = Files.createDirectory(temp.resolve("out"));
    assumeTrue(folder.toFile().setWritable(false) && !Files.isWritable(folder), "root may all");

    assertThatThrownBy(() -> FolderLock.take(folder))
        .isInstanceOf(AccessDeniedException.class)
        .hasMessage(folder.toString());
  }

  /** As after Ctrl-C. */
  @Test
  void take_ofAnInterruptedThread_succeeds() throws IOException {
    Thread.currentThread().interrupt();
    try {
      FolderLock.take(temp).close();
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(temp).isEmptyDirectory();
  }
}
