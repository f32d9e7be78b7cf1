package io.iptstreams.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.iptstreams.model.DeviceChoice;
import org.slf4j.LoggerFactory;
import picocli.AutoComplete.GenerateCompletion;
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
  private static final String COMPLETION = "generate-completion";

  @Option(
      names = "--verbose",
      description = "Log what happens, and show stack traces of failures.",
      scope = ScopeType.INHERIT)
  void verbose(boolean verbose) {
    if (verbose && LoggerFactory.getLogger("io.iptstreams") instanceof Logger ours) {
      ours.setLevel(Level.DEBUG);
    }
  }

  @Option(
      names = "--log",
      paramLabel = "text|json",
      completionCandidates = Candidates.LogFormats.class,
      description = "What lines on standard error look like (text).",
      scope = ScopeType.INHERIT)
  void log(LogFormat format) {
    if (format == LogFormat.JSON) {
      terminal.speakJson();
    }
  }

  private final Terminal terminal;

  private Main(Terminal terminal) {
    this.terminal = terminal;
  }

  /** Standard error. */
  Terminal terminal() {
    return terminal;
  }

  public static void main(String[] words) {
    Terminal terminal = new Terminal(System.err, TerminalWidth::ofStandardError);
    System.setErr(terminal.stream());
    Runtime.getRuntime().addShutdownHook(new Thread(terminal::close, "terminal"));
    System.exit(commandLine(terminal).execute(words));
  }

  /** The whole front door, ready to execute words. */
  static CommandLine commandLine(Terminal terminal) {
    CommandLine commandLine =
        new CommandLine(new Main(terminal))
            .addSubcommand(COMPLETION, new GenerateCompletion())
            .registerConverter(DeviceChoice.class, new DeviceConverter())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setParameterExceptionHandler(new WrongWords(terminal))
            .setExecutionExceptionHandler(new Failure(terminal))
            .setErr(terminal.writer());
    // Asked for once, by a line of the user's shell.
    commandLine.getSubcommands().get(COMPLETION).getCommandSpec().usageMessage().hidden(true);
    return commandLine;
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
