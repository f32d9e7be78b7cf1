package io.iptstreams.train;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The right to write to a run's folder: of two runs in one folder each would write over the other's
 * checkpoints. An owner. {@code train.lock} lies in the folder while it is held; what counts is not
 * the file but the system's lock on it, which ends with the process, however that ends.
 */
public final class FolderLock implements AutoCloseable {
  private static final String FILE = "train.lock";

  private final Path folder;
  private final List<Path> made;
  private final FileChannel channel;

  private FolderLock(Path folder, List<Path> made, FileChannel channel) {
    this.folder = folder;
    this.made = made;
    this.channel = channel;
  }

  /**
   * Takes the lock, and thereby shows that the folder can be written to.
   *
   * @param folder made if need be
   * @throws TrainingException if another run holds it
   * @throws FileSystemException if the folder cannot be made or written to, with the reason
   */
  public static FolderLock take(Path folder) throws IOException {
    List<Path> made = make(folder);
    FileChannel channel = locked(folder);
    while (!Files.exists(folder.resolve(FILE))) {
      // Its last owner deleted the file after we had opened it: nobody would meet our lock.
      channel.close();
      channel = locked(folder);
    }
    return new FolderLock(folder, made, channel);
  }

  /** Makes the folder; returns what was not there before, the innermost first. */
  private static List<Path> make(Path folder) throws IOException {
    List<Path> made = new ArrayList<>();
    for (Path path = folder.toAbsolutePath();
        path != null && Files.notExists(path);
        path = path.getParent()) {
      made.add(path);
    }
    Files.createDirectories(folder);
    return made;
  }

  private static FileChannel locked(Path folder) throws IOException {
    FileChannel channel = open(folder);
    try {
      if (channel.tryLock() != null) {
        return channel;
      }
    } catch (OverlappingFileLockException heldByThisProcess) {
      // As if by another one.
    } catch (IOException e) {
      channel.close();
      throw new FileSystemException(folder.toString(), null, "cannot be locked: " + e.getMessage());
    }
    channel.close();
    throw new TrainingException(
        "another training is at work in "
            + folder
            + "; let it end first, or train in another folder");
  }

  private static FileChannel open(Path folder) throws IOException {
    try {
      return FileChannel.open(
          folder.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    } catch (AccessDeniedException e) {
      throw new AccessDeniedException(folder.toString());
    } catch (FileSystemException e) {
      throw new FileSystemException(
          folder.toString(), null, "cannot be written to: " + e.getReason());
    }
  }

  /** Where the run may write. */
  public Path folder() {
    return folder;
  }

  /** Gives the lock back; a folder that was made for it and is still empty goes, too. */
  @Override
  public void close() throws IOException {
    if (channel.isOpen()) {
      try (channel) {
        Files.deleteIfExists(folder.resolve(FILE));
      }
      removeEmpty();
    }
  }

  private void removeEmpty() throws IOException {
    try {
      for (Path path : made) {
        Files.delete(path);
      }
    } catch (DirectoryNotEmptyException somethingWasWritten) {
      // It stays, and so do the folders around it.
    }
  }
}
