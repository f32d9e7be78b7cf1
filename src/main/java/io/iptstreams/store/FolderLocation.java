package io.iptstreams.store;

import java.nio.file.Path;
import java.time.Duration;

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
  public void probe(boolean written, Duration limit) {
    try (FolderStore store = open()) {
      store.probe(written);
    }
  }

  @Override
  public String root() {
    String path = folder.toAbsolutePath().normalize().toUri().getPath();
    // Of a folder that is not there the URI has no / at its end.
    return "file://" + PercentCode.encode(path.endsWith("/") ? path : path + "/");
  }
}
