package io.iptstreams.model;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes a network as the TorchScript file that {@code torch.jit.load} and DJL read: a tree of
 * modules that hold the parameters under their dotted names, and methods, given as TorchScript
 * text, on the root.
 *
 * <p>The format is a zip archive of stored entries under one folder: {@code code/__torch__.py} (one
 * class per module), {@code data.pkl} (the module objects, pickle protocol 2), {@code data/N} (raw
 * little-endian storages), {@code constants.pkl} (an empty tuple) and {@code version}.
 */
public final class TorchScriptArchive {
  private static final String FOLDER = "ipt/";

  private TorchScriptArchive() {}

  /**
   * @param weights the parameters; a dot in a name opens a submodule
   * @param methods text of the root's methods, indented by two spaces
   */
  public static void write(OutputStream out, Weights weights, String methods) throws IOException {
    Module root = new Module("Root");
    weights.tensors().forEach((name, tensor) -> root.add(name, name, tensor));
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      StringBuilder code = new StringBuilder();
      root.declare(code, methods);
      entry(zip, "code/__torch__.py", code.toString().getBytes(StandardCharsets.UTF_8));
      List<float[]> storages = new ArrayList<>();
      entry(zip, "data.pkl", new Pickle(storages).dump(root));
      for (int i = 0; i < storages.size(); i++) {
        entry(zip, "data/" + i, littleEndian(storages.get(i)));
      }
      entry(zip, "constants.pkl", new byte[] {(byte) 0x80, 2, ')', '.'});
      entry(zip, "version", "3\n".getBytes(StandardCharsets.US_ASCII));
    }
  }

  /**
   * The expression by which a method of the root reaches a parameter: numbered modules need {@code
   * getattr}.
   */
  public static String reference(String name) {
    String path = "self";
    for (String part : name.split("\\.")) {
      path =
          Character.isDigit(part.charAt(0))
              ? "getattr(" + path + ", \"" + part + "\")"
              : path + "." + part;
    }
    return path;
  }

  private static byte[] littleEndian(float[] values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.multiplyExact(values.length, 4)).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return bytes.array();
  }

  private static void entry(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
    CRC32 crc = new CRC32();
    crc.update(bytes);
    ZipEntry entry = new ZipEntry(FOLDER + name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(bytes.length);
    entry.setCompressedSize(bytes.length);
    entry.setCrc(crc.getValue());
    entry.setTime(0);
    zip.putNextEntry(entry);
    zip.write(bytes);
    zip.closeEntry();
  }

  /** One node of the tree: parameters of its own, and submodules. */
  private static final class Module {
    final String type;
    final Map<String, Weights.Tensor> parameters = new LinkedHashMap<>();
    final Map<String, Module> children = new TreeMap<>();

    Module(String type) {
      this.type = type;
    }

    void add(String fullName, String name, Weights.Tensor tensor) {
      int dot = name.indexOf('.');
      if (dot < 0) {
        parameters.put(name, tensor);
        return;
      }
      String child = name.substring(0, dot);
      String childPath = fullName.substring(0, fullName.length() - name.length() + dot);
      children
          .computeIfAbsent(child, c -> new Module("M_" + childPath.replace('.', '_')))
          .add(fullName, name.substring(dot + 1), tensor);
    }

    void declare(StringBuilder code, String methods) {
      children.values().forEach(child -> child.declare(code, ""));
      code.append("class ").append(type).append("(Module):\n");
      code.append("  __parameters__ = [");
      parameters.keySet().forEach(name -> code.append('"').append(name).append("\", "));
      code.append("]\n  __buffers__ = []\n");
      parameters.keySet().forEach(name -> code.append("  ").append(name).append(" : Tensor\n"));
      code.append("  training : bool\n");
      code.append("  __annotations__ = []\n");
      children.forEach(
          (name, child) ->
              code.append("  __annotations__[\"")
                  .append(name)
                  .append("\"] = __torch__.")
                  .append(child.type)
                  .append("\n"));
      code.append(methods);
    }
  }

  /** The handful of pickle opcodes that a TorchScript file needs; nothing is memoised. */
  private static final class Pickle {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final List<float[]> storages;

    Pickle(List<float[]> storages) {
      this.storages = storages;
    }

    byte[] dump(Module root) {
      out.write(0x80); // PROTO
      out.write(2);
      module(root);
      out.write('.'); // STOP
      return out.toByteArray();
    }

    private void module(Module module) {
      global("__torch__", module.type);
      out.write(')'); // EMPTY_TUPLE
      out.write(0x81); // NEWOBJ
      out.write('}'); // EMPTY_DICT
      out.write('('); // MARK
      module.parameters.forEach(
          (name, tensor) -> {
            text(name);
            tensor(tensor);
          });
      text("training");
      out.write(0x88); // NEWTRUE
      module.children.forEach(
          (name, child) -> {
            text(name);
            module(child);
          });
      out.write('u'); // SETITEMS
      out.write('b'); // BUILD
    }

    private void tensor(Weights.Tensor tensor) {
      global("torch._utils", "_rebuild_tensor_v2");
      out.write('(');
      out.write('(');
      text("storage");
      global("torch", "FloatStorage");
      text(Integer.toString(storages.size()));
      text("cpu");
      integer(tensor.values().length);
      out.write('t'); // TUPLE
      out.write('Q'); // BINPERSID
      storages.add(tensor.values());
      integer(0);
      out.write('(');
      tensor.shape().forEach(this::integer);
      out.write('t');
      out.write('(');
      for (int i = 0; i < tensor.shape().size(); i++) {
        integer(
            tensor.shape().subList(i + 1, tensor.shape().size()).stream()
                .reduce(1, (a, b) -> a * b));
      }
      out.write('t');
      out.write(0x88); // requires_grad
      global("collections", "OrderedDict");
      out.write(')');
      out.write('R'); // REDUCE
      out.write('t');
      out.write('R');
    }

    private void global(String module, String name) {
      out.write('c');
      out.writeBytes((module + "\n" + name + "\n").getBytes(StandardCharsets.US_ASCII));
    }

    private void text(String text) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      out.write('X'); // BINUNICODE
      out.writeBytes(
          ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(bytes.length).array());
      out.writeBytes(bytes);
    }

    private void integer(int value) {
      out.write('J'); // BININT
      out.writeBytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array());
    }
  }
}
