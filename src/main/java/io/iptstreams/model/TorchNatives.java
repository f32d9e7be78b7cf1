package io.iptstreams.model;

import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.LibUtils;
import ai.djl.util.Utils;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The native libraries of PyTorch, loaded.
 *
 * @param version of PyTorch
 * @param folder that they lie in
 */
public record TorchNatives(String version, Path folder) {
  /** Variable of the environment that names a folder with other ones than the bundled. */
  public static final String OTHERS = "PYTORCH_LIBRARY_PATH";

  /**
   * Loads them, which at the first time on a machine means to unpack them.
   *
   * @throws ModelException if that fails
   */
  public static TorchNatives load() {
    Engine engine = TorchEngine.engine();
    return new TorchNatives(engine.getVersion(), Path.of(LibUtils.getLibtorchPath()));
  }

  /** The folder that the user names instead of the bundled ones. */
  public static Optional<Path> others() {
    return Optional.ofNullable(Utils.getEnvOrSystemProperty(OTHERS)).map(Path::of);
  }

  /** Where the bundled ones are unpacked: of the user's, or what DJL_CACHE_DIR names. */
  public static Path cache() {
    return Utils.getEngineCacheDir().toAbsolutePath();
  }
}
