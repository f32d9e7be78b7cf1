package io.iptstreams.cli;

import picocli.CommandLine.Command;

/** Topology files before they run: mistakes, what they stand for, their tests. */
@Command(
    name = "topology",
    description = "Looks at topology files without a broker: mistakes, meaning, tests.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      TopologyValidateCommand.class,
      TopologyExplainCommand.class,
      TopologyTestCommand.class
    })
final class TopologyCommand {}
