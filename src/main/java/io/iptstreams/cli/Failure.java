package io.iptstreams.cli;

import io.iptstreams.settings.SettingsException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import picocli.CommandLine;

/** Says in one sentence why a command failed, and turns the failure into an exit status. */
final class Failure implements CommandLine.IExecutionExceptionHandler {
  private static final int WORK_FAILED = 1;
  private static final int WRONG_FILE = 2;

  @Override
  public int handleExecutionException(
      Exception failure, CommandLine command, CommandLine.ParseResult words) {
    command.getErr().println(sentence(failure));
    if (words.originalArgs().contains("--verbose")) {
      failure.printStackTrace(command.getErr());
    }
    return failure instanceof SettingsException ? WRONG_FILE : WORK_FAILED;
  }

  private static String sentence(Exception failure) {
    if (failure instanceof NoSuchFileException missing) {
      return "there is no file " + missing.getFile();
    }
    if (failure instanceof AccessDeniedException denied) {
      return "no permission to use " + denied.getFile();
    }
    String message = failure.getMessage();
    if (failure instanceof IOException) {
      return message == null
          ? failure.toString()
          : failure.getClass().getSimpleName() + ": " + message;
    }
    return message == null ? failure + " (run again with --verbose to see where)" : message;
  }
}
