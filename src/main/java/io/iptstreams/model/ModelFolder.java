package io.iptstreams.model;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
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
  private static final long MAX_CARD = 1 << 20;
  private static final long MAX_WEIGHTS = 2L << 30;
  private static final int TOLD = 5;

  /** Names of the models that come with the program. */
  public static final List<String> BUNDLED = List.of("ipt-nano", "ipt-tiny");

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
        byte[] weights = resource(nameOrPath, WEIGHTS);
        InputStream stream = new ByteArrayInputStream(weights);
        return of(resource(nameOrPath, CARD), stream, weights.length);
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

  /** Whether a folder holds a model, be it a broken one. */
  public static boolean isIn(Path folder) {
    return Files.exists(card(folder));
  }

  /**
   * Writes the two files, over those of another model. Whether the process is killed, the disk is
   * full or the power goes, what is read afterwards is the old model or the new one. The tensors go
   * in the order of the official checkpoints, whatever order they come in.
   *
   * <pre>
   *   weights.safetensors        old  old  new  new
   *   weights.safetensors.part   new  new            its end makes the new card count
   *   card.json                  old  old  old  new
   *   card.json.part                  new  new
   * </pre>
   *
   * @throws java.nio.file.FileSystemException if that fails, with the reason
   */
  public static void write(Path folder, ModelCard card, Weights weights) throws IOException {
    Files.createDirectories(folder);
    DurableFile cardFile = new DurableFile(folder.resolve(CARD));
    DurableFile weightsFile = new DurableFile(folder.resolve(WEIGHTS));
    if (card(folder).equals(cardFile.part())) {
      cardFile.publish();
    }
    Files.deleteIfExists(cardFile.part());
    MessageDigest digest = sha256();
    weightsFile.prepare(
        out -> SafeTensors.write(ordered(card, weights), new DigestOutputStream(out, digest)));
    byte[] json = card.withWeightsSha256(hex(digest)).toJson().getBytes(StandardCharsets.UTF_8);
    try {
      cardFile.prepare(out -> out.write(json));
    } catch (IOException e) {
      weightsFile.discard();
      throw e;
    }
    weightsFile.publish();
    cardFile.publish();
  }

  /** Of the weights that are there: the one without its name yet, if they have theirs. */
  private static Path card(Path folder) {
    DurableFile card = new DurableFile(folder.resolve(CARD));
    DurableFile weights = new DurableFile(folder.resolve(WEIGHTS));
    return card.isInTheMaking() && !weights.isInTheMaking() ? card.part() : card.path();
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
    Path card = card(folder);
    if (!Files.isRegularFile(card)) {
      throw new ModelException("the folder has no " + CARD);
    }
    if (!Files.isRegularFile(folder.resolve(WEIGHTS))) {
      throw new ModelException("the folder has no " + WEIGHTS);
    }
    requireAtMost(MAX_CARD, card);
    requireAtMost(MAX_WEIGHTS, folder.resolve(WEIGHTS));
    // Its size is asked of the open file: by its path it could be that of a file put in its place.
    try (FileChannel file = FileChannel.open(folder.resolve(WEIGHTS));
        InputStream weights = Channels.newInputStream(file)) {
      return of(Files.readAllBytes(card), weights, file.size());
    }
  }

  private static void requireAtMost(long most, Path file) throws IOException {
    long size = Files.size(file);
    if (size > most) {
      throw new ModelException(
          file.getFileName() + " has " + size + " bytes, at most " + most + " are read");
    }
  }

  private static ModelFolder of(byte[] card, InputStream weights, long length) throws IOException {
    ModelCard read = ModelCard.read(card);
    MessageDigest both = sha256();
    both.update(card);
    MessageDigest alone = sha256();
    InputStream digested = new DigestInputStream(new DigestInputStream(weights, both), alone);
    Weights tensors = SafeTensors.read(digested, length).weights();
    requireFit(read, tensors);
    requireUndamaged(read, hex(alone));
    return new ModelFolder(read, tensors, hex(both));
  }

  private static void requireUndamaged(ModelCard card, String digest) {
    if (card.weightsSha256() != null && !card.weightsSha256().equals(digest)) {
      throw new ModelException(
          WEIGHTS
              + " is not the file that the card belongs to: its SHA-256 is "
              + digest
              + ", the card says "
              + card.weightsSha256());
    }
  }

  /** Names the first few missing, extra and misshapen tensors. */
  private static void requireFit(ModelCard card, Weights weights) {
    List<String> differences = differences(card, weights);
    if (!differences.isEmpty()) {
      int more = differences.size() - TOLD;
      throw new ModelException(
          "the weights do not fit the card: "
              + String.join("; ", differences.subList(0, Math.min(TOLD, differences.size())))
              + (more > 0 ? "; and " + more + " more" : ""));
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

  private static String hex(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
