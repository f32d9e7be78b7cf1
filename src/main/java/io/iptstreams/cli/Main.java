package io.iptstreams.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.iptstreams.model.DeviceChoice;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/**
 * The program: {@code java -jar ipt-streams.jar COMMAND}. Exit status 0 done, 1 the work failed, 2
 * wrong words or file.
 */
@Command(
    name = "ipt-streams",
    description =
        "Restores pictures and video frames on Kafka topics with the Image Processing Transformer.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    subcommands = {
      DemoCommand.class,
      RunCommand.class,
      TopologyCommand.class,
      RestoreCommand.class,
      IngestCommand.class,
      EgressCommand.class,
      WatchCommand.class,
      TrainCommand.class,
      EvaluateCommand.class,
      BenchCommand.class,
      DoctorCommand.class,
      ModelsCommand.class
    })
public final class Main {

  @Option(
      names = "--verbose",
      description = "Log what happens, and show stack traces of failures.",
      scope = ScopeType.INHERIT)
  void verbose(boolean verbose) {
    if (verbose && LoggerFactory.getLogger("io.iptstreams") instanceof Logger ours) {
      ours.setLevel(Level.DEBUG);
    }
  }

  public static void main(String[] words) {
    System.exit(commandLine().execute(words));
  }

  /** The whole front door, ready to execute words. */
  static CommandLine commandLine() {
    return new CommandLine(new Main())
        .registerConverter(DeviceChoice.class, new DeviceConverter())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(new Failure());
  }

  /** The version in the jar's manifest. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Main.class.getPackage().getImplementationVersion();
      return new String[] {"ipt-streams " + (version == null ? "(built from source)" : version)};
    }
  }
}
