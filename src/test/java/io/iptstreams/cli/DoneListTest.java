package io.iptstreams.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoneListTest {
  @TempDir private Path folder;

  @Test
  void whatWasDone_isKnownNextTime() throws IOException {
    try (DoneList done = DoneList.open(folder)) {
      assertThat(done.has("a1")).isFalse();
      done.add("a1");
      assertThat(done.has("a1")).isTrue();
    }
    try (DoneList done = DoneList.open(folder)) {
      assertThat(done.has("a1")).isTrue();
      assertThat(done.has("b2")).isFalse();
    }
  }

  @Test
  void aLineCutShort_countsForNothing_andHarmsNoOther() throws IOException {
    try (DoneList done = DoneList.open(folder)) {
      done.add("a1");
    }
    Files.writeString(folder.resolve(DoneList.NAME), "b2b2", StandardOpenOption.APPEND);
    try (DoneList done = DoneList.open(folder)) {
      done.add("c3");
    }
    try (DoneList done = DoneList.open(folder)) {
      assertThat(done.has("a1")).isTrue();
      assertThat(done.has("b2b2b2")).isFalse();
      assertThat(done.has("c3")).isTrue();
    }
  }
}
