package io.iptstreams.proof;

import io.iptstreams.cli.Main;
import io.iptstreams.jvm.ChildJvm;
import io.iptstreams.jvm.ResidentMemory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The processes of one stage, by the name of the instance. An owner. */
final class Instances implements AutoCloseable {
  private static final Duration STOPS_WITHIN = Duration.ofMinutes(2);

  private final Path folder;
  private final List<String> options;
  private final Class<?> main;
  private final Command command;
  private final Map<String, ChildJvm> living = new TreeMap<>();

  /** The words that start an instance. */
  private interface Command {
    List<String> of(String instance);
  }

  private Instances(Path folder, List<String> options, Class<?> main, Command command) {
    this.folder = folder;
    this.options = new ArrayList<>(options);
    // Where Kafka Streams has its state: what one proof leaves there must not meet another.
    this.options.add("-Djava.io.tmpdir=" + folder);
    this.main = main;
    this.command = command;
  }

  /** The real command line, with the real network. */
  static Instances ofTheProgram(
      Path folder, List<String> options, Path topology, String bootstrapServers) {
    return new Instances(
        folder,
        options,
        Main.class,
        instance ->
            List.of(
                "run",
                topology.toString(),
                "--bootstrap-servers",
                bootstrapServers,
                "--instance",
                instance,
                "--device",
                "cpu"));
  }

  /** A stage whose model ends the process at the sight of certain frames. */
  static Instances deadly(Path folder, Path topology, String bootstrapServers) {
    return new Instances(
        folder,
        ChildJvm.QUICK_TO_START,
        DeadlyStage.class,
        instance -> List.of(topology.toString(), bootstrapServers, instance));
  }

  /**
   * A stage for large pictures, with a slow model.
   *
   * @param heap in MB, all of it there from the start
   */
  static Instances backlogged(Path folder, Path topology, String bootstrapServers, int heap) {
    return new Instances(
        folder,
        ResidentMemory.fixedHeap(heap),
        BacklogStage.class,
        instance -> List.of(topology.toString(), bootstrapServers, instance));
  }

  /** A stage whose model takes so long for every picture. */
  static Instances sleeping(Path folder, Path topology, String bootstrapServers, Duration latency) {
    return new Instances(
        folder,
        ChildJvm.QUICK_TO_START,
        SleepingStage.class,
        instance ->
            List.of(
                topology.toString(),
                bootstrapServers,
                instance,
                String.valueOf(latency.toMillis())));
  }

  /** Starts one; returns before it takes frames. */
  ChildJvm start(String instance) throws IOException {
    ChildJvm child =
        ChildJvm.start(
            folder, instance, options, main, command.of(instance).toArray(String[]::new));
    living.put(instance, child);
    return child;
  }

  /** Ends one as by SIGKILL. */
  void kill(String instance) throws InterruptedException {
    living.remove(instance).kill();
  }

  /** Stops one as by SIGTERM and waits until it has. */
  void stop(String instance) throws InterruptedException {
    living.remove(instance).stop(STOPS_WITHIN);
  }

  /** Fails with what it said if one ended that was neither killed nor stopped. */
  void checkAlive() {
    living.forEach(
        (instance, child) -> {
          if (!child.isAlive()) {
            throw new AssertionError("instance " + instance + " ended: " + child.said());
          }
        });
  }

  /**
   * Starts those again that ended by themselves, as a supervisor does.
   *
   * @param status with which they may end; any other fails, with what they said
   * @return how many
   */
  int startAgain(int status) {
    List<String> ended =
        living.keySet().stream().filter(instance -> !living.get(instance).isAlive()).toList();
    for (String instance : ended) {
      try {
        if (living.get(instance).awaitEnd(Duration.ZERO) != status) {
          checkAlive();
        }
        start(instance);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError("interrupted", e);
      }
    }
    return ended.size();
  }

  @Override
  public void close() {
    new ArrayList<>(living.values()).forEach(ChildJvm::close);
  }
}
