package io.iptstreams.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.iptstreams.store.StoreException.Kind;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FolderStoreTest {
  private static final byte[] PICTURE = "a picture".getBytes(StandardCharsets.UTF_8);

  @TempDir Path top;
  private Path folder;
  private FolderStore store;

  @BeforeEach
  void open() throws IOException {
    folder = Files.createDirectory(top.resolve("pictures"));
    store = FolderStore.open(folder);
  }

  @Test
  void put_isFetchedAgain_byItsReference() {
    URI reference = store.put("yard/night/0001.png", PICTURE, "image/png");

    assertThat(reference).hasToString("file://" + folder + "/yard/night/0001.png");
    assertThat(store.get(reference, PICTURE.length)).isEqualTo(PICTURE);
    assertThat(store.size("yard/night/0001.png")).hasValue(PICTURE.length);
    assertThat(folder.resolve("yard/night/0001.png")).hasBinaryContent(PICTURE);
  }

  @Test
  void put_again_replacesTheObject() {
    store.put("a.png", new byte[1000], "image/png");

    assertThat(store.get(store.put("a.png", PICTURE, "image/png"), 9)).isEqualTo(PICTURE);
  }

  @Test
  void put_leavesNothingElse() throws IOException {
    store.put("a.png", PICTURE, "image/png");
    store.put("a.png", PICTURE, "image/png");

    assertThat(files()).containsExactly("a.png");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void put_makesAFileThatOthersMayRead_asTheyMayAnyOther() throws IOException {
    Path any = Files.createFile(top.resolve("any"));

    store.put("a.png", PICTURE, "image/png");

    assertThat(Files.getPosixFilePermissions(folder.resolve("a.png")))
        .isEqualTo(Files.getPosixFilePermissions(any));
  }

  @Test
  void putContent_isNamedByItsBytes() {
    URI reference = store.putContent("abc".getBytes(StandardCharsets.UTF_8), "png", "image/png");

    // SHA-256 of "abc" as in FIPS 180-2, appendix B.1.
    assertThat(store.key(reference))
        .isEqualTo("ba/7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad.png");
  }

  @Test
  void putContent_thatIsThere_writesNothing() throws IOException {
    URI reference = store.putContent(PICTURE, "png", "image/png");
    Path file = Path.of(reference);
    Files.setLastModifiedTime(file, FileTime.fromMillis(0));

    assertThat(store.putContent(PICTURE, "png", "image/png")).isEqualTo(reference);
    assertThat(Files.getLastModifiedTime(file)).isEqualTo(FileTime.fromMillis(0));
  }

  @Test
  void putContent_whereHalfAnObjectLies_writesTheWhole() throws IOException {
    Path file = Path.of(store.putContent(PICTURE, "png", "image/png"));
    Files.write(file, new byte[] {1});

    store.putContent(PICTURE, "png", "image/png");

    assertThat(file).hasBinaryContent(PICTURE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "PNG", "p/g", "..", "png ", "12345678901234567"})
  void putContent_refusesOtherEndings(String ending) {
    assertThatThrownBy(() -> store.putContent(PICTURE, ending, "image/png"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("an ending is 1 to 16 lower-case letters and digits, got \"" + ending + "\"");
  }

  /** Each picture is of one value, so that a mixture of two would show. */
  @Test
  void manyThreads_putTheSameKey_andReadersSeeOneOfThem() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    URI reference = store.put("contended", picture(0), "image/png");
    try {
      List<Callable<byte[]>> work = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        byte[] picture = picture(i);
        work.add(() -> store.get(store.put("contended", picture, "image/png"), 100_000));
        work.add(() -> store.get(reference, 100_000));
      }
      for (Future<byte[]> seen : threads.invokeAll(work)) {
        assertThat(seen.get()).isEqualTo(picture(seen.get()[0]));
      }
    } finally {
      threads.shutdown();
    }
    assertThat(files()).containsExactly("contended");
  }

  private static byte[] picture(int value) {
    byte[] bytes = new byte[50_000 + value];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "with space.png",
        "a+b.png",
        "100%.png",
        "%2e%2e",
        "q#f;@&=$,'()!.png",
        "~/-_/...x"
      })
  void everyKey_isTheFilesOwnName(String key) {
    URI reference = store.put(key, PICTURE, "image/png");

    assertThat(store.get(reference, 9)).isEqualTo(PICTURE);
    assertThat(store.key(reference)).isEqualTo(key);
    assertThat(folder.resolve(key)).exists();
  }

  @Test
  @EnabledIfSystemProperty(named = "sun.jnu.encoding", matches = "UTF-8")
  void keysOfAnyScript_areTheFilesOwnName() {
    URI reference = store.put("Hof/Tür 雨 🌧.png", PICTURE, "image/png");

    assertThat(reference.toString()).endsWith("/Hof/T%C3%BCr%20%E9%9B%A8%20%F0%9F%8C%A7.png");
    assertThat(store.get(reference, 9)).isEqualTo(PICTURE);
    assertThat(folder.resolve("Hof/Tür 雨 🌧.png")).exists();
  }

  @Test
  void aReference_asJavaSpellsIt_isGoodToo() {
    store.put("a b.png", PICTURE, "image/png");

    assertThat(store.get(folder.resolve("a b.png").toFile().toURI(), 9)).isEqualTo(PICTURE);
    assertThat(store.get(folder.resolve("a b.png").toUri(), 9)).isEqualTo(PICTURE);
    assertThat(store.get(URI.create("FILE://" + folder + "/a%20b.png"), 9)).isEqualTo(PICTURE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "/a",
        "a/",
        "a//b",
        ".",
        "..",
        "../a",
        "a/..",
        "a/../../b",
        "a/./b",
        "a\\b",
        "..\\a",
        "a\u0000b",
        "a\nb",
        "a\ud800"
      })
  void noOtherKey_isPut(String key) throws IOException {
    assertThatThrownBy(() -> store.put(key, PICTURE, "image/png"))
        .isInstanceOf(StoreException.class)
        .hasMessageStartingWith("key \"")
        .extracting("kind")
        .isEqualTo(Kind.OUTSIDE);
    assertThat(files()).isEmpty();
  }

  @Test
  void aKeyThatIsTooLong_isSaidWithBothLengths() {
    assertThatThrownBy(() -> store.put("ä/".repeat(400) + "a", PICTURE, "image/png"))
        .isInstanceOf(StoreException.class)
        .hasMessageEndingWith("…\" has 1201 bytes, at most 1024 are taken");
    assertThatThrownBy(() -> store.put("ä".repeat(128), PICTURE, "image/png"))
        .isInstanceOf(StoreException.class)
        .hasMessageEndingWith("\" has a part of 256 bytes, a file's name has at most 255");
  }

  @Test
  void get_ofALargerFile_isTooLarge() {
    URI reference = store.put("a.png", PICTURE, "image/png");

    assertThatThrownBy(() -> store.get(reference, 8))
        .isInstanceOf(StoreException.class)
        .hasMessage(folder.resolve("a.png") + " has 9 bytes, at most 8 bytes are read")
        .extracting("kind")
        .isEqualTo(Kind.TOO_LARGE);
  }

  @Test
  void get_ofNoFile_isGone() throws IOException {
    Files.createDirectory(folder.resolve("sub"));
    Files.createFile(folder.resolve("file"));

    assertGone("missing.png", folder.resolve("missing.png") + " does not exist");
    assertGone("sub", folder.resolve("sub") + " is a folder");
    assertGone(
        "file/a.png",
        folder.resolve("file/a.png") + " cannot be read: " + folder.resolve("file") + " is a file");
  }

  private void assertGone(String key, String message) {
    assertThatThrownBy(() -> store.get(store.reference(key), 9))
        .isInstanceOf(StoreException.class)
        .hasMessage(message)
        .extracting("kind")
        .isEqualTo(Kind.GONE);
    assertThat(store.size(key)).isEmpty();
  }

  @Test
  void aKeyThatAFolderHas_cannotBePut() throws IOException {
    Files.createDirectory(folder.resolve("sub"));
    Files.createFile(folder.resolve("file"));

    assertThatThrownBy(() -> store.put("sub", PICTURE, "image/png"))
        .isInstanceOf(StoreException.class)
        .hasMessage(folder.resolve("sub") + " cannot be written: it is a folder already")
        .extracting("kind")
        .isEqualTo(Kind.OUTSIDE);
    assertThatThrownBy(() -> store.put("file/deep/a.png", PICTURE, "image/png"))
        .isInstanceOf(StoreException.class)
        .hasMessage(
            folder.resolve("file/deep/a.png")
                + " cannot be written: "
                + folder.resolve("file")
                + " is a file")
        .extracting("kind")
        .isEqualTo(Kind.OUTSIDE);
    assertThat(files()).containsExactlyInAnyOrder("file");
  }

  @Test
  void open_ofNoFolder_saysWhatIsThere() throws IOException {
    Path missing = top.resolve("missing");
    Path file = Files.createFile(top.resolve("file"));

    assertThatThrownBy(() -> FolderStore.open(missing))
        .isInstanceOf(StoreException.class)
        .hasMessage("folder " + missing + " does not exist")
        .extracting("kind")
        .isEqualTo(Kind.REFUSED);
    assertThatThrownBy(() -> FolderStore.open(file)).hasMessage("folder " + file + " is a file");
    assertThat(missing).doesNotExist();
  }

  @Test
  void aFolderThatIsTakenAway_isNoFaultOfTheRecord_andNotMadeAnew() throws IOException {
    URI reference = store.put("a.png", PICTURE, "image/png");
    Files.move(folder, top.resolve("away"));

    assertThatThrownBy(() -> store.get(reference, 9))
        .isInstanceOf(StoreException.class)
        .hasMessage("folder " + folder + " is no longer there")
        .extracting("kind")
        .isEqualTo(Kind.UNREACHABLE);
    assertThatThrownBy(() -> store.put("b.png", PICTURE, "image/png"))
        .extracting("kind")
        .isEqualTo(Kind.UNREACHABLE);
    assertThat(folder).doesNotExist();
  }

  /**
   *
   *
   * <pre>
   *   top/secret/key.png
   *   top/pictures/out     -> ../secret
   *   top/pictures/key.png -> ../secret/key.png
   *   top/pictures/here    -> yard
   * </pre>
   */
  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aLink_isFollowedAsLongAsItStaysInTheFolder() throws IOException {
    Path secret = Files.createDirectory(top.resolve("secret"));
    Files.write(secret.resolve("key.png"), PICTURE);
    store.put("yard/a.png", PICTURE, "image/png");
    Files.createSymbolicLink(folder.resolve("out"), Path.of("../secret"));
    Files.createSymbolicLink(folder.resolve("key.png"), Path.of("../secret/key.png"));
    Files.createSymbolicLink(folder.resolve("here"), Path.of("yard"));

    assertThat(store.get(store.reference("here/a.png"), 9)).isEqualTo(PICTURE);
    for (String key : List.of("out/key.png", "key.png")) {
      assertThatThrownBy(() -> store.get(store.reference(key), 9))
          .isInstanceOf(StoreException.class)
          .hasMessage(
              folder.resolve(key) + " is behind a symbolic link that leads out of " + folder)
          .extracting("kind")
          .isEqualTo(Kind.OUTSIDE);
      assertThatThrownBy(() -> store.size(key)).extracting("kind").isEqualTo(Kind.OUTSIDE);
    }
    assertThatThrownBy(() -> store.put("out/new/b.png", PICTURE, "image/png"))
        .extracting("kind")
        .isEqualTo(Kind.OUTSIDE);
    assertThat(secret).isDirectoryNotContaining("glob:**new");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void put_overALinkThatLeadsOut_replacesTheLink() throws IOException {
    Path secret = Files.write(top.resolve("secret.png"), new byte[] {1});
    Files.createSymbolicLink(folder.resolve("a.png"), secret);

    store.put("a.png", PICTURE, "image/png");

    assertThat(secret).hasBinaryContent(new byte[] {1});
    assertThat(folder.resolve("a.png")).isRegularFile().hasBinaryContent(PICTURE);
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aLinkThatLeadsNowhere_isGone() throws IOException {
    Files.createSymbolicLink(folder.resolve("lost"), Path.of("nothing"));
    Files.createSymbolicLink(folder.resolve("loop"), Path.of("loop"));

    assertGone("lost", folder.resolve("lost") + " does not exist");
    assertGone(
        "loop/a.png",
        folder.resolve("loop/a.png")
            + " cannot be read: "
            + folder.resolve("loop")
            + " is a symbolic link that leads nowhere");
    assertThatThrownBy(() -> store.put("lost/a.png", PICTURE, "image/png"))
        .extracting("kind")
        .isEqualTo(Kind.OUTSIDE);
  }

  /** Whoever opens a pipe that nobody writes to waits for ever. */
  @Test
  @Timeout(20)
  @DisabledOnOs(OS.WINDOWS)
  void aPipe_isNotOpened() throws Exception {
    Process mkfifo = new ProcessBuilder("mkfifo", folder.resolve("pipe").toString()).start();
    assertThat(mkfifo.waitFor()).isZero();

    assertGone("pipe", folder.resolve("pipe") + " is no file");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aDevice_isNotReachedThroughALink() throws IOException {
    Files.createSymbolicLink(folder.resolve("zero"), Path.of("/dev/zero"));

    assertThatThrownBy(() -> store.get(store.reference("zero"), 9))
        .extracting("kind")
        .isEqualTo(Kind.OUTSIDE);
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aFileThatMayNotBeRead_isTheRecordsFault() throws IOException {
    URI reference = store.put("a.png", PICTURE, "image/png");
    Files.setPosixFilePermissions(
        folder.resolve("a.png"), PosixFilePermissions.fromString("---------"));
    // Root reads whatever it likes.
    assumeFalse(Files.isReadable(folder.resolve("a.png")));

    assertThatThrownBy(() -> store.get(reference, 9))
        .isInstanceOf(StoreException.class)
        .hasMessage(folder.resolve("a.png") + " may not be read; its permissions forbid it")
        .extracting("kind")
        .isEqualTo(Kind.GONE);
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aFolderThatMayNotBeWritten_isRefused() throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("r-xr-xr-x"));
    // Root writes wherever it likes.
    assumeFalse(Files.isWritable(folder));

    for (String key : List.of("a.png", "sub/a.png")) {
      assertThatThrownBy(() -> store.put(key, PICTURE, "image/png"))
          .isInstanceOf(StoreException.class)
          .hasMessage(
              folder.resolve(key) + " may not be written; the folder's permissions forbid it")
          .extracting("kind")
          .isEqualTo(Kind.REFUSED);
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aStore_mayBeNamedByALink() throws IOException {
    Path link = Files.createSymbolicLink(top.resolve("link"), folder);
    FolderStore named = FolderStore.open(link);

    URI reference = named.put("a.png", PICTURE, "image/png");

    assertThat(reference).hasToString("file://" + link + "/a.png");
    assertThat(named.get(reference, 9)).isEqualTo(PICTURE);
  }

  /** Other spellings of places outside; what no reference has is in {@link StoresTest}. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "file:///etc/passwd",
        "file:////etc/passwd",
        "file:///",
        "file:/",
        "file://FOLDER",
        "file://FOLDER/",
        "file://FOLDER2/a.png",
        "file://FOLDER//a.png",
        "file://FOLDER/a.png/",
        "file://localhostFOLDER/a.png",
        "s3://pictures/a.png",
        "http://127.0.0.1FOLDER/a.png",
      })
  void otherReferences_lieOutside(String text) {
    store.put("a.png", PICTURE, "image/png");
    URI reference = URI.create(text.replace("FOLDER", folder.toString()));

    assertThat(store.holds(reference)).isFalse();
    assertThatThrownBy(() -> store.get(reference, 9))
        .isInstanceOf(StoreException.class)
        .hasMessageStartingWith("reference \"")
        .extracting("kind")
        .isEqualTo(Kind.OUTSIDE);
  }

  @Test
  void holds_goesBySpelling_notByWhatIsThere() {
    assertThat(store.holds(store.reference("not/there.png"))).isTrue();
  }

  /** All files of the folder, relative to it. */
  private List<String> files() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString())
          .toList();
    }
  }

  @Test
  void probe_leavesNothing_andNeedsNoRightToWriteWhereNothingIsWritten() {
    FolderLocation location = new FolderLocation(folder);
    location.probe(true, Duration.ofSeconds(1));
    location.probe(false, Duration.ofSeconds(1));
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void probe_ofAFolderThatIsGone_isRefused() {
    FolderLocation location = new FolderLocation(top.resolve("gone"));
    assertThatThrownBy(() -> location.probe(false, Duration.ofSeconds(1)))
        .isInstanceOf(StoreException.class)
        .hasMessage("folder " + top.resolve("gone") + " does not exist");
  }
}
