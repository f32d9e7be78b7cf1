package io.iptstreams.doctor;

import io.iptstreams.doctor.Finding.State;
import io.iptstreams.model.ModelFolder;
import io.iptstreams.stream.TopologyDefinition;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** Runs the checks one after the other, each in its own time. */
public final class Doctor {
  private final List<Check> checks;

  Doctor(List<Check> checks) {
    this.checks = List.copyOf(checks);
  }

  /** With all checks that a set-up gives reason for. */
  public static Doctor of(SetUp setUp) {
    List<Check> checks = new ArrayList<>();
    long heap = Runtime.getRuntime().maxMemory();
    checks.add(new JavaCheck(heap));
    checks.add(new TorchCheck());
    checks.add(new FfmpegCheck());
    checks.add(new ProcessorCheck());
    checks.add(new DeviceCheck(setUp.device()));
    checks.add(new EncodersCheck());
    checks.add(new PicturesCheck());
    models(setUp).forEach(model -> checks.add(new ModelCheck(model)));
    checks.addAll(setUp.topology().map(t -> ofTopology(t, setUp)).orElse(ofNoTopology(setUp)));
    checks.add(FolderCheck.temporary(Path.of(System.getProperty("java.io.tmpdir"))));
    setUp
        .topology()
        .ifPresent(
            topology -> {
              checks.add(new StateCheck(topology));
              checks.add(memory(topology, setUp, heap));
            });
    return new Doctor(checks);
  }

  private static Set<String> models(SetUp setUp) {
    Set<String> models = new LinkedHashSet<>(ModelFolder.BUNDLED);
    setUp.model().ifPresent(models::add);
    setUp.topology().ifPresent(topology -> models.addAll(topology.models()));
    return models;
  }

  private static List<Check> ofNoTopology(SetUp setUp) {
    return List.of(
        new NotGiven(
            "topology",
            "none given, so no topics, stores and state folder looked at",
            "name its file: doctor TOPOLOGY.yaml"),
        broker(setUp));
  }

  private static List<Check> ofTopology(TopologyDefinition topology, SetUp setUp) {
    List<Check> checks = new ArrayList<>();
    checks.add(new TopologyCheck(topology));
    checks.add(broker(setUp));
    if (setUp.bootstrapServers().isPresent()) {
      Broker broker = new Broker(setUp);
      checks.add(new TopicsCheck(broker, topology));
      checks.add(new RecordsCheck(broker, topology));
      checks.add(new TransactionCheck(broker, topology));
      checks.add(new CopiesCheck(broker, topology));
    }
    topology
        .stores()
        .forEach((name, at) -> checks.add(new StoreCheck(name, at, topology.putsInto(name))));
    return checks;
  }

  private static Check memory(TopologyDefinition topology, SetUp setUp, long heap) {
    Optional<Broker> broker = setUp.bootstrapServers().map(servers -> new Broker(setUp));
    return new MemoryCheck(topology, broker, heap);
  }

  private static Check broker(SetUp setUp) {
    return setUp.bootstrapServers().isPresent()
        ? new BrokerCheck(new Broker(setUp))
        : new NotGiven(
            "broker",
            "none given, so neither it nor topics looked at",
            "give its address: --bootstrap-servers HOST:PORT");
  }

  /**
   * Looks at everything.
   *
   * @param say takes each finding as soon as it is there
   * @return all of them
   * @throws InterruptedException if this thread is interrupted meanwhile
   */
  public List<Finding> examine(Consumer<Finding> say) throws InterruptedException {
    List<Finding> all = new ArrayList<>();
    Set<String> useless = new HashSet<>();
    for (Check check : checks) {
      Optional<String> missing = check.needs().stream().filter(useless::contains).findFirst();
      List<Finding> found =
          missing.isPresent() ? List.of(needless(check, missing.get())) : result(check);
      if (found.stream().anyMatch(f -> f.state() == State.FAIL || f.state() == State.SKIP)) {
        useless.add(check.name());
      }
      found.forEach(say);
      all.addAll(found);
    }
    return all;
  }

  private static Finding needless(Check check, String missing) {
    return new Finding(
        check.name(), State.SKIP, "not looked at, as it needs " + missing, Optional.empty());
  }

  private static List<Finding> result(Check check) throws InterruptedException {
    FutureTask<List<Finding>> look = new FutureTask<>(check::look);
    Thread thread = new Thread(look, "doctor-" + check.name());
    // One that hangs for good must not keep the program from ending.
    thread.setDaemon(true);
    thread.start();
    try {
      return look.get(check.limit().toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      look.cancel(true);
      return List.of(
          Finding.fail(
              check.name(),
              "no result within " + check.limit().toMillis() / 1000.0 + " s",
              check.remedy()));
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      return List.of(
          Finding.fail(
              check.name(),
              cause.getMessage() == null ? cause.toString() : cause.getMessage(),
              check.remedy()));
    }
  }
}
