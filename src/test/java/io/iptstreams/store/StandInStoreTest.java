package io.iptstreams.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StandInStoreTest {
  private static final byte[] PICTURE = {1, 2, 3};
  private static final BucketLocation BUCKET =
      new BucketLocation("pictures", "in/", Optional.empty(), Optional.empty());

  @Test
  void underEveryKey_liesTheSameObject() {
    Store store = stores(BUCKET).named("store");
    assertThat(store.get(URI.create("s3://pictures/in/yard/1.png"), 3)).isEqualTo(PICTURE);
    assertThat(store.get(store.reference("a b"), 3)).isEqualTo(PICTURE);
    assertThat(store.size("any")).hasValue(3);
  }

  @Test
  void whatIsPut_isForgotten() {
    Store store = stores(BUCKET).named("store");
    URI reference = store.put("out.png", new byte[] {9}, "image/png");
    assertThat(reference).hasToString("s3://pictures/in/out.png");
    assertThat(store.get(reference, 3)).isEqualTo(PICTURE);
  }

  @Test
  void references_areSpelledAsThoseOfTheStore(@TempDir Path folder) {
    Path there = folder.resolve("with space");
    assertThat(there.toFile().mkdir()).isTrue();
    FolderLocation location = new FolderLocation(there);
    Store real = location.open();
    Store standIn = stores(location).named("store");

    assertThat(standIn).hasToString(real.toString());
    assertThat(standIn.reference("a/ü.png")).isEqualTo(real.reference("a/ü.png"));
    assertThat(standIn.key(real.reference("a/ü.png"))).isEqualTo("a/ü.png");
  }

  @Test
  void aReferenceElsewhere_isOutside_andAnObjectTooLargeIsNotRead() {
    Store store = stores(BUCKET).named("store");
    assertThat(store.holds(URI.create("s3://pictures/out/1.png"))).isFalse();
    assertThat(store.holds(URI.create("s3://other/in/1.png"))).isFalse();
    assertThat(store.holds(URI.create("file:///in/1.png"))).isFalse();
    assertThatThrownBy(() -> store.key(URI.create("s3://pictures/in/")))
        .hasMessageContaining("its key is empty");
    assertThatThrownBy(() -> store.reference("../1.png")).isInstanceOf(StoreException.class);
    assertThatThrownBy(() -> store.get(store.reference("a"), 2))
        .hasMessage("object \"a\" has 3 bytes, at most 2 are read");
  }

  private static Stores stores(StoreLocation location) {
    return Stores.standIns(Map.of("store", location), PICTURE);
  }
}
