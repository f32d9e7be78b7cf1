package io.iptstreams.cli;

import picocli.CommandLine.Command;

/** Models at rest: what there is, what is in one, in and out. */
@Command(
    name = "models",
    description = "Lists, shows, imports and exports models.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      ModelsListCommand.class,
      ModelsShowCommand.class,
      ModelsImportCommand.class,
      ModelsExportCommand.class
    })
final class ModelsCommand {}
