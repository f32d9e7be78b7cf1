package io.iptstreams.cli;

import io.iptstreams.settings.SettingsException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import picocli.CommandLine;

/** Says in one sentence why a command failed, and turns the failure into an exit status. */
final class Failure implements CommandLine.IExecutionExceptionHandler {
  private static final int WORK_FAILED = 1;
  private static final int WRONG_USAGE = 2;

  private final Terminal terminal;

  Failure(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public int handleExecutionException(
      Exception failure, CommandLine command, CommandLine.ParseResult words) {
    boolean verbose = words.originalArgs().contains("--verbose");
    terminal.fail(sentence(failure), verbose ? Optional.of(failure) : Optional.empty());
    return failure instanceof SettingsException || failure instanceof UsageException
        ? WRONG_USAGE
        : WORK_FAILED;
  }

  /** Why it failed, for the user. */
  static String sentence(Exception failure) {
    if (failure instanceof FileSystemException fault) {
      return sentence(fault);
    }
    String message = failure.getMessage();
    if (failure instanceof IOException) {
      return message == null
          ? failure.toString()
          : failure.getClass().getSimpleName() + ": " + message;
    }
    return message == null ? failure + " (run again with --verbose to see where)" : message;
  }

  private static String sentence(FileSystemException fault) {
    if (fault.getReason() != null) {
      return fault.getFile() + ": " + fault.getReason();
    }
    if (fault instanceof NoSuchFileException) {
      return "there is no file " + fault.getFile();
    }
    if (fault instanceof FileAlreadyExistsException) {
      return fault.getFile() + " is a file, where a folder is needed";
    }
    return fault instanceof AccessDeniedException
        ? "no permission to use " + fault.getFile()
        : fault.getFile() + " cannot be used: " + fault.getClass().getSimpleName();
  }
}
