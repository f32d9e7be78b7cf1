package io.iptstreams.model;

import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the user wants the network to run: {@code auto}, {@code cpu}, {@code gpu} or {@code gpu:N}.
 */
public sealed interface DeviceChoice {
  /** A GPU if the engine has one, else the CPU. */
  DeviceChoice AUTO = new Auto();

  /**
   * Reads the words.
   *
   * @throws IllegalArgumentException if they are none of the four
   */
  static DeviceChoice parse(String words) {
    if (words.equals("auto")) {
      return AUTO;
    }
    if (words.equals("cpu")) {
      return new Cpu();
    }
    Matcher gpu = Pattern.compile("gpu(?::([0-9]{1,3}))?").matcher(words);
    if (gpu.matches()) {
      return new Gpu(gpu.group(1) == null ? 0 : Integer.parseInt(gpu.group(1)));
    }
    throw new IllegalArgumentException(
        "the device must be auto, cpu, gpu or gpu:N, got \"" + words + "\"");
  }

  /**
   * Decides.
   *
   * @param gpus how many GPUs the engine can use
   * @throws ModelException if the user wants a GPU that is not there
   */
  Decision among(int gpus);

  /**
   * What was decided.
   *
   * @param gpu number of the GPU; none: the CPU
   * @param reason why, to follow the device's name in a sentence
   */
  record Decision(OptionalInt gpu, String reason) {
    /** {@code cpu} or {@code gpu:0}. */
    public String device() {
      return gpu.isPresent() ? "gpu:" + gpu.getAsInt() : "cpu";
    }
  }

  /** Whatever is fastest. */
  record Auto() implements DeviceChoice {
    @Override
    public Decision among(int gpus) {
      return gpus > 0
          ? new Decision(
              OptionalInt.of(0), "the engine finds " + gpus + " GPU" + (gpus > 1 ? "s" : ""))
          : new Decision(OptionalInt.empty(), "the engine finds no GPU");
    }
  }

  /** The CPU, whatever else there is. */
  record Cpu() implements DeviceChoice {
    @Override
    public Decision among(int gpus) {
      return new Decision(OptionalInt.empty(), "asked for");
    }
  }

  /** That GPU and no other. */
  record Gpu(int number) implements DeviceChoice {
    @Override
    public Decision among(int gpus) {
      if (number >= gpus) {
        throw new ModelException(
            "there is no gpu:"
                + number
                + ": the engine finds "
                + gpus
                + " GPU"
                + (gpus == 1 ? "" : "s")
                + "; the natives of the default build are for the CPU");
      }
      return new Decision(OptionalInt.of(number), "asked for");
    }
  }
}
