package io.iptstreams.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.iptstreams.model.ModelException;
import io.iptstreams.model.Weights;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class CheckpointTest {
  @TempDir private Path folder;

  private Weights read(byte[] bytes) throws IOException {
    return Checkpoint.read(Files.write(folder.resolve("small.pt"), bytes));
  }

  private AbstractThrowableAssert<?, ? extends Throwable> assertRefused(byte[] bytes) {
    return assertThatThrownBy(() -> read(bytes))
        .isInstanceOf(ModelException.class)
        .hasMessageStartingWith("small.pt");
  }

  private static byte[] pickle(Object... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (Object part : parts) {
      if (part instanceof String text) {
        out.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
      } else {
        out.write((Integer) part);
      }
    }
    return out.toByteArray();
  }

  private static TorchFile two(TorchFile file) {
    return file.tensor("b.weight", new int[] {2, 3}, 1, -2, 3.5f, 0, 5, 6)
        .tensor("a", new int[] {1}, 7);
  }

  static Stream<Arguments> containers() {
    return Stream.of(
        Arguments.of("zip", two(TorchFile.zip()).bytes()),
        Arguments.of("legacy", two(TorchFile.legacy()).bytes()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("containers")
  void read_givesTensorsInTheOrderOfTheFile(String container, byte[] file) throws IOException {
    Weights weights = read(file);
    assertThat(weights.tensors().keySet()).containsExactly("b.weight", "a");
    assertThat(weights.tensors().get("b.weight").shape()).containsExactly(2, 3);
    assertThat(weights.tensors().get("b.weight").values()).containsExactly(1, -2, 3.5f, 0, 5, 6);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("containers")
  void read_ofEveryTruncation_isRefused(String container, byte[] file) {
    for (int length = 0; length < file.length; length++) {
      assertRefused(Arrays.copyOf(file, length));
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("containers")
  void read_ofEveryFlippedBit_isRefusedOrRead(String container, byte[] file) throws IOException {
    int refused = 0;
    for (int bit = 0; bit < 8 * file.length; bit++) {
      byte[] flipped = file.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      try {
        read(flipped);
      } catch (ModelException e) {
        assertThat(e.getMessage()).startsWith("small.pt");
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(file.length);
  }

  /** The 2 × 3 window at (0, 1) of a 3 × 4 matrix, seen transposed; the file is shared by two. */
  @Test
  void read_honoursOffsetAndStrides() throws IOException {
    ByteBuffer raw = ByteBuffer.allocate(48).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < 12; i++) {
      raw.putFloat(i);
    }
    byte[] file =
        TorchFile.zip()
            .storage("0", raw.array())
            .view("window", "FloatStorage", "0", 12, 1, new int[] {3, 2}, new int[] {1, 4})
            .view("scalar", "FloatStorage", "0", 12, 11, new int[0], new int[0])
            .bytes();
    assertThat(read(file).tensors().get("window").values()).containsExactly(1, 5, 2, 6, 3, 7);
    assertThat(read(file).tensors().get("scalar").values()).containsExactly(11);
  }

  @Test
  void read_convertsOtherTypesToFloats() throws IOException {
    ByteBuffer doubles = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
    doubles.putDouble(0.5).putDouble(-3);
    ByteBuffer longs = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
    longs.putLong(255).putLong(-1);
    int[] two = {2};
    int[] one = {1};
    byte[] file =
        TorchFile.zip()
            .storage("d", doubles.array())
            .storage("l", longs.array())
            // 1, -2, the smallest subnormal, infinity.
            .storage("h", new byte[] {0, 0x3c, 0, (byte) 0xc0, 1, 0, 0, 0x7c})
            .storage("b", new byte[] {(byte) 0x80, 0x3f, 0, (byte) 0xc0})
            .view("d", "DoubleStorage", "d", 2, 0, two, one)
            .view("l", "LongStorage", "l", 2, 0, two, one)
            .view("h", "HalfStorage", "h", 4, 0, new int[] {4}, one)
            .view("b", "BFloat16Storage", "b", 2, 0, two, one)
            .bytes();
    assertThat(read(file).tensors().get("d").values()).containsExactly(0.5f, -3);
    assertThat(read(file).tensors().get("l").values()).containsExactly(255, -1);
    assertThat(read(file).tensors().get("h").values())
        .containsExactly(1, -2, 0x1p-24f, Float.POSITIVE_INFINITY);
    assertThat(read(file).tensors().get("b").values()).containsExactly(1, -2);
  }

  @Test
  void read_ofAPickleThatCallsAnythingElse_namesIt() {
    assertRefused(TorchFile.ofPickle(pickle(0x80, 2, "cos\nsystem\n(X", 2, 0, 0, 0, "lstR.")))
        .hasMessageContaining("data.pkl, byte 2: refuses to construct os.system");
    assertRefused(TorchFile.ofPickle(pickle("c__builtin__\neval\n.")))
        .hasMessageContaining("refuses to construct __builtin__.eval");
    assertRefused(pickle(0x80, 2, "cposix\nsystem\n."))
        .hasMessageContaining("refuses to construct posix.system");
  }

  @Test
  void read_ofNewerPickles_saysWhichAreRead() {
    assertRefused(TorchFile.ofPickle(pickle(0x80, 4, 0x95, 1, 0, 0, 0, 0, 0, 0, 0, ".")))
        .hasMessageContaining("protocol 4, torch.save writes 2");
    assertRefused(TorchFile.ofPickle(pickle(0x80, 2, 0x93, ".")))
        .hasMessageContaining("the instruction 0x93 is not run");
  }

  @Test
  void read_ofWhatIsNoDictionaryOfTensors_saysSo() {
    assertRefused(TorchFile.ofPickle(pickle(0x80, 2, "]."))).hasMessageContaining("dictionary");
    assertRefused(TorchFile.ofPickle(pickle("}X", 1, 0, 0, 0, "a}s.")))
        .hasMessageContaining("\"a\" is not a tensor");
    assertRefused("hello".getBytes(StandardCharsets.US_ASCII)).hasMessageContaining("signatures");
  }

  @Test
  void read_ofATensorBeyondItsStorage_isRefused() {
    byte[] file =
        TorchFile.zip()
            .storage("0", new byte[16])
            .view("w", "FloatStorage", "0", 4, 1, new int[] {2, 2}, new int[] {2, 1})
            .bytes();
    assertRefused(file)
        .hasMessageContaining("shape [2, 2] looks beyond the 4 elements of storage 0");
  }

  @Test
  void read_ofAStorageLargerThanTheFile_isRefusedBeforeItIsAllocated() {
    for (TorchFile file : List.of(TorchFile.zip(), TorchFile.legacy())) {
      int count = Integer.MAX_VALUE / 4;
      file.storage("0", new byte[16])
          .view("w", "FloatStorage", "0", count, 0, new int[] {4}, new int[] {1});
      assertRefused(file.bytes()).hasMessageContaining("storage 0");
    }
  }

  /** One element shown a thousand million times would be 4 GB. */
  @Test
  void read_ofAnExpansionBeyondTheFile_namesTheTensor() {
    byte[] file =
        TorchFile.zip()
            .storage("0", new byte[4])
            .view("w", "FloatStorage", "0", 1, 0, new int[] {1000, 1000, 1000}, new int[3])
            .bytes();
    assertRefused(file).hasMessageContaining("tensor w of shape [1000, 1000, 1000] makes more");
  }

  @Test
  void read_ofShapesThatOverflowOrAreEmpty_isRefused() {
    int most = Integer.MAX_VALUE;
    for (int[] shape :
        List.of(new int[] {most, most, most, most}, new int[] {most, most, most, 0})) {
      byte[] file =
          TorchFile.zip()
              .storage("0", new byte[4])
              .view("w", "FloatStorage", "0", 1, 0, shape, new int[4])
              .bytes();
      assertRefused(file).hasMessageContaining("shape [2147483647, ");
    }
  }

  @Test
  void read_ofManySharedExpansions_isRefusedByTheirSum() {
    TorchFile file = TorchFile.zip().storage("0", new byte[4000]);
    for (int i = 0; i < 100; i++) {
      file.view("w" + i, "FloatStorage", "0", 1000, 0, new int[] {1000}, new int[] {1});
    }
    assertRefused(file.bytes()).hasMessageContaining("makes more of the file than the file has");
  }

  @Test
  void read_ofCompressedEntries_isRefused() {
    assertRefused(two(TorchFile.zip()).compressed().bytes())
        .hasMessageContaining("archive/data.pkl is compressed");
  }

  @Test
  void read_ofADamagedStorage_namesIt() {
    byte[] file = two(TorchFile.zip()).bytes();
    String text = new String(file, StandardCharsets.ISO_8859_1);
    file[text.indexOf("archive/data/k1") + "archive/data/k1".length()] ^= 1;
    assertRefused(file).hasMessageContaining("archive/data/k1 is damaged");
  }

  /** Deep nesting and a memo that doubles a tuple thirty times: 2³⁰ leaves if anybody looked. */
  @Test
  void read_ofBombs_neitherOverflowsNorHangs() {
    assertRefused(TorchFile.ofPickle(pickle("(".repeat(500_000), "t".repeat(400_000), ".")))
        .hasMessageContaining("dictionary");
    assertRefused(TorchFile.ofPickle(pickle(")", ("q\0" + "h\0" + (char) 0x86).repeat(30), ".")))
        .hasMessageContaining("dictionary");
    assertRefused(TorchFile.ofPickle(pickle("]q\0".repeat(100), "h\0a".repeat(50), ".")))
        .isInstanceOf(ModelException.class);
    assertRefused(TorchFile.ofPickle(pickle("N".repeat(1_000_001))))
        .hasMessageContaining("more than 1000000 instructions");
  }
}
