package io.iptstreams.model.checkpoint;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** One of the two shapes that {@code torch.save} gave its files over the years. An owner. */
interface Container extends Closeable {

  /** What the main pickle holds. */
  Object root();

  /**
   * All bytes of a storage, little-endian.
   *
   * @throws io.iptstreams.model.ModelException if the file has no such storage of that length
   */
  ByteBuffer storage(Storage storage) throws IOException;
}
