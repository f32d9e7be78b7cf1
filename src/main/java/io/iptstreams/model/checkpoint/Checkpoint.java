package io.iptstreams.model.checkpoint;

import io.iptstreams.model.ModelException;
import io.iptstreams.model.Weights;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipException;

/**
 * Reads a dictionary of tensors that {@code torch.save} wrote, in the zip container of today or the
 * one before torch 1.6, from whatever device.
 *
 * <p>A file is trusted in nothing. The tensors may have together twice as many bytes as the file
 * (half precision becomes single), and beside them one storage at a time is in memory.
 */
public final class Checkpoint {
  private Checkpoint() {}

  /**
   * Reads a whole file; numbers of any type become 32-bit floats.
   *
   * @return its tensors under their names, in its order
   * @throws ModelException if it is not a well-formed checkpoint of nothing but tensors; says why
   * @throws IOException if the file cannot be read at all
   */
  public static Weights read(Path file) throws IOException {
    try (Container container = open(file)) {
      return tensors(container, 2 * Files.size(file));
    } catch (ModelException e) {
      throw new ModelException(file.getFileName() + ": " + e.getMessage(), e);
    } catch (ZipException | EOFException | IllegalArgumentException e) {
      throw new ModelException(
          file.getFileName() + " is a damaged zip archive: " + e.getMessage(), e);
    }
  }

  private static Container open(Path file) throws IOException {
    byte[] first = new byte[2];
    int length;
    try (InputStream in = Files.newInputStream(file)) {
      length = in.readNBytes(first, 0, 2);
    }
    if (length == 2 && first[0] == 'P' && first[1] == 'K') {
      return ZipContainer.open(file, Files.size(file));
    }
    if (length == 2 && first[0] == (byte) 0x80) {
      return LegacyContainer.open(file);
    }
    throw new ModelException("is no file of torch.save: it begins with neither of its signatures");
  }

  /** The storages that a dictionary's tensors look into, by key. */
  static Map<String, Storage> storages(Object root) {
    Map<String, Storage> storages = new LinkedHashMap<>();
    for (StoredTensor tensor : dictionary(root).values()) {
      Storage storage = tensor.storage();
      Storage other = storages.putIfAbsent(storage.key(), storage);
      if (other != null && !other.equals(storage)) {
        throw new ModelException("storage " + storage.key() + " is described in two ways");
      }
    }
    return storages;
  }

  private static Weights tensors(Container container, long mostBytes) throws IOException {
    Map<String, StoredTensor> described = dictionary(container.root());
    long bytes = 0;
    Map<String, Weights.Tensor> read = new LinkedHashMap<>();
    Map<String, List<String>> users = new LinkedHashMap<>();
    for (Map.Entry<String, StoredTensor> entry : described.entrySet()) {
      StoredTensor tensor = entry.getValue();
      bytes += 4 * tensor.size();
      if (tensor.size() > Integer.MAX_VALUE || bytes > mostBytes) {
        throw new ModelException(
            "tensor "
                + entry.getKey()
                + " of shape "
                + tensor.shape()
                + " makes more of the file than the file has: at most "
                + mostBytes
                + " bytes");
      }
      read.put(entry.getKey(), null);
      users.computeIfAbsent(tensor.storage().key(), key -> new ArrayList<>()).add(entry.getKey());
    }
    // Storage by storage, so that each is read once however many tensors share it.
    for (Storage storage : storages(container.root()).values()) {
      ByteBuffer raw = container.storage(storage);
      users.get(storage.key()).forEach(name -> read.put(name, described.get(name).read(raw)));
    }
    return new Weights(read);
  }

  private static Map<String, StoredTensor> dictionary(Object root) {
    if (!(root instanceof Map<?, ?> map)) {
      throw new ModelException("it must hold a dictionary of tensors");
    }
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    map.forEach(
        (name, value) -> {
          if (!(value instanceof StoredTensor tensor)) {
            throw new ModelException("\"" + name + "\" is not a tensor; give the bare state_dict");
          }
          tensors.put((String) name, tensor);
        });
    return tensors;
  }
}
