package io.iptstreams.model;

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

/**
 * DJL's PyTorch engine, set up as this program needs it: offline, one thread per call, no graph
 * rewriting.
 */
public final class TorchEngine {
  static {
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("OPT_OUT_TRACKING", "true");
    // Tiles run in parallel on threads of our own; threads inside an operator only make busy cores
    // wait for each other.
    System.setProperty(
        "ai.djl.pytorch.num_threads", System.getProperty("ai.djl.pytorch.num_threads", "1"));
    System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
    // The profiling executor costs its first calls tens of milliseconds and mishandles mixed
    // precision when training.
    System.setProperty("ai.djl.pytorch.graph_optimizer", "false");
  }

  private TorchEngine() {}

  /**
   * A manager to open owners in; close it to free all of them.
   *
   * @throws ModelException if the native libraries cannot be loaded
   */
  public static NDManager manager() {
    try {
      return Engine.getEngine("PyTorch").newBaseManager();
    } catch (RuntimeException | LinkageError e) {
      throw new ModelException("the PyTorch engine could not be loaded: " + e.getMessage(), e);
    }
  }

  /** Loads a TorchScript archive; {@code trainable} makes its parameters collect gradients. */
  public static PtSymbolBlock load(
      NDManager manager, Weights weights, String methods, boolean trainable) {
    Path file = null;
    try {
      file = Files.createTempFile("ipt-", ".pt");
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

  private static void deleteIfThere(Path file) {
    try {
      if (file != null) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      file.toFile().deleteOnExit();
    }
  }
}
