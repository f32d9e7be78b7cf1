package io.iptstreams.cli;

import io.iptstreams.model.ModelException;
import io.iptstreams.model.ModelFolder;
import io.iptstreams.model.Weights;
import io.iptstreams.model.checkpoint.Checkpoint;
import io.iptstreams.model.checkpoint.CheckpointImport;
import io.iptstreams.task.Task;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** An official PyTorch checkpoint becomes a model folder. */
@Command(
    name = "import",
    description = "Makes a model folder of an official PyTorch checkpoint.",
    mixinStandardHelpOptions = true)
final class ModelsImportCommand implements Callable<Integer> {

  @Parameters(paramLabel = "CHECKPOINT.pt", description = "a state_dict that torch.save wrote")
  private Path checkpoint;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "where the model goes; its last part is the model's name")
  private Path out;

  @Option(
      names = "--tasks",
      required = true,
      split = ",",
      paramLabel = "T",
      completionCandidates = Candidates.Tasks.class,
      description =
          "what each head undoes, in their order; for the six of IPT_pretrain.pt:"
              + " upscale-x2,upscale-x3,upscale-x4,derain,denoise-30,denoise-50")
  private List<String> tasks;

  @Option(
      names = "--heads",
      paramLabel = "N",
      defaultValue = "" + CheckpointImport.OFFICIAL_HEADS,
      description = "attention heads, which no tensor tells (${DEFAULT-VALUE})")
  private int heads;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    tasks.forEach(ModelsImportCommand::checkName);
    String name = out.toAbsolutePath().normalize().getFileName().toString();
    if (!name.matches("[A-Za-z0-9._-]{1,80}")) {
      throw new UsageException(
          "the last part of --out names the model: 1 to 80 letters, digits, dots and dashes, got \""
              + name
              + "\"");
    }
    if (!Files.isRegularFile(checkpoint)) {
      throw new NoSuchFileException(checkpoint.toString());
    }
    Map<String, Object> origin = new LinkedHashMap<>();
    origin.put("importedFrom", checkpoint.getFileName().toString());
    origin.put("sha256", sha256(checkpoint));
    CheckpointImport imported = imported(Checkpoint.read(checkpoint), name, origin);
    ModelFolder.write(out, imported.card(), imported.weights());
    spec.commandLine()
        .getErr()
        .printf(
            "%s: %,d parameters, %d attention heads, %s%n",
            out, imported.weights().parameters(), heads, String.join(", ", tasks));
    return 0;
  }

  private CheckpointImport imported(Weights weights, String name, Map<String, Object> origin) {
    try {
      return CheckpointImport.of(weights, name, tasks, heads, origin);
    } catch (ModelException e) {
      throw new ModelException(checkpoint.getFileName() + ": " + e.getMessage(), e);
    }
  }

  private static void checkName(String task) {
    try {
      new Task.Custom(task, 1);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--tasks: " + e.getMessage());
    }
  }

  private static String sha256(Path file) throws IOException {
    try (DigestInputStream in =
        new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance("SHA-256"))) {
      in.transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(in.getMessageDigest().digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
