package io.iptstreams.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.iptstreams.doctor.Doctor;
import io.iptstreams.doctor.Finding;
import io.iptstreams.doctor.Finding.State;
import io.iptstreams.doctor.SetUp;
import io.iptstreams.model.DeviceChoice;
import io.iptstreams.stream.TopologyDefinition;
import io.iptstreams.stream.TopologyFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Whether all is there that the program needs, and how to put right what is not. */
@Command(
    name = "doctor",
    description =
        "Looks whether all is there that the program needs: natives, device, encoders, models; of a"
            + " topology its folders, stores, broker and topics. Says of what is not how to put it"
            + " right. Exit status 1 if something will not work.",
    mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
  private static final int SOMETHING_FAILED = 1;

  @Parameters(paramLabel = "TOPOLOGY.yaml", arity = "0..1", description = "that is to run")
  private Path topology;

  @Option(
      names = "--bootstrap-servers",
      paramLabel = "H:P",
      description = "your Kafka that it is to run on")
  private String bootstrapServers;

  @Option(
      names = "--model",
      paramLabel = "M",
      description = "a model besides the bundled ones and those of the topology")
  private String model;

  @Option(
      names = "--device",
      paramLabel = "auto|cpu|gpu[:N]",
      defaultValue = "auto",
      description = "where models are to run (${DEFAULT-VALUE})")
  private DeviceChoice device;

  @Option(names = "--json", description = "one JSON object on standard output")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (bootstrapServers != null && bootstrapServers.isBlank()) {
      throw new UsageException("--bootstrap-servers must name a broker, like localhost:9092");
    }
    PrintWriter out = spec.commandLine().getOut();
    Doctor doctor = Doctor.of(setUp());
    List<Finding> findings =
        doctor.examine(
            finding -> {
              if (!json) {
                out.print(lines(finding));
                out.flush();
              }
            });
    if (json) {
      out.println(object(findings));
    }
    return isOk(findings) ? 0 : SOMETHING_FAILED;
  }

  private SetUp setUp() throws IOException {
    Optional<TopologyDefinition> definition = Optional.empty();
    if (topology != null) {
      InputFile.require(topology);
      definition = Optional.of(TopologyFile.read(topology));
    }
    return new SetUp(
        definition, Optional.ofNullable(bootstrapServers), Optional.ofNullable(model), device);
  }

  /** The finding, and under it what to do. */
  static String lines(Finding finding) {
    String state = finding.state() == State.FAIL ? State.FAIL.name() : finding.state().toString();
    return String.format("%-5s%-12s%s%n", state, finding.name(), finding.found())
        + finding.remedy().map(remedy -> String.format("%20s%s%n", "-> ", remedy)).orElse("");
  }

  static ObjectNode object(List<Finding> findings) {
    ObjectNode object = new ObjectMapper().createObjectNode();
    ArrayNode checks = object.putArray("checks");
    for (Finding finding : findings) {
      checks
          .addObject()
          .put("name", finding.name())
          .put("state", finding.state().toString())
          .put("found", finding.found())
          .put("remedy", finding.remedy().orElse(null));
    }
    return object.put("ok", isOk(findings));
  }

  private static boolean isOk(List<Finding> findings) {
    return findings.stream().noneMatch(finding -> finding.state() == State.FAIL);
  }
}
