package io.iptstreams.model.checkpoint;

import io.iptstreams.model.ModelException;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Five pickles, then the storages one after the other, as torch before 1.6 wrote it. */
final class LegacyContainer implements Container {
  static final BigInteger MAGIC = new BigInteger("1950a86a20f9469cfc6c", 16);
  private static final long VERSION = 1001;

  /** The pickles of the official six tasks have 70 KB together. */
  private static final int LONGEST_PICKLES = 16 << 20;

  private final FileChannel file;
  private final Object root;
  private final Map<String, Storage> storages;
  private final Map<String, Long> places = new HashMap<>();

  private LegacyContainer(FileChannel file) throws IOException {
    this.file = file;
    ByteBuffer start = at(0, (int) Math.min(LONGEST_PICKLES, file.size()));
    Unpickler pickles = new Unpickler(start, "the file");
    Object magic = pickles.next();
    if (!MAGIC.equals(magic)) {
      throw new ModelException("it does not begin with the magic number of torch.save");
    }
    Object version = pickles.next();
    if (!(version instanceof Long number) || number != VERSION) {
      throw new ModelException("it is not of version " + VERSION + " of the old format");
    }
    if (!(pickles.next() instanceof Map<?, ?> facts)
        || !Boolean.TRUE.equals(facts.get("little_endian"))) {
      throw new ModelException("it was not written by a little-endian machine");
    }
    this.root = pickles.next();
    this.storages = Checkpoint.storages(root);
    locate(pickles.next(), start.position());
  }

  static LegacyContainer open(Path path) throws IOException {
    FileChannel file = FileChannel.open(path);
    try {
      return new LegacyContainer(file);
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private void locate(Object keys, long begin) throws IOException {
    if (!(keys instanceof List<?> list)) {
      throw new ModelException("the list of its storages is missing");
    }
    long place = begin;
    for (Object key : list) {
      Storage storage = key instanceof String text ? storages.get(text) : null;
      if (storage == null) {
        throw new ModelException("it lists a storage that no tensor uses");
      }
      long count = at(place, 8).getLong();
      if (count != storage.count()) {
        throw new ModelException(
            "storage "
                + storage.key()
                + " has "
                + count
                + " elements where its tensors expect "
                + storage.count());
      }
      places.put(storage.key(), place + 8);
      place += 8L + storage.bytes();
    }
    if (place != file.size()) {
      throw new ModelException(
          "it has " + file.size() + " bytes where its storages end at " + place);
    }
  }

  @Override
  public Object root() {
    return root;
  }

  @Override
  public ByteBuffer storage(Storage storage) throws IOException {
    Long place = places.get(storage.key());
    if (place == null) {
      throw new ModelException("it has no storage " + storage.key());
    }
    return at(place, storage.bytes());
  }

  private ByteBuffer at(long place, int length) throws IOException {
    if (place + length > file.size()) {
      throw new ModelException(
          "it ends at byte " + file.size() + ", in the middle of a storage, and is cut short");
    }
    ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining()) {
      if (file.read(bytes, place + bytes.position()) < 0) {
        throw new ModelException("it became shorter while it was read");
      }
    }
    return bytes.flip();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
