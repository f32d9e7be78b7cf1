package io.iptstreams.doctor;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Whether a folder can be written to and has room.
 *
 * @param name of the check
 * @param folder that is made when it is needed, if it is not there
 * @param least bytes that should be free
 */
record FolderCheck(String name, Path folder, long least, String remedy) implements Check {
  /** What to do about the folder for temporary files. */
  static final String OTHER_TEMPORARY =
      "give a folder that can be written and has room: java -Djava.io.tmpdir=FOLDER -jar";

  /** The folder for temporary files: each network is handed to PyTorch by way of one. */
  static FolderCheck temporary(Path folder) {
    return new FolderCheck("temp", folder, 256L << 20, OTHER_TEMPORARY);
  }

  @Override
  public List<Finding> look() throws IOException {
    Optional<String> fault = fault(folder);
    if (fault.isPresent()) {
      return List.of(Finding.fail(name, fault.get(), remedy));
    }
    long free = Files.getFileStore(nearest(folder)).getUsableSpace();
    String found = folder + " can be written, " + Bytes.words(free) + " free";
    return List.of(
        free < least
            ? Finding.warn(name, found + ", less than " + Bytes.words(least), remedy)
            : Finding.ok(name, found));
  }

  /** Why a folder cannot be written to or be made; tried by a file that goes again. */
  static Optional<String> fault(Path folder) {
    Path nearest = nearest(folder);
    if (!Files.isDirectory(nearest)) {
      return Optional.of(nearest + " is a file, where a folder is needed");
    }
    try {
      Path probe = Files.createTempFile(nearest, ".ipt-streams-", ".part");
      try {
        Files.write(probe, new byte[1 << 12]);
      } finally {
        Files.delete(probe);
      }
      return Optional.empty();
    } catch (AccessDeniedException e) {
      return Optional.of(nearest + " may not be written to");
    } catch (IOException e) {
      return Optional.of(nearest + " cannot be written to: " + e.getMessage());
    }
  }

  /** The folder, or what is there of the way to it. */
  private static Path nearest(Path folder) {
    Path nearest = folder.toAbsolutePath().normalize();
    while (!Files.exists(nearest, LinkOption.NOFOLLOW_LINKS) && nearest.getParent() != null) {
      nearest = nearest.getParent();
    }
    return nearest;
  }
}
