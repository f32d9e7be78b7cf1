package io.iptstreams.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.iptstreams.evaluate.Evaluation;
import io.iptstreams.evaluate.Protocol;
import io.iptstreams.evaluate.Report;
import io.iptstreams.evaluate.ReportSection;
import io.iptstreams.evaluate.Sequence;
import io.iptstreams.evaluate.Trial;
import io.iptstreams.task.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures a model on test pictures. */
@Command(
    name = "evaluate",
    description = "Measures a model on test pictures: PSNR and SSIM, beside a classical method.",
    mixinStandardHelpOptions = true)
final class EvaluateCommand implements Callable<Integer> {

  @Mixin private CorridorOptions corridor;

  @Option(
      names = "--task",
      required = true,
      split = ",",
      paramLabel = "T",
      completionCandidates = Candidates.Tasks.class,
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
      paramLabel = "rgb|y|ipt",
      defaultValue = "rgb",
      completionCandidates = Candidates.Protocols.class,
      description = {
        "rgb: RGB, noise not clipped",
        "y: luma, border of the scale",
        "ipt: as IPT's paper, luma and noise clipped (${DEFAULT-VALUE})"
      })
  private Protocol protocol;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "1000000",
      description = "at most so many pictures")
  private int limit;

  @Option(
      names = "--clip",
      description = "the pictures are the frames of a clip: also measure how much they flicker")
  private boolean clip;

  @Option(
      names = "--steady",
      description =
          "of a clip, as restore --steady does it: keep what stands still from flickering")
  private boolean steady;

  @Option(
      names = "--report",
      paramLabel = "FILE.html",
      description = "write a page with the numbers and crops of every picture")
  private Path reportFile;

  @Option(names = "--json", description = "one JSON object on standard output")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    checkWords();
    return Measuring.untilCtrlC(spec, this::evaluate);
  }

  private int evaluate() throws IOException {
    ArrayNode all = new ObjectMapper().createArrayNode();
    try (Pipeline pipeline = corridor.open()) {
      String model = pipeline.restorer().modelName();
      String way = String.join(", ", way());
      Report report = new Report(model, way);
      List<Task> asked = tasks.stream().map(pipeline::task).toList();
      for (Task task : asked) {
        Trial trial = new Trial(task, data, protocol, limit, ClassicalMethods.of(task), sequence());
        Evaluation evaluation = run(trial, pipeline, report);
        ObjectNode node = EvaluationJson.of(model, corridor.overlap(), trial, evaluation);
        corridor.departures().forEach(node::put);
        if (steady) {
          node.put("steady", "true");
        }
        all.add(node);
        if (!json) {
          String text = EvaluationText.of(model, way, trial, evaluation);
          spec.commandLine().getOut().println(text);
        }
      }
      if (reportFile != null) {
        Files.writeString(reportFile, report.html());
      }
    }
    if (json) {
      spec.commandLine().getOut().println(all.size() == 1 ? all.get(0) : all);
    }
    return 0;
  }

  /** How pictures are restored, as far as the numbers depend on it. */
  private List<String> way() {
    List<String> way = new ArrayList<>(corridor.way());
    if (steady) {
      way.add("steady");
    }
    return way;
  }

  private Sequence sequence() {
    if (!clip) {
      return Sequence.UNRELATED;
    }
    return steady ? Sequence.STEADIED_CLIP : Sequence.CLIP;
  }

  private Evaluation run(Trial trial, Pipeline pipeline, Report report) throws IOException {
    Optional<ReportSection> section =
        reportFile == null ? Optional.empty() : Optional.of(new ReportSection(trial));
    Evaluation evaluation;
    try (Progress progress =
        new Progress(
            trial.task().id(),
            "pictures",
            OptionalLong.of(trial.pictures()),
            Terminal.of(spec),
            System::nanoTime)) {
      AtomicLong measured = new AtomicLong();
      evaluation =
          trial.run(
              pipeline.restorer(),
              outcome -> {
                section.ifPresent(into -> into.accept(outcome));
                progress.done(measured.incrementAndGet());
              });
    }
    section.ifPresent(of -> report.add(of, evaluation));
    return evaluation;
  }

  /** Before the minutes of work, not after them. */
  private void checkWords() throws IOException {
    if (limit < 1) {
      throw new UsageException("--limit must be at least 1, got " + limit);
    }
    if (steady && !clip) {
      throw new UsageException("--steady is for the frames of a clip; give --clip, too");
    }
    if (reportFile != null && !Files.isDirectory(reportFile.toAbsolutePath().getParent())) {
      throw new NoSuchFileException(
          reportFile.toString(), null, "the folder of the report is not there");
    }
  }
}
