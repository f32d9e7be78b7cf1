package io.iptstreams.model.checkpoint;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes files as {@code torch.save} does, and wrong ones as it would not. */
final class TorchFile {
  private final ByteArrayOutputStream pickle = new ByteArrayOutputStream();
  private final Map<String, byte[]> storages = new LinkedHashMap<>();
  private final boolean legacy;
  private boolean compressed;

  private TorchFile(boolean legacy) {
    this.legacy = legacy;
    code(0x80, 2, '}', '(');
  }

  static TorchFile zip() {
    return new TorchFile(false);
  }

  static TorchFile legacy() {
    return new TorchFile(true);
  }

  /** A file whose main pickle is just this. */
  static byte[] ofPickle(byte... pickle) {
    TorchFile file = new TorchFile(false);
    file.pickle.reset();
    file.pickle.writeBytes(pickle);
    return file.wrapped();
  }

  TorchFile compressed() {
    compressed = true;
    return this;
  }

  /** A float tensor that owns its storage. */
  TorchFile tensor(String name, int[] shape, float... values) {
    ByteBuffer raw = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    raw.asFloatBuffer().put(values);
    int[] strides = new int[shape.length];
    int stride = 1;
    for (int i = shape.length - 1; i >= 0; i--) {
      strides[i] = stride;
      stride *= shape[i];
    }
    String key = "k" + storages.size();
    storage(key, raw.array());
    return view(name, "FloatStorage", key, values.length, 0, shape, strides);
  }

  TorchFile storage(String key, byte[] raw) {
    storages.put(key, raw);
    return this;
  }

  TorchFile view(
      String name, String type, String key, int count, int offset, int[] shape, int[] strides) {
    text(name);
    global("torch._utils", "_rebuild_tensor_v2");
    code('(', '(');
    text("storage");
    global("torch", type);
    text(key);
    text("cuda:0");
    number(count);
    if (legacy) {
      code('N');
    }
    code('t', 'Q');
    number(offset);
    numbers(shape);
    numbers(strides);
    code(0x89);
    global("collections", "OrderedDict");
    code(')', 'R', 't', 'R');
    return this;
  }

  byte[] bytes() {
    code('u', '.');
    return wrapped();
  }

  private byte[] wrapped() {
    return legacy ? legacyFile() : zipFile();
  }

  private byte[] zipFile() {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(file)) {
      entry(zip, "archive/data.pkl", pickle.toByteArray());
      for (Map.Entry<String, byte[]> storage : storages.entrySet()) {
        entry(zip, "archive/data/" + storage.getKey(), storage.getValue());
      }
      entry(zip, "archive/version", new byte[] {'3', '\n'});
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file.toByteArray();
  }

  private void entry(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    if (!compressed) {
      CRC32 sum = new CRC32();
      sum.update(bytes);
      entry.setMethod(ZipEntry.STORED);
      entry.setSize(bytes.length);
      entry.setCrc(sum.getValue());
    }
    zip.putNextEntry(entry);
    zip.write(bytes);
    zip.closeEntry();
  }

  private byte[] legacyFile() {
    TorchFile file = new TorchFile(true);
    file.pickle.reset();
    file.code(0x80, 2, 0x8a, 10);
    file.code(0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, '.');
    file.code(0x80, 2, 'M', 0xe9, 0x03, '.');
    file.code(0x80, 2, '}', '(');
    file.text("little_endian");
    file.code(0x88, 'u', '.');
    file.pickle.writeBytes(pickle.toByteArray());
    file.code(0x80, 2, ']', '(');
    storages.keySet().forEach(file::text);
    file.code('e', '.');
    storages
        .values()
        .forEach(
            raw -> {
              file.little(raw.length / 4, 8);
              file.pickle.writeBytes(raw);
            });
    return file.pickle.toByteArray();
  }

  private void code(int... bytes) {
    for (int b : bytes) {
      pickle.write(b);
    }
  }

  private void text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    code('X');
    little(bytes.length, 4);
    pickle.writeBytes(bytes);
  }

  private void number(int number) {
    code('J');
    little(number, 4);
  }

  private void numbers(int... numbers) {
    code('(');
    for (int number : numbers) {
      number(number);
    }
    code('t');
  }

  private void little(int number, int bytes) {
    for (int i = 0; i < bytes; i++) {
      pickle.write(i < 4 ? number >> 8 * i : 0);
    }
  }

  private void global(String module, String name) {
    code('c');
    pickle.writeBytes((module + "\n" + name + "\n").getBytes(StandardCharsets.US_ASCII));
  }
}
