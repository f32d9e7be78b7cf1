package io.iptstreams.store;

import io.iptstreams.store.StoreException.Kind;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * A folder as a store, on this machine or mounted on several: the object {@code yard/0001.png} is
 * the file of that name in it. A symbolic link in it is followed as long as it stays in it. It
 * guards against references from outside, not against somebody who changes links in the folder
 * while it reads. What a crash leaves of a file that was being put is called {@code .….part}.
 */
public final class FolderStore implements Store {

  /** Of a file's name, in every file system that matters. */
  private static final int MAX_PART_BYTES = 255;

  private final Path folder;
  private final Path real;
  private final StoreRoot root;

  private FolderStore(Path folder, Path real) {
    this.folder = folder;
    this.real = real;
    this.root = new StoreRoot(new FolderLocation(folder));
  }

  /**
   * Opens a folder that is there.
   *
   * @throws StoreException of kind REFUSED if there is none
   */
  public static FolderStore open(Path folder) {
    Path absolute = folder.toAbsolutePath().normalize();
    try {
      if (Files.isDirectory(absolute)) {
        return new FolderStore(absolute, absolute.toRealPath());
      }
    } catch (IOException e) {
      throw new StoreException(
          Kind.REFUSED, "folder " + absolute + " cannot be opened: " + e.getMessage(), e);
    }
    throw new StoreException(
        Kind.REFUSED,
        "folder " + absolute + (Files.exists(absolute) ? " is a file" : " does not exist"));
  }

  /** As {@link FolderLocation#probe}. */
  void probe(boolean written) {
    try (DirectoryStream<Path> names = Files.newDirectoryStream(folder)) {
      names.iterator().hasNext();
      if (written) {
        Path part = folder.resolve("." + UUID.randomUUID() + ".part");
        Files.createFile(part);
        Files.delete(part);
      }
    } catch (AccessDeniedException e) {
      throw new StoreException(
          Kind.REFUSED,
          "folder " + folder + " may not be " + (written ? "read and written" : "read"),
          e);
    } catch (IOException e) {
      throw new StoreException(
          Kind.UNREACHABLE, "folder " + folder + " cannot be used: " + e.getMessage(), e);
    }
  }

  @Override
  public URI put(String key, byte[] bytes, String mediaType) {
    Path file = file(key);
    try {
      makeFolders(file);
      write(file, bytes);
    } catch (IOException e) {
      throw notWritten(file, e);
    }
    return reference(key);
  }

  /** Makes the folders above a file one by one, so that none is made behind a link that leaves. */
  private void makeFolders(Path file) throws IOException {
    requireFolder();
    Path above = folder;
    for (Path part : folder.relativize(file.getParent())) {
      Path next = above.resolve(part.toString());
      // The relative path of a folder to itself is one empty part.
      if (!next.equals(above)) {
        try {
          Files.createDirectory(next);
          syncNames(above);
        } catch (FileAlreadyExistsException there) {
          requireInside(next, next.toRealPath());
        }
        above = next;
      }
    }
  }

  private static void write(Path file, byte[] bytes) throws IOException {
    Path part = file.resolveSibling("." + UUID.randomUUID() + ".part");
    try {
      // Says why it cannot, where a stream would say that nothing is there.
      Files.createFile(part);
      // No channel: an interrupt would close it.
      try (FileOutputStream out = new FileOutputStream(part.toFile())) {
        out.write(bytes);
        out.getFD().sync();
      }
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      delete(part);
      throw e;
    }
    syncNames(file.getParent());
  }

  /** Makes room on a full disk. */
  private static void delete(Path part) {
    try {
      Files.deleteIfExists(part);
    } catch (IOException e) {
      // What is told is why the file could not be written.
    }
  }

  /** Puts a new name on the disk, so that it is there after a power cut if its record is. */
  private static void syncNames(Path folder) {
    try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
      names.force(true);
    } catch (IOException windowsOrInterrupted) {
      // The name may then be lost with the power, and the reference leads nowhere.
    }
  }

  private StoreException notWritten(Path file, IOException e) {
    if (e instanceof AccessDeniedException) {
      return new StoreException(
          Kind.REFUSED, file + " may not be written; the folder's permissions forbid it", e);
    }
    String fault = Files.isDirectory(file) ? "it is a folder already" : blocked(file);
    return fault.isEmpty()
        ? new StoreException(Kind.UNREACHABLE, file + " cannot be written: " + e.getMessage(), e)
        : new StoreException(Kind.OUTSIDE, file + " cannot be written: " + fault, e);
  }

  /** Why a name leads nowhere, however often it is tried; "" if it is not the name's fault. */
  private String blocked(Path file) {
    for (Path above = file; !above.equals(folder); above = above.getParent()) {
      if (Files.isSymbolicLink(above)) {
        return above + " is a symbolic link that leads nowhere";
      }
      if (!above.equals(file) && Files.isRegularFile(above)) {
        return above + " is a file";
      }
    }
    return "";
  }

  @Override
  public byte[] get(URI reference, long maxBytes) {
    Path file = file(key(reference));
    Path object = existing(file);
    // The size is asked of the open file: by its name it may be another one meanwhile.
    try (SeekableByteChannel channel =
        Files.newByteChannel(object, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
      InputStream in = Channels.newInputStream(channel);
      return Bounded.read(in, channel.size(), maxBytes, file);
    } catch (IOException e) {
      throw notRead(file, e);
    }
  }

  @Override
  public OptionalLong size(String key) {
    Path file = file(key);
    try {
      return OptionalLong.of(Files.size(existing(file)));
    } catch (StoreException e) {
      if (e.kind() == Kind.GONE) {
        return OptionalLong.empty();
      }
      throw e;
    } catch (IOException e) {
      throw notRead(file, e);
    }
  }

  /** The ordinary file behind a name, links resolved; a pipe would block whoever opens it. */
  private Path existing(Path file) {
    try {
      Path object = file.toRealPath();
      requireInside(file, object);
      BasicFileAttributes attributes =
          Files.readAttributes(object, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (!attributes.isRegularFile()) {
        throw new StoreException(
            Kind.GONE, file + " is " + (attributes.isDirectory() ? "a folder" : "no file"));
      }
      return object;
    } catch (IOException e) {
      throw notRead(file, e);
    }
  }

  private StoreException notRead(Path file, IOException e) {
    if (e instanceof AccessDeniedException) {
      // One file may be closed to this program; that is not the folder's fault.
      Kind kind = Files.isReadable(folder) && Files.isExecutable(folder) ? Kind.GONE : Kind.REFUSED;
      return new StoreException(kind, file + " may not be read; its permissions forbid it", e);
    }
    if (e instanceof NoSuchFileException) {
      requireFolder();
      return new StoreException(Kind.GONE, file + " does not exist", e);
    }
    String fault = blocked(file);
    return fault.isEmpty()
        ? new StoreException(Kind.UNREACHABLE, file + " cannot be read: " + e.getMessage(), e)
        : new StoreException(Kind.GONE, file + " cannot be read: " + fault, e);
  }

  private void requireFolder() {
    if (!Files.isDirectory(folder)) {
      throw new StoreException(Kind.UNREACHABLE, "folder " + folder + " is no longer there");
    }
  }

  private void requireInside(Path file, Path resolved) {
    if (!resolved.startsWith(real)) {
      throw new StoreException(
          Kind.OUTSIDE, file + " is behind a symbolic link that leads out of " + folder);
    }
  }

  @Override
  public String key(URI uri) {
    return root.key(uri);
  }

  @Override
  public URI reference(String key) {
    return root.reference(key);
  }

  @Override
  public URI reference(ObjectEvent event) {
    return root.reference(event);
  }

  /** The file that a key names; nothing of it need exist. */
  private Path file(String key) {
    for (String part : ObjectKey.checked(key).split("/")) {
      int bytes = part.getBytes(StandardCharsets.UTF_8).length;
      if (bytes > MAX_PART_BYTES) {
        throw new StoreException(
            Kind.OUTSIDE,
            "key "
                + Quoted.of(key)
                + " has a part of "
                + bytes
                + " bytes, a file's name has at most "
                + MAX_PART_BYTES);
      }
    }
    Path file;
    try {
      file = folder.resolve(key).normalize();
    } catch (InvalidPathException e) {
      throw new StoreException(
          Kind.OUTSIDE,
          "key " + Quoted.of(key) + " can be no file's name on this system: " + e.getReason(),
          e);
    }
    if (!file.startsWith(folder) || file.equals(folder)) {
      throw new StoreException(Kind.OUTSIDE, "key " + Quoted.of(key) + " leads out of " + folder);
    }
    return file;
  }

  @Override
  public String toString() {
    return root.toString();
  }

  @Override
  public void close() {
    // A folder holds nothing open.
  }
}
