package io.iptstreams.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs the script of the compose file that makes the topics, with a {@code kafka-topics.sh} that
 * only writes down what it is asked.
 */
final class TopicScript {
  private static final String TOOL = "kafka-topics.sh";

  private TopicScript() {}

  /**
   * @param folder for the tool that writes down
   * @return the words of each call, the tool's name first
   */
  static List<String> calls(Path folder, String script) throws IOException, InterruptedException {
    Path calls = folder.resolve("calls");
    Path tool =
        Files.writeString(
            folder.resolve(TOOL), "#!/bin/sh\necho " + TOOL + " \"$@\" >> " + calls + "\n");
    Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwx------"));
    ProcessBuilder builder = new ProcessBuilder("bash", "-ec", script).redirectErrorStream(true);
    builder.environment().merge("PATH", folder.toString(), (path, own) -> own + ":" + path);
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes());
    if (!process.waitFor(1, TimeUnit.MINUTES) || process.exitValue() != 0) {
      throw new AssertionError("the script failed: " + said);
    }
    return Files.readAllLines(calls);
  }
}
