package io.iptstreams.model;

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
 * A file that is the old one or the new one, never half of one, whether the process is killed, the
 * disk is full or the power goes. While it is made, {@code .part} stands after its name. A value;
 * an interrupt does not keep it from being written.
 */
public final class DurableFile {

  /** What goes into a file. */
  public interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  private final Path path;
  private final Path part;

  /**
   * @param path of the file, in a folder that is there
   */
  public DurableFile(Path path) {
    this.path = path;
    this.part = path.resolveSibling(path.getFileName() + ".part");
  }

  Path path() {
    return path;
  }

  Path part() {
    return part;
  }

  /** Whether one was begun that has not got its name. */
  boolean isInTheMaking() {
    return Files.exists(part);
  }

  /**
   * Writes the file, over the one that is there.
   *
   * @throws FileSystemException if that fails, with the reason; the file that was there is then
   *     still there
   */
  public void write(Content content) throws IOException {
    prepare(content);
    try {
      publish();
    } catch (IOException e) {
      discard();
      throw e;
    }
  }

  /**
   * Writes all of it but its name.
   *
   * @throws FileSystemException if that fails, with the reason; nothing is then left of it
   */
  void prepare(Content content) throws IOException {
    try {
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(part))) {
        content.writeTo(out);
      }
      sync(part);
    } catch (FileSystemException e) {
      discard();
      throw e;
    } catch (IOException e) {
      discard();
      FileSystemException named =
          new FileSystemException(path.toString(), null, "cannot be written: " + e.getMessage());
      named.initCause(e);
      throw named;
    }
    syncNames();
  }

  /** Gives the file that was prepared its name. */
  void publish() throws IOException {
    Files.move(part, path, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    syncNames();
  }

  /** Makes room on a full disk. */
  void discard() {
    try {
      Files.deleteIfExists(part);
    } catch (IOException e) {
      // What is told is why the file could not be written.
    }
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

  /** A folder opens as a channel alone, so an interrupt has to wait. */
  private void syncNames() {
    boolean interrupted = Thread.interrupted();
    try (FileChannel names =
        FileChannel.open(path.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
      names.force(true);
    } catch (IOException onWindows) {
      // The new name may then be lost with the power; the old file is good too.
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
