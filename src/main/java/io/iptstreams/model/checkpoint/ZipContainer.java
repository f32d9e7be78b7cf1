package io.iptstreams.model.checkpoint;

import io.iptstreams.model.ModelException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** A zip archive of stored entries under one folder, as torch 1.6 and later write it. */
final class ZipContainer implements Container {
  /** The pickle of the official six tasks has 60 KB. */
  private static final int LONGEST_PICKLE = 16 << 20;

  private final ZipFile zip;
  private final long fileSize;
  private final String folder;
  private final Object root;

  private ZipContainer(ZipFile zip, long fileSize) throws IOException {
    this.zip = zip;
    this.fileSize = fileSize;
    this.folder = folder();
    checkByteOrder();
    this.root = new Unpickler(bytes("data.pkl", LONGEST_PICKLE), "data.pkl").next();
  }

  static ZipContainer open(Path file, long fileSize) throws IOException {
    ZipFile zip = new ZipFile(file.toFile());
    try {
      return new ZipContainer(zip, fileSize);
    } catch (IOException | RuntimeException e) {
      zip.close();
      throw e;
    }
  }

  @Override
  public Object root() {
    return root;
  }

  @Override
  public ByteBuffer storage(Storage storage) throws IOException {
    ByteBuffer raw = bytes("data/" + storage.key(), Integer.MAX_VALUE);
    if (raw.remaining() != storage.bytes()) {
      throw new ModelException(
          "storage "
              + storage.key()
              + " has "
              + raw.remaining()
              + " bytes where its "
              + storage.count()
              + " elements need "
              + storage.bytes());
    }
    return raw;
  }

  /** Newer files say in which order the bytes of a number stand. */
  private void checkByteOrder() throws IOException {
    if (zip.getEntry(folder + "byteorder") != null) {
      String order = StandardCharsets.US_ASCII.decode(bytes("byteorder", 20)).toString().strip();
      if (!order.equals("little")) {
        throw new ModelException("its byte order is " + order + ", only little is read");
      }
    }
  }

  private String folder() {
    List<String> pickles =
        zip.stream()
            .map(ZipEntry::getName)
            .filter(name -> name.endsWith("/data.pkl") && name.indexOf('/') == name.length() - 9)
            .toList();
    if (pickles.size() != 1) {
      throw new ModelException(
          "a zip archive of torch.save has one NAME/data.pkl, this one has " + pickles.size());
    }
    return pickles.get(0).substring(0, pickles.get(0).length() - "data.pkl".length());
  }

  private ByteBuffer bytes(String name, int most) throws IOException {
    ZipEntry entry = zip.getEntry(folder + name);
    if (entry == null) {
      throw new ModelException("the archive has no " + folder + name);
    }
    if (entry.getMethod() != ZipEntry.STORED) {
      throw new ModelException(
          entry.getName() + " is compressed; torch.save stores, and nothing is unpacked here");
    }
    if (entry.getSize() < 0 || entry.getSize() > Math.min(most, fileSize)) {
      throw new ModelException(
          entry.getName()
              + " claims "
              + entry.getSize()
              + " bytes, at most "
              + Math.min(most, fileSize)
              + " can be");
    }
    byte[] bytes;
    try (InputStream in = zip.getInputStream(entry)) {
      bytes = in.readNBytes((int) entry.getSize());
    }
    CRC32 sum = new CRC32();
    sum.update(bytes);
    if (bytes.length != entry.getSize() || sum.getValue() != entry.getCrc()) {
      throw new ModelException(entry.getName() + " is damaged: its checksum is another");
    }
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
