package io.iptstreams.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SafeTensorsTest {
  private static Weights two() {
    Map<String, Weights.Tensor> tensors = new LinkedHashMap<>();
    tensors.put(
        "b.weight",
        new Weights.Tensor(List.of(2, 3), new float[] {1, -2, 3.5f, 0, Float.MIN_VALUE, 6}));
    tensors.put("a", new Weights.Tensor(List.of(1), new float[] {7}));
    return new Weights(tensors);
  }

  private static byte[] file(String header, int dataBytes) {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(8 + json.length + dataBytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(json.length)
        .put(json)
        .array();
  }

  @Test
  void read_ofWhatWasWritten_givesTheSameTensors() {
    Weights read = SafeTensors.read(SafeTensors.write(two())).weights();
    assertThat(read.tensors().keySet()).containsExactly("b.weight", "a");
    assertThat(read.tensors().get("b.weight").shape()).containsExactly(2, 3);
    assertThat(read.tensors().get("b.weight").values())
        .containsExactly(1, -2, 3.5f, 0, Float.MIN_VALUE, 6);
    assertThat(read.parameters()).isEqualTo(7);
  }

  @Test
  void read_ofEveryTruncation_isRefused() {
    byte[] whole = SafeTensors.write(two());
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> SafeTensors.read(cut)).isInstanceOf(ModelException.class);
    }
  }

  @Test
  void read_ofAHeaderLongerThanTheFile_isRefusedBeforeItIsAllocated() {
    byte[] forged =
        ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putLong(Long.MAX_VALUE).array();
    assertThatThrownBy(() -> SafeTensors.read(forged))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("claims 9223372036854775807 bytes");
  }

  @Test
  void read_ofATensorLargerThanTheFile_namesIt() {
    byte[] forged = file("{\"w\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[0,16]}}", 8);
    assertThatThrownBy(() -> SafeTensors.read(forged))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("tensor w");
  }

  @Test
  void read_ofAShapeThatOverflows_namesIt() {
    byte[] forged =
        file("{\"w\":{\"dtype\":\"F32\",\"shape\":[65536,65536,65536],\"data_offsets\":[0,0]}}", 0);
    assertThatThrownBy(() -> SafeTensors.read(forged))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("tensor w");
  }

  @Test
  void read_ofOverlappingTensors_namesTheSecond() {
    byte[] forged =
        file(
            "{\"v\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
                + "\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[4,12]}}",
            12);
    assertThatThrownBy(() -> SafeTensors.read(forged))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("tensor w overlaps");
  }

  @Test
  void read_ofAnotherType_saysWhichIsRead() {
    byte[] half = file("{\"w\":{\"dtype\":\"F16\",\"shape\":[2],\"data_offsets\":[0,4]}}", 4);
    assertThatThrownBy(() -> SafeTensors.read(half)).hasMessageContaining("\"F16\", only F32");
  }

  @Test
  void read_ofOneNameTwice_isRefused() {
    String tensor = "{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}";
    byte[] twice = file("{\"w\":" + tensor + ",\"w\":" + tensor + "}", 4);
    assertThatThrownBy(() -> SafeTensors.read(twice))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("Duplicate");
  }

  @Test
  void read_givesBackTheWords() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    SafeTensors.write(two(), Map.of("source", "drawn"), out);

    assertThat(SafeTensors.read(out.toByteArray()).metadata())
        .containsExactly(entry("source", "drawn"));
  }

  @Test
  void read_ofAHole_namesTheTensorBehindIt() {
    byte[] forged = file("{\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}", 8);
    assertThatThrownBy(() -> SafeTensors.read(forged))
        .isInstanceOf(ModelException.class)
        .hasMessage("tensor w leaves a hole after the one before it");
  }

  /** 2⁶³ − 4 to −2⁶³ is four bytes, in arithmetic that wraps. */
  @Test
  void read_ofARangeThatOverflows_namesTheTensor() {
    byte[] forged =
        file(
            "{\"w\":{\"dtype\":\"F32\",\"shape\":[1],"
                + "\"data_offsets\":[9223372036854775804,-9223372036854775808]}}",
            4);
    assertThatThrownBy(() -> SafeTensors.read(forged))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("tensor w of shape [1] claims the bytes");
  }

  @Test
  void read_ofMoreThanTheHeapHolds_saysWhatWouldHelp() {
    long bytes = 2_040_000_000;
    assumeTrue(Runtime.getRuntime().maxMemory() < bytes, "the heap is large");
    byte[] header =
        file(
            "{\"w\":{\"dtype\":\"F32\",\"shape\":[510000000],\"data_offsets\":[0,2040000000]}}", 0);

    assertThatThrownBy(
            () -> SafeTensors.read(new ByteArrayInputStream(header), header.length + bytes))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining(
            "is too small to read the file of 1,945 MiB; give java a larger -Xmx");
  }

  @Test
  void read_ofAFileThatShrinksMeanwhile_isRefused() {
    byte[] whole = SafeTensors.write(two());

    assertThatThrownBy(
            () ->
                SafeTensors.read(
                    new ByteArrayInputStream(whole, 0, whole.length - 1), whole.length))
        .isInstanceOf(ModelException.class)
        .hasMessage("the file ended while tensor a was read");
  }

  /** Whatever bit is flipped, the file is read or refused, and nothing else happens. */
  @Test
  void read_ofAFileWithAFlippedBit_isNoSurprise() {
    byte[] whole = SafeTensors.write(two());
    int refused = 0;
    for (int bit = 0; bit < 8 * whole.length; bit++) {
      byte[] flipped = whole.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      try {
        SafeTensors.read(flipped);
      } catch (ModelException e) {
        refused++;
      }
    }
    assertThat(refused).isBetween(1, 8 * whole.length - 1);
  }
}
