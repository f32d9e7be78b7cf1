package io.iptstreams.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TaskTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "denoise-1",
        "denoise-30",
        "denoise-99",
        "derain",
        "upscale-x2",
        "upscale-x3",
        "upscale-x4"
      })
  void of_everyBuiltInName_givesTheTaskOfThatName(String id) {
    assertThat(Task.of(id).id()).isEqualTo(id);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dehaze",
        "",
        "DERAIN",
        "denoise",
        "denoise-0",
        "denoise-030",
        "denoise-100",
        "denoise--1",
        "upscale-x1",
        "upscale-x5",
        "upscale-2",
        " derain"
      })
  void of_anyOtherName_saysWhichThereAre(String id) {
    assertThatThrownBy(() -> Task.of(id))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "unknown task \""
                + id
                + "\"; known: denoise-1 to denoise-99, derain, upscale-x2, upscale-x3, upscale-x4");
  }

  @Test
  void scale_isOneUnlessTheTaskEnlarges() {
    assertThat(new Task.Denoise(30).scale()).isOne();
    assertThat(new Task.Derain().scale()).isOne();
    assertThat(new Task.Upscale(3).scale()).isEqualTo(3);
    assertThat(new Task.Custom("dehaze", 2).scale()).isEqualTo(2);
  }

  @Test
  void equality_isByNameAndScale() {
    assertThat(Task.of("denoise-30")).isEqualTo(new Task.Denoise(30));
    assertThat(Task.of("denoise-30")).isNotEqualTo(new Task.Denoise(50));
    assertThat(new Task.Custom("dehaze", 1)).isNotEqualTo(new Task.Custom("dehaze", 2));
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 100})
  void denoise_withSigmaOutOfRange_saysTheRange(int sigma) {
    assertThatThrownBy(() -> new Task.Denoise(sigma))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("sigma must be 1 to 99 on the 0..255 scale, got " + sigma);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 5})
  void upscale_withScaleOutOfRange_saysTheRange(int scale) {
    assertThatThrownBy(() -> new Task.Upscale(scale))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("scale must be 2, 3 or 4, got " + scale);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Dehaze", "2x", "de_haze", "a b"})
  void custom_withAnUnspeakableName_saysWhatANameIs(String id) {
    assertThatThrownBy(() -> new Task.Custom(id, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 to 40 lower-case letters, digits and dashes")
        .hasMessageEndingWith("got \"" + id + "\"");
  }

  @Test
  void custom_ofFortyCharacters_isTheLongest() {
    assertThat(new Task.Custom("a".repeat(40), 1).id()).hasSize(40);
    assertThatThrownBy(() -> new Task.Custom("a".repeat(41), 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 5})
  void custom_withScaleOutOfRange_saysTheRange(int scale) {
    assertThatThrownBy(() -> new Task.Custom("dehaze", scale))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("scale must be 1 to 4, got " + scale);
  }
}
