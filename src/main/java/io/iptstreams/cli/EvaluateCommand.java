package io.iptstreams.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.iptstreams.evaluate.Evaluation;
import io.iptstreams.evaluate.Protocol;
import io.iptstreams.task.Task;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures a model on test pictures. */
@Command(
    name = "evaluate",
    description = "Measures a model on test pictures, in dB.",
    mixinStandardHelpOptions = true)
final class EvaluateCommand implements Callable<Integer> {

  @Mixin private CorridorOptions corridor;

  @Option(
      names = "--task",
      required = true,
      split = ",",
      paramLabel = "T",
      description = "task or tasks, by comma")
  private List<String> tasks;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      description = "input/ and target/, or HR/ and LR_bicubic/, or clean pictures")
  private Path data;

  @Option(
      names = "--protocol",
      paramLabel = "rgb|y",
      defaultValue = "rgb",
      description = "channel and border (${DEFAULT-VALUE})")
  private Protocol protocol;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "1000000",
      description = "at most so many pictures")
  private int limit;

  @Option(names = "--json", description = "one JSON object on standard output")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    ArrayNode all = new ObjectMapper().createArrayNode();
    try (Pipeline pipeline = corridor.open()) {
      List<Task> asked = tasks.stream().map(pipeline::task).toList();
      for (Task task : asked) {
        Evaluation evaluation = Evaluation.of(pipeline.restorer(), task, data, protocol, limit);
        all.add(node(pipeline.restorer().modelName(), task, evaluation));
        if (!json) {
          spec.commandLine().getOut().println(line(task, evaluation));
        }
      }
    }
    if (json) {
      spec.commandLine().getOut().println(all.size() == 1 ? all.get(0) : all);
    }
    return 0;
  }

  private ObjectNode node(String modelName, Task task, Evaluation evaluation) {
    ObjectNode node = new ObjectMapper().createObjectNode();
    node.put("model", modelName).put("task", task.id()).put("protocol", protocolName());
    node.put("overlap", corridor.overlap()).put("images", evaluation.images());
    node.put("tiling", corridor.tiling().name()).put("selfEnsemble", corridor.selfEnsemble());
    ObjectNode psnr = node.putObject("psnr");
    evaluation.input().ifPresent(input -> psnr.put("input", input));
    evaluation.baseline().ifPresent(baseline -> psnr.put("baseline", baseline.psnr()));
    psnr.put("restored", evaluation.restored());
    evaluation.baseline().ifPresent(baseline -> node.put("baseline", baseline.name()));
    return node.put("seconds", evaluation.seconds()).put("megapixels", evaluation.megapixels());
  }

  private String line(Task task, Evaluation evaluation) {
    StringBuilder line =
        new StringBuilder(
            task.id() + " on " + evaluation.images() + " pictures, PSNR " + protocolName() + ":");
    evaluation
        .input()
        .ifPresent(input -> line.append(String.format(Locale.ROOT, " degraded %.2f dB,", input)));
    evaluation
        .baseline()
        .ifPresent(
            baseline ->
                line.append(
                    String.format(Locale.ROOT, " %s %.2f dB,", baseline.name(), baseline.psnr())));
    return line
        + String.format(
            Locale.ROOT,
            " restored %.2f dB (%.2f Mpixel/s)",
            evaluation.restored(),
            evaluation.megapixels() / evaluation.seconds());
  }

  private String protocolName() {
    return protocol.name().toLowerCase(Locale.ROOT);
  }
}
