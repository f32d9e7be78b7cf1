package io.iptstreams.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class DeviceChoiceTest {
  @Test
  void auto_takesTheFirstGpu_ifThereIsOne() {
    assertThat(DeviceChoice.parse("auto").among(2).device()).isEqualTo("gpu:0");
    assertThat(DeviceChoice.parse("auto").among(2).reason()).isEqualTo("the engine finds 2 GPUs");
  }

  @Test
  void auto_takesTheCpu_ifThereIsNoGpu() {
    assertThat(DeviceChoice.parse("auto").among(0).device()).isEqualTo("cpu");
    assertThat(DeviceChoice.parse("auto").among(0).reason()).isEqualTo("the engine finds no GPU");
  }

  @Test
  void cpu_isTakenBesideAGpu() {
    assertThat(DeviceChoice.parse("cpu").among(1).device()).isEqualTo("cpu");
  }

  @Test
  void gpu_isTakenByItsNumber() {
    assertThat(DeviceChoice.parse("gpu").among(2).device()).isEqualTo("gpu:0");
    assertThat(DeviceChoice.parse("gpu:1").among(2).device()).isEqualTo("gpu:1");
  }

  @Test
  void gpu_thatIsNotThere_isRefused() {
    assertThatThrownBy(() -> DeviceChoice.parse("gpu:1").among(1))
        .isInstanceOf(ModelException.class)
        .hasMessageStartingWith("there is no gpu:1: the engine finds 1 GPU;");
  }

  @Test
  void parse_ofOtherWords_saysWhichThereAre() {
    assertThatThrownBy(() -> DeviceChoice.parse("tpu"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the device must be auto, cpu, gpu or gpu:N, got \"tpu\"");
  }
}
