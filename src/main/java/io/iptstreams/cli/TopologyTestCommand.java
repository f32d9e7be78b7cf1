package io.iptstreams.cli;

import io.iptstreams.batch.BatchPolicy;
import io.iptstreams.restore.Restorers;
import io.iptstreams.stream.DryRun;
import io.iptstreams.stream.Fate;
import io.iptstreams.stream.TestCase;
import io.iptstreams.stream.TopologyDefinition;
import io.iptstreams.stream.TopologyReview;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The tests inside a topology file. */
@Command(
    name = "test",
    description =
        "Runs the tests inside a topology file, without a broker: each record goes the way it would"
            + " go in the running stage, with stand-ins for models and stores. Exit status 1 if one"
            + " fails.",
    mixinStandardHelpOptions = true)
final class TopologyTestCommand implements Callable<Integer> {
  private static final int TESTS_FAILED = 1;

  @Parameters(paramLabel = "FILE", description = "topology file")
  private Path file;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    InputFile.require(file);
    KnownModels models = new KnownModels();
    TopologyReview.Good topology = TopologyReview.of(file, models::traits).orElseThrow();
    PrintWriter out = spec.commandLine().getOut();
    if (topology.tests().isEmpty()) {
      out.println(file + " has no tests");
      return 0;
    }
    int failed = 0;
    try (Restorers restorers = restorers(topology.definition(), models)) {
      DryRun run = new DryRun(topology.definition(), restorers, InstantSource.system());
      for (TestCase test : topology.tests()) {
        Fate got = run.fate(test.record());
        boolean met = test.expected().isMetBy(got);
        out.println(met ? "ok    " + test.name() : "FAIL  " + failure(test, got));
        failed += met ? 0 : 1;
      }
    }
    int all = topology.tests().size();
    out.println("tests " + all + " = passed " + (all - failed) + " + failed " + failed);
    return failed == 0 ? 0 : TESTS_FAILED;
  }

  private String failure(TestCase test, Fate got) {
    return file
        + ":"
        + test.line()
        + ": "
        + test.name()
        + ": expected "
        + test.expected()
        + ", got "
        + got;
  }

  private static Restorers restorers(TopologyDefinition definition, KnownModels models) {
    // One record at a time: nothing comes that a batch could wait for.
    BatchPolicy alone = new BatchPolicy(definition.restore().batch().maxSize(), Duration.ZERO);
    return Restorers.open(
        definition.models(), models::standIn, alone, 1, definition.restore().limits());
  }
}
