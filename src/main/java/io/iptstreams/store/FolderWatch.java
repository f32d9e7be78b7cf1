package io.iptstreams.store;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Says of a folder what a bucket says of itself: which objects are new or have new bytes. Looks at
 * the whole folder each time it is asked, so it works on network mounts too, where nothing tells of
 * changes. For one thread.
 *
 * <p>A file is whole when two looks in a row find the same size and time. Files and folders whose
 * name starts with a dot are not looked at: programs write there what is not whole yet. Symbolic
 * links are not followed.
 */
public final class FolderWatch {
  private final Path folder;
  private final String bucket;

  /** As the last look found them. */
  private Map<Path, Stamp> seen = new HashMap<>();

  /** As they were announced. */
  private final Map<Path, Stamp> announced = new HashMap<>();

  /**
   * @param folder that is looked at
   * @param bucket what the events call it
   */
  public FolderWatch(Path folder, String bucket) {
    this.folder = folder;
    this.bucket = bucket;
  }

  /**
   * Looks at the folder.
   *
   * @return what has become whole since the last look, by key
   * @throws StoreException of kind UNREACHABLE if the folder cannot be read
   */
  public List<ObjectEvent> look() {
    Map<Path, Stamp> now = new HashMap<>();
    try {
      Files.walkFileTree(folder, new Collector(now));
    } catch (IOException e) {
      throw new StoreException(
          StoreException.Kind.UNREACHABLE, "folder " + folder + " cannot be read: " + e, e);
    }
    List<ObjectEvent> whole = new ArrayList<>();
    now.forEach(
        (file, stamp) -> {
          if (stamp.equals(seen.get(file)) && !stamp.equals(announced.get(file))) {
            announced.put(file, stamp);
            event(file, stamp).ifPresent(whole::add);
          }
        });
    announced.keySet().retainAll(now.keySet());
    seen = now;
    whole.sort((a, b) -> a.key().compareTo(b.key()));
    return whole;
  }

  /** Absent if the file's name would be no key. */
  private Optional<ObjectEvent> event(Path file, Stamp stamp) {
    StringBuilder key = new StringBuilder();
    for (Path part : folder.relativize(file)) {
      key.append(key.isEmpty() ? "" : "/").append(part);
    }
    if (ObjectKey.fault(key.toString()).isPresent()) {
      return Optional.empty();
    }
    return Optional.of(
        new ObjectEvent(
            ObjectEvent.Kind.CREATED,
            bucket,
            key.toString(),
            OptionalLong.of(stamp.bytes),
            Optional.empty(),
            Optional.empty(),
            Optional.empty()));
  }

  private record Stamp(long bytes, FileTime time) {}

  private static final class Collector extends SimpleFileVisitor<Path> {
    private final Map<Path, Stamp> files;
    private boolean top = true;

    Collector(Map<Path, Stamp> files) {
      this.files = files;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
      boolean visited = top || !isHidden(directory);
      top = false;
      return visited ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (attributes.isRegularFile() && !isHidden(file)) {
        files.put(file, new Stamp(attributes.size(), attributes.lastModifiedTime()));
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
      if (top) {
        throw failure;
      }
      // Gone since its folder was listed, or not ours to read.
      return FileVisitResult.CONTINUE;
    }

    private static boolean isHidden(Path path) {
      return path.getFileName().toString().startsWith(".");
    }
  }
}
