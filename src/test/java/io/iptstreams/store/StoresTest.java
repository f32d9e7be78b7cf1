package io.iptstreams.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.iptstreams.store.StoreException.Kind;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StoresTest {
  @TempDir Path top;
  private Path in;
  private Path out;
  private Stores stores;

  @BeforeEach
  void open() throws IOException {
    in = Files.createDirectory(top.resolve("in"));
    out = Files.createDirectory(top.resolve("out"));
    Map<String, StoreLocation> locations = new LinkedHashMap<>();
    locations.put("camera", new FolderLocation(in));
    locations.put("archive", new FolderLocation(out));
    stores = Stores.open(locations);
  }

  @AfterEach
  void close() {
    stores.close();
  }

  @Test
  void holding_findsTheStoreThatAReferenceLiesIn() {
    URI reference = stores.named("archive").put("a.png", new byte[3], "image/png");

    assertThat(stores.holding(reference)).isSameAs(stores.named("archive"));
    assertThat(stores.holding(reference).get(reference, 3)).hasSize(3);
  }

  @Test
  void aReferenceInNoStore_isToldWithTheStoresThereAre() {
    assertThatThrownBy(() -> stores.holding(URI.create("s3://elsewhere/a.png")))
        .isInstanceOf(StoreException.class)
        .hasMessage(
            "reference \"s3://elsewhere/a.png\" lies in no store; known: camera (file://%s/), archive (file://%s/)"
                .formatted(in, out))
        .extracting("kind")
        .isEqualTo(Kind.OUTSIDE);
  }

  @Test
  void withoutAnyStore_everyReferenceLiesOutside() {
    try (Stores none = Stores.open(Map.of())) {
      assertThatThrownBy(() -> none.holding(in.resolve("a.png").toUri()))
          .hasMessageEndingWith(" lies in no store; known: none");
    }
  }

  @Test
  void named_knowsItsNames() {
    assertThatThrownBy(() -> stores.named("camra"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("no store \"camra\"; known: camera (");
  }

  @Test
  void oneThatCannotBeOpened_isToldByName() {
    assertThatThrownBy(() -> Stores.open(Map.of("attic", new FolderLocation(top.resolve("attic")))))
        .isInstanceOf(StoreException.class)
        .hasMessage("store attic: folder " + top.resolve("attic") + " does not exist")
        .extracting("kind")
        .isEqualTo(Kind.REFUSED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          ""                          | is not of the form scheme://place/key
          pictures/a.png              | is not of the form scheme://place/key
          /etc/passwd                 | is not of the form scheme://place/key
          file:a.png                  | is not of the form scheme://place/key
          s3:pictures/a.png           | is not of the form scheme://place/key
          jar:file:/a.jar!/a.png      | is not of the form scheme://place/key
          data:image/png;base64,AAAA  | is not of the form scheme://place/key
          s3://pictures/a.png?x=1     | has a query or a fragment; a ? or # of a key is written %3F or %23
          s3://pictures/a.png#x       | has a query or a fragment; a ? or # of a key is written %3F or %23
          s3://me@pictures/a.png      | has a user or a port
          s3://me:pw@pictures/a.png   | has a user or a port
          s3://pictures:80/a.png      | has a user or a port
          s3://pictures/../a.png      | has the part ..
          s3://pictures/a/%2e%2e/b    | has the part ..
          s3://pictures/%2E%2E%2fb    | has the part ..
          s3://pictures/a/.%2e/b      | has the part ..
          s3://pictures/./a           | has the part .
          s3://pictures/a%00.png      | has a control character
          s3://pictures/a%0d%0ab      | has a control character
          s3://pictures/a%5c..%5cb    | has a backslash
          s3://pictures/%c0%ae%c0%ae/ | is no UTF-8 when its % are decoded
          s3://pictures/%ff           | is no UTF-8 when its % are decoded
          s3://pictures/%ed%a0%80     | is no UTF-8 when its % are decoded
          """)
  void whatNoReferenceHas_isToldAsItIs(String text, String fault) {
    URI reference = Stores.reference(text);

    assertThatThrownBy(() -> stores.holding(reference))
        .isInstanceOf(StoreException.class)
        .hasMessage("reference \"" + text + "\" " + fault)
        .extracting("kind")
        .isEqualTo(Kind.OUTSIDE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3://pictures/a b.png", "s3://pictures/%zz", "s3://", "::", "a\u0000"})
  void whatIsNoUri_isNoReference(String text) {
    assertThatThrownBy(() -> Stores.reference(text))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining(" is no URI: ")
        .extracting("kind")
        .isEqualTo(Kind.OUTSIDE);
  }

  @Test
  void aVeryLongReference_isNotRepeatedInFull() {
    String key = "a".repeat(1_000_000);

    assertThatThrownBy(() -> stores.holding(Stores.reference("s3://pictures/" + key)))
        .isInstanceOf(StoreException.class)
        .hasMessageEndingWith("aaa…\" is longer than 8192 characters")
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(300));
  }

  @Test
  void aMessage_hasNoLineOfItsOwn() {
    assertThatThrownBy(() -> Stores.reference("s3://a/\r\nERROR \u202egnp.a"))
        .hasMessageStartingWith("reference \"s3://a/\\u000d\\u000aERROR \\u202egnp.a\" is no URI");
  }
}
