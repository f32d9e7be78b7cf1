package io.iptstreams.train;

import io.iptstreams.model.DurableFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The folder of a run, all of whose files are {@linkplain DurableFile durable}. A value. */
final class RunFolder {
  private final Path path;

  RunFolder(Path path) {
    this.path = path;
  }

  Path path() {
    return path;
  }

  Path file(String name) {
    return path.resolve(name);
  }

  boolean has(String name) {
    return Files.exists(file(name));
  }

  byte[] read(String name) throws IOException {
    return Files.readAllBytes(file(name));
  }

  /**
   * Writes a file, over the one that is there.
   *
   * @throws java.nio.file.FileSystemException if that fails, with the reason; the file that was
   *     there is then still there
   */
  void write(String name, DurableFile.Content content) throws IOException {
    Files.createDirectories(path);
    new DurableFile(file(name)).write(content);
  }
}
