package io.iptstreams.model.checkpoint;

import io.iptstreams.model.ModelException;

/**
 * A run of elements in a file that tensors look into.
 *
 * @param key its name in the file
 * @param count number of elements, as the pickle claims
 */
record Storage(ElementType type, String key, long count) {

  Storage {
    if (count < 0 || count > Integer.MAX_VALUE / type.bytes()) {
      throw new ModelException(
          "storage " + key + " claims " + count + " elements, at most 2 GB are read");
    }
  }

  /** Bytes it must have in the file. */
  int bytes() {
    return (int) count * type.bytes();
  }
}
