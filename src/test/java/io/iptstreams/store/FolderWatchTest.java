package io.iptstreams.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderWatchTest {
  @TempDir Path folder;

  @Test
  void aFile_isAnnouncedOnce_whenTwoLooksFoundItAlike() throws IOException {
    FolderWatch watch = new FolderWatch(folder, "scans");
    write("yard/a b.png", "1");

    assertThat(watch.look()).isEmpty();
    assertThat(watch.look()).extracting(ObjectEvent::key).containsExactly("yard/a b.png");
    assertThat(watch.look()).isEmpty();
  }

  @Test
  void aFileThatGrows_isNotWholeYet() throws IOException {
    FolderWatch watch = new FolderWatch(folder, "scans");
    write("a.png", "1");
    watch.look();
    write("a.png", "12");

    assertThat(watch.look()).isEmpty();
    assertThat(watch.look()).hasSize(1);
  }

  @Test
  void newBytes_areAnnouncedAgain() throws IOException {
    FolderWatch watch = new FolderWatch(folder, "scans");
    write("a.png", "1");
    watch.look();
    watch.look();
    write("a.png", "12");
    watch.look();

    assertThat(watch.look()).extracting(event -> event.size().getAsLong()).containsExactly(2L);
  }

  @Test
  void whatIsHiddenOrALink_isPassedOver() throws IOException {
    FolderWatch watch = new FolderWatch(folder, "scans");
    write(".a.png.part", "1");
    write(".tmp/b.png", "1");
    write("c.png", "1");
    Files.createSymbolicLink(folder.resolve("d.png"), folder.resolve("c.png"));
    watch.look();

    assertThat(watch.look()).extracting(ObjectEvent::key).containsExactly("c.png");
  }

  @Test
  void anAnnouncement_isReadAsThatOfABucket() throws IOException {
    FolderWatch watch = new FolderWatch(folder, "scans");
    write("yard/a+b ü.png", "123");
    watch.look();
    ObjectEvent event = watch.look().get(0);

    assertThat(ObjectNotification.read(ObjectNotification.ofNew(event))).isEqualTo(List.of(event));
  }

  @Test
  void aFolderThatIsGone_isASentence() {
    FolderWatch watch = new FolderWatch(folder.resolve("gone"), "scans");
    assertThatThrownBy(watch::look)
        .isInstanceOf(StoreException.class)
        .hasMessageStartingWith("folder " + folder.resolve("gone") + " cannot be read");
  }

  private void write(String key, String text) throws IOException {
    Path file = folder.resolve(key);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
