package io.iptstreams.cli;

import io.iptstreams.model.ModelExport;
import io.iptstreams.model.ModelFolder;
import io.iptstreams.task.Task;
import io.iptstreams.task.TaskSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A model becomes a file that other programs read. */
@Command(
    name = "export",
    description = "Writes a model as safetensors or TorchScript.",
    mixinStandardHelpOptions = true)
final class ModelsExportCommand implements Callable<Integer> {

  @Parameters(
      index = "0",
      paramLabel = "M",
      completionCandidates = Candidates.Models.class,
      description = "bundled model or folder")
  private String model;

  @Parameters(
      index = "1",
      paramLabel = "FILE",
      description = ".safetensors for the weights, .pt for the network as TorchScript")
  private Path file;

  @Option(
      names = "--task",
      paramLabel = "T",
      completionCandidates = Candidates.Tasks.class,
      description = "what the TorchScript's forward undoes; the model's first task if not given")
  private String task;

  @Override
  public Integer call() throws IOException {
    String name = file.getFileName().toString();
    if (!name.endsWith(".safetensors") && !name.endsWith(".pt")) {
      throw new UsageException("the file must end in .safetensors or .pt, got " + file);
    }
    if (task != null && !name.endsWith(".pt")) {
      throw new UsageException("--task chooses what a .pt file runs; got " + file);
    }
    ModelFolder folder = ModelFolder.open(model);
    if (name.endsWith(".pt")) {
      Task asked = asked(folder);
      WholeFile.write(file, out -> ModelExport.torchScript(folder, asked, out));
    } else {
      WholeFile.write(file, out -> ModelExport.safeTensors(folder, out));
    }
    return 0;
  }

  private Task asked(ModelFolder folder) {
    TaskSet known = folder.card().taskSet();
    if (task == null) {
      return known.abilities().get(0).example();
    }
    return known
        .find(task)
        .orElseThrow(
            () ->
                new UsageException(
                    "unknown task \"" + task + "\"; " + folder.card().name() + " knows " + known));
  }
}
