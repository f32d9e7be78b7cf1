package io.iptstreams.store;

import java.nio.file.Path;

/**
 * A folder that is a store.
 *
 * @param folder must be there when the store is opened: a mount that is missing is not replaced by
 *     a folder in its place
 */
public record FolderLocation(Path folder) implements StoreLocation {
  @Override
  public FolderStore open() {
    return FolderStore.open(folder);
  }

  @Override
  public String root() {
    return "file://" + PercentCode.encode(path(folder.toAbsolutePath().normalize()));
  }

  /** The folder as the path of a URI, which ends with / whether it is there or not. */
  static String path(Path absolute) {
    String path = absolute.toUri().getPath();
    return path.endsWith("/") ? path : path + "/";
  }
}
