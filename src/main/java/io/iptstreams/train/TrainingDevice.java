package io.iptstreams.train;

import io.iptstreams.model.DeviceChoice;
import io.iptstreams.model.Precision;
import io.iptstreams.model.TorchEngine;

/**
 * Where a plan is trained. A value.
 *
 * @param place the CPU or a GPU, and why
 * @param precision of the products there
 * @param workers threads that learn at once, each from some crops of a step; on the CPU equal runs
 *     with equally many go exactly alike
 */
public record TrainingDevice(DeviceChoice.Decision place, Precision precision, int workers) {
  /**
   * Decides: on a GPU one worker, since it takes a whole batch at once; on the CPU one a processor.
   *
   * @throws io.iptstreams.model.ModelException if the engine cannot be loaded, or the chosen GPU is
   *     not there
   */
  public static TrainingDevice of(TrainingPlan plan, DeviceChoice choice) {
    DeviceChoice.Decision place = TorchEngine.place(choice);
    return place.gpu().isPresent()
        ? new TrainingDevice(place, plan.precision(), 1)
        : new TrainingDevice(
            place, precisionHere(plan.precision()), Runtime.getRuntime().availableProcessors());
  }

  /** The CPU, with so many workers. */
  static TrainingDevice cpu(TrainingPlan plan, int workers) {
    return new TrainingDevice(
        new DeviceChoice.Cpu().among(0), precisionHere(plan.precision()), workers);
  }

  /** Never one that the processor would have to emulate, which takes ten times as long. */
  private static Precision precisionHere(Precision asked) {
    return asked == Precision.BFLOAT16 ? Precision.fastest() : Precision.FLOAT32;
  }

  /** For people: {@code gpu:0 (the engine finds 1 GPU), bfloat16}. */
  String words() {
    return place.device()
        + " ("
        + place.reason()
        + "), "
        + (workers == 1 ? "" : workers + " threads, ")
        + precision.title();
  }
}
