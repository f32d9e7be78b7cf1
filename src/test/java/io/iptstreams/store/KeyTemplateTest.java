package io.iptstreams.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyTemplateTest {

  @ParameterizedTest
  @CsvSource({
    "restored/{task}/{key}, yard/0001.png, restored/derain/yard/0001.png",
    "restored/{folder}{name}.{task}.{ending}, yard/0001.png, restored/yard/0001.derain.png",
    "restored/{folder}{name}.{task}.{ending}, a/b/c.tar.gz, restored/a/b/c.tar.derain.gz",
    "restored/{folder}{name}.{task}.{ending}, 0001.png, restored/0001.derain.png",
    "restored/{folder}{name}.{task}.{ending}, yard.d/0001, restored/yard.d/0001.derain",
    "restored/{name}.{ending}, yard/.hidden, restored/.hidden",
    "restored/{name}.{ending}, yard/dot., restored/dot.",
    "a/b/c-{name}, 0001.png, a/b/c-0001",
    "restored/{key}, {task}/$1 +.png, restored/{task}/$1 +.png",
  })
  void key_isFilledFromTheSources(String template, String source, String key) {
    assertThat(new KeyTemplate(template).key(source, "derain")).isEqualTo(key);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          restored/{kee}           | must have { } around placeholders only; known: {key}, {folder}, {name}, {ending}, {task}
          restored/{key            | must have { } around placeholders only; known: {key}, {folder}, {name}, {ending}, {task}
          restored/{na{key}me}     | must have { } around placeholders only; known: {key}, {folder}, {name}, {ending}, {task}
          restored/{task}.png      | must have {key} or {name}; else all results would be one object
          restored                 | must have {key} or {name}; else all results would be one object
          {key}                    | must start with a folder of its own, such as restored/; else results would be restored again
          {task}/{key}             | must start with a folder of its own, such as restored/; else results would be restored again
          restored-{key}           | must start with a folder of its own, such as restored/; else results would be restored again
          /restored/{key}          | must make good keys; of folder/name.png it makes "/restored/folder/name.png", which has an empty part: no / may start it, end it or follow another
          /{key}                   | must make good keys; of folder/name.png it makes "/folder/name.png", which has an empty part: no / may start it, end it or follow another
          ../{key}                 | must make good keys; of folder/name.png it makes "../folder/name.png", which has the part ..
          a/../{key}               | must make good keys; of folder/name.png it makes "a/../folder/name.png", which has the part ..
          restored/{folder}/{name} | must make good keys; of folder/name.png it makes "restored/folder//name", which has an empty part: no / may start it, end it or follow another
          restored/{ending}/{name} | must make good keys; of name it makes "restored//name", which has an empty part: no / may start it, end it or follow another
          restored/{key}/          | must make good keys; of folder/name.png it makes "restored/folder/name.png/", which has an empty part: no / may start it, end it or follow another
          """)
  void otherTemplates_areRefused(String template, String message) {
    assertThatThrownBy(() -> new KeyTemplate(template))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @CsvSource({"../../etc/passwd", "a/../../b", "/etc/passwd", "'a\\b'", "a/"})
  void noSource_leadsOut(String source) {
    KeyTemplate template = new KeyTemplate("restored/{key}");

    assertThatThrownBy(() -> template.key(source, "derain"))
        .isInstanceOf(StoreException.class)
        .extracting("kind")
        .isEqualTo(StoreException.Kind.OUTSIDE);
  }

  @Test
  void aResultThatIsTooLong_isRefused() {
    KeyTemplate template = new KeyTemplate("restored/{key}");

    assertThatThrownBy(() -> template.key("a".repeat(1020), "derain"))
        .hasMessageEndingWith("…\" has 1029 bytes, at most 1024 are taken");
  }

  @Test
  void results_areRecognised_andSourcesAreNot() {
    KeyTemplate template = new KeyTemplate("out/restored/x{key}");

    assertThat(template.makes(template.key("yard/0001.png", "derain"))).isTrue();
    assertThat(template.makes("out/restored/anything")).isTrue();
    assertThat(template.makes("out/restored")).isFalse();
    assertThat(template.makes("yard/out/restored/x0001.png")).isFalse();
  }

  /** The source is the whole folder, the results lie in a part of it under a prefix of its own. */
  @Test
  void results_areRecognised_whereverTheyAreFound(@TempDir Path folder) throws Exception {
    KeyTemplate template = new KeyTemplate("restored/{key}");
    try (FolderStore all = FolderStore.open(folder);
        FolderStore results =
            FolderStore.open(Files.createDirectory(folder.resolve("published")))) {
      assertThat(template.makes(results, all.reference("published/restored/0001.png"))).isTrue();
      assertThat(template.makes(results, all.reference("published/0001.png"))).isFalse();
      assertThat(template.makes(results, all.reference("restored/0001.png"))).isFalse();
    }
  }
}
