package io.iptstreams.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
    Weights read = SafeTensors.read(SafeTensors.write(two()));
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
}
