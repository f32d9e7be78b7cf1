package io.iptstreams.model;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.JniUtils;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** DJL's PyTorch engine, set up as this program needs it: offline, one thread per call. */
public final class TorchEngine {
  static {
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("OPT_OUT_TRACKING", "true");
    // Tiles run in parallel on threads of our own; threads inside an operator only make busy cores
    // wait for each other.
    System.setProperty(
        "ai.djl.pytorch.num_threads", System.getProperty("ai.djl.pytorch.num_threads", "1"));
    System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
    // Spares a hint in the log; what counts is executeAsWritten.
    System.setProperty("ai.djl.pytorch.graph_optimizer", "false");
  }

  private TorchEngine() {}

  /**
   * Decides among the devices that the engine finds.
   *
   * @throws ModelException if the native libraries cannot be loaded, or the chosen GPU is not there
   */
  public static DeviceChoice.Decision place(DeviceChoice choice) {
    return choice.among(gpus());
  }

  /** A manager where was decided. */
  public static NDManager manager(DeviceChoice.Decision place) {
    return place.gpu().isPresent()
        ? engine().newBaseManager(Device.gpu(place.gpu().getAsInt()))
        : manager();
  }

  /**
   * A manager on the CPU to open owners in; close it to free all of them.
   *
   * @throws ModelException if the native libraries cannot be loaded
   */
  public static NDManager manager() {
    return engine().newBaseManager(Device.cpu());
  }

  /** How many GPUs the engine can use. */
  static int gpus() {
    return engine().getGpuCount();
  }

  static Engine engine() {
    try {
      return Engine.getEngine("PyTorch");
    } catch (RuntimeException | LinkageError e) {
      throw new ModelException("the PyTorch engine could not be loaded: " + e.getMessage(), e);
    }
  }

  /**
   * Makes the calling thread run networks as they are written: the profiling executor costs its
   * first two calls some 60 ms, gains nothing later, and mishandles mixed precision when training.
   * The engine keeps this setting per thread, so every thread says so before it calls.
   */
  static void executeAsWritten() {
    JniUtils.setGraphExecutorOptimize(false);
  }

  /**
   * Hands a network to the engine, through a temporary file.
   *
   * @param manager owns the network: closing it frees that
   * @param methods see {@link TorchScriptArchive}
   * @param trainable whether its parameters require gradients
   * @throws ai.djl.engine.EngineException if the engine refuses it
   * @throws UncheckedIOException if the temporary file cannot be written
   */
  public static PtSymbolBlock load(
      NDManager manager, Weights weights, String methods, boolean trainable) {
    Path file = temporaryFile();
    try {
      try (OutputStream out = Files.newOutputStream(file)) {
        TorchScriptArchive.write(out, weights, methods);
      }
      return JniUtils.loadModule(
          (PtNDManager) manager, file, true, new String[0], new String[0], trainable);
    } catch (IOException e) {
      throw new UncheckedIOException("the network could not be written to " + file, e);
    } finally {
      deleteIfThere(file);
    }
  }

  private static Path temporaryFile() {
    try {
      return Files.createTempFile("ipt-", ".pt");
    } catch (IOException e) {
      throw new UncheckedIOException(
          "no temporary file could be made in " + System.getProperty("java.io.tmpdir"), e);
    }
  }

  private static void deleteIfThere(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      file.toFile().deleteOnExit();
    }
  }
}
