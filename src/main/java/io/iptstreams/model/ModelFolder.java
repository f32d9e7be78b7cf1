package io.iptstreams.model;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A model at rest: {@code card.json} and {@code weights.safetensors}, in a folder or bundled with
 * the program.
 *
 * @param card what the model is
 * @param weights its tensors; they fit the card
 * @param fingerprint SHA-256 of both files, in hexadecimal
 */
public record ModelFolder(ModelCard card, Weights weights, String fingerprint) {
  static final String CARD = "card.json";
  static final String WEIGHTS = "weights.safetensors";
  private static final long MAX_WEIGHTS = 2L << 30;

  /** Names of the models that come with the program. */
  public static final List<String> BUNDLED = List.of("ipt-nano");

  /** Name of the paper's network with random weights, for measuring speed alone. */
  public static final String BASE = "ipt-base";

  /**
   * The paper's 115-million-parameter network for one task, with random weights that restore
   * nothing.
   */
  public static ModelFolder base() {
    ModelCard.TaskEntry task = new ModelCard.TaskEntry("denoise-30", 1, null);
    ModelCard card =
        new ModelCard(BASE, Architecture.paper(), List.of(task), 48, Map.of(), Map.of());
    Weights weights = new IptLayout(card.architecture(), card.taskSet()).initial(1);
    return new ModelFolder(card, weights, "random weights");
  }

  /**
   * Opens a bundled model by name, or a folder by path.
   *
   * @throws ModelException if there is neither, or if the files are not a model
   */
  public static ModelFolder open(String nameOrPath) {
    Path folder = Path.of(nameOrPath);
    try {
      if (Files.isDirectory(folder)) {
        return of(folder);
      }
      if (BUNDLED.contains(nameOrPath)) {
        return of(resource(nameOrPath, CARD), resource(nameOrPath, WEIGHTS));
      }
    } catch (ModelException e) {
      throw new ModelException("model " + nameOrPath + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw new ModelException("model " + nameOrPath + " cannot be read: " + e.getMessage(), e);
    }
    throw new ModelException(
        "no model \""
            + nameOrPath
            + "\": give a folder with "
            + CARD
            + " and "
            + WEIGHTS
            + ", or one of "
            + String.join(", ", BUNDLED));
  }

  /**
   * Writes the two files; each appears whole or not at all. The tensors go in the order of the
   * official checkpoints, whatever order they come in.
   */
  public static void write(Path folder, ModelCard card, Weights weights) throws IOException {
    Files.createDirectories(folder);
    Path part = part(folder.resolve(WEIGHTS));
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(part))) {
      SafeTensors.write(ordered(card, weights), out);
    }
    replace(folder.resolve(WEIGHTS), part);
    part = part(folder.resolve(CARD));
    Files.writeString(part, card.toJson());
    replace(folder.resolve(CARD), part);
  }

  private static Weights ordered(ModelCard card, Weights weights) {
    Map<String, Weights.Tensor> rest = new LinkedHashMap<>(weights.tensors());
    Map<String, Weights.Tensor> ordered = new LinkedHashMap<>();
    for (String name : new IptLayout(card.architecture(), card.taskSet()).shapes().keySet()) {
      Weights.Tensor tensor = rest.remove(name);
      if (tensor != null) {
        ordered.put(name, tensor);
      }
    }
    ordered.putAll(rest);
    return new Weights(ordered);
  }

  private static ModelFolder of(Path folder) throws IOException {
    for (String file : List.of(CARD, WEIGHTS)) {
      if (!Files.isRegularFile(folder.resolve(file))) {
        throw new ModelException("the folder has no " + file);
      }
    }
    long size = Files.size(folder.resolve(WEIGHTS));
    if (size > MAX_WEIGHTS) {
      throw new ModelException(
          WEIGHTS + " has " + size + " bytes, at most " + MAX_WEIGHTS + " are read");
    }
    return of(
        Files.readAllBytes(folder.resolve(CARD)), Files.readAllBytes(folder.resolve(WEIGHTS)));
  }

  private static ModelFolder of(byte[] card, byte[] weights) {
    ModelCard read = ModelCard.read(card);
    Weights tensors = SafeTensors.read(weights);
    requireFit(read, tensors);
    return new ModelFolder(read, tensors, sha256(card, weights));
  }

  /** Names every missing, extra and misshapen tensor at once. */
  private static void requireFit(ModelCard card, Weights weights) {
    List<String> differences = differences(card, weights);
    if (!differences.isEmpty()) {
      throw new ModelException(
          "the weights do not fit the card: " + String.join("; ", differences));
    }
  }

  /** Each missing, extra and misshapen tensor in a few words; empty if the weights fit the card. */
  public static List<String> differences(ModelCard card, Weights weights) {
    Map<String, List<Integer>> expected =
        new IptLayout(card.architecture(), card.taskSet()).shapes();
    List<String> differences = new ArrayList<>();
    expected.forEach(
        (name, shape) -> {
          Weights.Tensor tensor = weights.tensors().get(name);
          if (tensor == null) {
            differences.add("missing " + name + " " + shape);
          } else if (!tensor.shape().equals(shape)) {
            differences.add(name + " is " + tensor.shape() + " and should be " + shape);
          }
        });
    weights.tensors().keySet().stream()
        .filter(name -> !expected.containsKey(name))
        .forEach(name -> differences.add("unknown " + name));
    return differences;
  }

  private static byte[] resource(String model, String file) throws IOException {
    String name = "/models/" + model + "/" + file;
    try (InputStream in = ModelFolder.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new ModelException("the program was built without " + name);
      }
      return in.readAllBytes();
    }
  }

  private static Path part(Path file) {
    return file.resolveSibling(file.getFileName() + ".part");
  }

  private static void replace(Path file, Path part) throws IOException {
    Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  private static String sha256(byte[]... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (byte[] part : parts) {
        digest.update(part);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
