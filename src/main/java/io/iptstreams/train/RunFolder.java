package io.iptstreams.train;

import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * The folder of a run. A file in it is the old one or the new one, never half of one, whether the
 * process is killed, the disk is full or the power goes. A value; an interrupt does not keep it
 * from writing.
 */
final class RunFolder {

  /** What goes into a file. */
  interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

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
   * @throws FileSystemException if that fails, with the reason; the file that was there is then
   *     still there
   */
  void write(String name, Content content) throws IOException {
    Path part = file(name + ".part");
    try {
      Files.createDirectories(path);
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(part))) {
        content.writeTo(out);
      }
      sync(part);
      Files.move(
          part, file(name), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      delete(part);
      throw e;
    } catch (IOException e) {
      delete(part);
      FileSystemException named =
          new FileSystemException(
              file(name).toString(), null, "cannot be written: " + e.getMessage());
      named.initCause(e);
      throw named;
    }
    syncNames();
  }

  /**
   * Waits until the file's bytes are on the disk, before its name may point to them. Not by a
   * FileChannel, which an interrupt would close: Ctrl-C is when the checkpoint matters most.
   */
  private static void sync(Path file) throws IOException {
    try (FileOutputStream out = new FileOutputStream(file.toFile(), true)) {
      out.getFD().sync();
    }
  }

  private void syncNames() {
    try (FileChannel names = FileChannel.open(path, StandardOpenOption.READ)) {
      names.force(true);
    } catch (IOException windowsOrInterrupted) {
      // The new name may then be lost with the power; the old file is good too.
    }
  }

  /** Makes room on a full disk. */
  private static void delete(Path part) {
    try {
      Files.deleteIfExists(part);
    } catch (IOException e) {
      // What is told is why the file could not be written.
    }
  }
}
