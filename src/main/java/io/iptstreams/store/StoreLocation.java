package io.iptstreams.store;

import java.time.Duration;

/** Where a store is; nothing is opened or asked yet. A value, as a topology names it. */
public sealed interface StoreLocation permits FolderLocation, BucketLocation {

  /**
   * Opens the store after a look whether it is there.
   *
   * @throws StoreException of kind REFUSED or UNREACHABLE, one sentence
   */
  Store open();

  /**
   * Tries whether the store can be used as it will be, and leaves nothing there.
   *
   * @param written whether objects will be put into it: a folder is then written to; a bucket is
   *     not, as it would tell others of the object
   * @param limit for a bucket's server to answer
   * @throws StoreException of kind REFUSED or UNREACHABLE, one sentence
   */
  void probe(boolean written, Duration limit);

  /** What all references into the store start with, e.g. {@code s3://pictures/in/}. */
  String root();
}
