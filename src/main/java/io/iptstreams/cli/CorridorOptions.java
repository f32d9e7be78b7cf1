package io.iptstreams.cli;

import io.iptstreams.model.DeviceChoice;
import io.iptstreams.restore.Limits;
import picocli.CommandLine.Option;

/** Which model restores, and how its tiles are cut. */
final class CorridorOptions {
  @Option(
      names = "--model",
      paramLabel = "M",
      defaultValue = "ipt-nano",
      description = "bundled model or folder (${DEFAULT-VALUE})")
  private String model;

  @Option(
      names = "--overlap",
      paramLabel = "PX",
      defaultValue = "12",
      description = "pixels that neighbouring tiles share (${DEFAULT-VALUE})")
  private int overlap;

  @Option(
      names = "--device",
      paramLabel = "auto|cpu|gpu[:N]",
      defaultValue = "auto",
      description = "where the model runs (${DEFAULT-VALUE})")
  private DeviceChoice device;

  int overlap() {
    return overlap;
  }

  Limits limits() {
    if (overlap < 0) {
      throw new UsageException("--overlap must not be negative, got " + overlap);
    }
    Limits defaults = Limits.defaults();
    return new Limits(defaults.maxPixels(), overlap, defaults.deadline());
  }

  Pipeline open() {
    return Pipeline.open(model, device, limits());
  }
}
