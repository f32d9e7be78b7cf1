package io.iptstreams.proof;

import io.iptstreams.batch.BatchPolicy;
import io.iptstreams.model.RestorationModel;
import io.iptstreams.restore.Limits;
import io.iptstreams.restore.Restorers;
import io.iptstreams.store.Stores;
import io.iptstreams.stream.Stage;
import io.iptstreams.stream.TopologyDefinition;
import io.iptstreams.stream.TopologyFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** What the command {@code run} does, with a double in place of the network. */
final class StageOfDouble {
  private StageOfDouble() {}

  /**
   * Runs until SIGTERM.
   *
   * @param words topology file, bootstrap servers, name of the instance
   */
  static void run(String[] words, RestorationModel model) {
    TopologyDefinition definition = TopologyFile.read(Path.of(words[0]));
    endOnSigterm(Thread.currentThread());
    try (Restorers restorers = restorers(definition, model);
        Stage stage =
            Stage.start(definition, restorers, Stores.open(Map.of()), words[1], words[2])) {
      stage.awaitStop();
    } catch (InterruptedException sigterm) {
      System.err.println("stopped");
    }
  }

  /** One picture at a time in the model, so that it gives the pace. */
  static Restorers restorers(TopologyDefinition definition, RestorationModel model) {
    return Restorers.open(
        definition.models(),
        name -> model,
        new BatchPolicy(1, Duration.ZERO),
        1,
        new Limits(1 << 21, Limits.DEFAULT_OVERLAP, Duration.ofSeconds(10)));
  }

  private static void endOnSigterm(Thread main) {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  main.interrupt();
                  try {
                    main.join();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                }));
  }
}
