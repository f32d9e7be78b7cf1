package io.iptstreams.cli;

import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what is wrong with the words of a command line, and which would be right. */
final class WrongWords implements CommandLine.IParameterExceptionHandler {
  private static final int WRONG_USAGE = 2;

  private final Terminal terminal;

  WrongWords(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public int handleParseException(ParameterException wrong, String[] words) {
    // Perhaps the wrong word came before the one that asks for JSON was read.
    if (LogFormat.isJson(List.of(words))) {
      terminal.speakJson();
      terminal.fail(wrong.getMessage(), Optional.empty());
      return WRONG_USAGE;
    }
    CommandLine command = wrong.getCommandLine();
    terminal.fail(wrong.getMessage(), Optional.empty());
    if (!UnmatchedArgumentException.printSuggestions(wrong, command.getErr())) {
      command.usage(command.getErr(), Ansi.OFF);
    }
    return WRONG_USAGE;
  }
}
