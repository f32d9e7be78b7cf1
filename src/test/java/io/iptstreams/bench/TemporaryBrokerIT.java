package io.iptstreams.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class TemporaryBrokerIT {

  @Test
  void itsFolder_goesWithIt_withAllThatLiesThere() throws Exception {
    Path folder;
    try (TemporaryBroker broker = TemporaryBroker.open()) {
      folder = broker.folder();
      broker.create(List.of("frames"), 2);
      Files.createDirectories(folder.resolve("state"));
      Files.writeString(folder.resolve("state").resolve("journal"), "frames/0/1");
      assertThatThrownBy(() -> broker.create(List.of("frames"), 2))
          .isInstanceOf(BenchmarkException.class)
          .hasMessageContaining("frames");
    }
    assertThat(folder).doesNotExist();
  }
}
