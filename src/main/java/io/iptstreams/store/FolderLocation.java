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
}
