package io.iptstreams.degrade;

import io.iptstreams.image.Image;
import io.iptstreams.image.ImageCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Published pictures that lie beside a developer's checkout; tests without them are skipped. */
public final class SharedPictures {
  private static final Path ROOT = Path.of("..", "shared", "data", "test");

  private SharedPictures() {}

  /** A folder of published pictures; skips the calling test, by name, where it is not there. */
  public static Path folder(String name) {
    Path folder = ROOT.resolve(name);
    Assumptions.assumeTrue(Files.isDirectory(folder), "skipped: there is no folder " + folder);
    return folder;
  }

  /** The files of a folder, by name. */
  public static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  /** One picture, 3 × H × W. */
  public static Image read(Path file) throws IOException {
    return ImageCodec.decode(Files.readAllBytes(file), 1 << 20);
  }
}
