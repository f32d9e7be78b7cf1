package io.iptstreams.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PictureFolderTest {
  @TempDir private Path folder;
  private final List<String> told = new ArrayList<>();

  private void write(String name, String content) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  private PictureFolder search() throws IOException {
    return PictureFolder.search(folder, new LeftOut(told::add));
  }

  @Test
  void search_findsPicturesInAllFolders_inOrderOfTheirNames() throws IOException {
    write("b.png", "");
    write("a/z.JPG", "");
    write("a/b/c.jpeg", "");
    write("a.jpg", "");
    write("a/notes.txt", "");
    Files.createDirectory(folder.resolve("folder.png"));

    assertThat(search().names()).containsExactly("a.jpg", "a/b/c.jpeg", "a/z.JPG", "b.png");
    assertThat(told).isEmpty();
  }

  @Test
  void search_followsLinks_andSurvivesLoops(@TempDir Path elsewhere) throws IOException {
    write("a/b.png", "");
    Files.writeString(elsewhere.resolve("c.png"), "");
    Files.createSymbolicLink(folder.resolve("a/loop"), folder);
    Files.createSymbolicLink(folder.resolve("link"), elsewhere);

    assertThat(search().names()).containsExactly("a/b.png", "link/c.png");
    assertThat(told).isEmpty();
  }

  @Test
  void search_tellsOfALinkThatLeadsNowhere() throws IOException {
    write("b.png", "");
    Files.createSymbolicLink(folder.resolve("a.png"), folder.resolve("gone.png"));

    assertThat(search().names()).containsExactly("b.png");
    assertThat(told).containsExactly("left out a.png: the link leads nowhere");
  }

  @Test
  void search_ofNoFolder_fails() {
    assertThatThrownBy(() -> PictureFolder.search(folder.resolve("none"), new LeftOut(told::add)))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void hash_isOverNamesAndSizes() throws Exception {
    write("b.png", "four");
    write("a/c.jpg", "");

    byte[] listed = "a/c.jpg\0000\nb.png\0004\n".getBytes(StandardCharsets.UTF_8);
    assertThat(search().hash())
        .isEqualTo(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(listed)));
  }

  @Test
  void hash_changesWithASizeOrAName() throws IOException {
    write("b.png", "four");
    String before = search().hash();

    write("b.png", "five5");
    String resized = search().hash();
    Files.move(folder.resolve("b.png"), folder.resolve("c.png"));

    assertThat(List.of(before, resized, search().hash())).doesNotHaveDuplicates();
  }
}
