package io.iptstreams.store;

/** Where a store is; nothing is opened or asked yet. A value, as a topology names it. */
public sealed interface StoreLocation permits FolderLocation, BucketLocation {

  /**
   * Opens the store after a look whether it is there.
   *
   * @throws StoreException of kind REFUSED or UNREACHABLE, one sentence
   */
  Store open();

  /** What all references into the store start with, e.g. {@code s3://pictures/in/}. */
  String root();
}
