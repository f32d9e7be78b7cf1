package io.iptstreams.doctor;

import io.iptstreams.image.Image;
import io.iptstreams.model.DeviceChoice;
import io.iptstreams.model.IptModel;
import io.iptstreams.model.ModelException;
import io.iptstreams.model.ModelFolder;
import io.iptstreams.task.Task;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Where models run and why, tried with one tile. */
record DeviceCheck(DeviceChoice choice) implements Check {
  private static final Path NVIDIA = Path.of("/proc/driver/nvidia/version");

  @Override
  public String name() {
    return "device";
  }

  @Override
  public List<String> needs() {
    return List.of("pytorch");
  }

  @Override
  public Duration limit() {
    return Duration.ofMinutes(1);
  }

  @Override
  public String remedy() {
    return "leave the GPU out by --device cpu, or give natives that know it: the folder of a CUDA"
        + " build of libtorch by PYTORCH_LIBRARY_PATH, with PYTORCH_VERSION and PYTORCH_FLAVOR";
  }

  @Override
  public List<Finding> look() {
    try (IptModel model = IptModel.open(ModelFolder.open(ModelFolder.BUNDLED.get(0)), choice)) {
      Task task = model.tasks().abilities().get(0).example();
      List<Image> tile = List.of(Image.blank(3, model.tile(), model.tile()));
      model.restore(task, tile);
      long start = System.nanoTime();
      model.restore(task, tile);
      double millis = (System.nanoTime() - start) / 1e6;
      String found =
          String.format(
              Locale.ROOT,
              "%s: a tile of %d pixels by %s in %.0f ms",
              model.place(),
              model.tile(),
              model.name(),
              millis);
      boolean idle = choice == DeviceChoice.AUTO && model.device().equals("cpu");
      return List.of(
          idle && Files.exists(NVIDIA)
              ? Finding.warn(name(), found + ", though there is a driver of NVIDIA", remedy())
              : Finding.ok(name(), found));
    } catch (ModelException e) {
      return List.of(Finding.fail(name(), e.getMessage(), remedy()));
    } catch (UncheckedIOException e) {
      // The network goes to the engine by way of a temporary file.
      return List.of(Finding.fail(name(), e.getMessage(), FolderCheck.OTHER_TEMPORARY));
    }
  }
}
