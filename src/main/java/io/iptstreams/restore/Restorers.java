package io.iptstreams.restore;

import io.iptstreams.batch.BatchCounts;
import io.iptstreams.batch.BatchPolicy;
import io.iptstreams.batch.Registration;
import io.iptstreams.image.FileCodec;
import io.iptstreams.model.RestorationModel;
import io.iptstreams.task.TaskSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The restorers of a process, one a model, each of which can be replaced while pictures are on
 * their way: a picture that has begun ends with the model it began with.
 *
 * <p>Owns the models: they are opened by the function it is given and closed when nothing uses them
 * any more. Safe for many threads.
 */
public final class Restorers implements AutoCloseable {
  private final Function<String, ? extends RestorationModel> models;
  private final BatchPolicy policy;
  private final int workers;
  private final Limits limits;
  private final FileCodec codec;

  /** What went through models that are not open any more; guarded by this. */
  private BatchCounts replaced = new BatchCounts(0, 0, 0);

  /** By the name they were asked for; guarded by this. */
  private final Map<String, Corridor> current = new LinkedHashMap<>();

  private Restorers(
      Function<String, ? extends RestorationModel> models,
      BatchPolicy policy,
      int workers,
      Limits limits,
      FileCodec codec) {
    this.models = models;
    this.policy = policy;
    this.workers = workers;
    this.limits = limits;
    this.codec = codec;
  }

  /** As the other {@code open}, for picture files other than WebP. */
  public static Restorers open(
      Collection<String> names,
      Function<String, ? extends RestorationModel> models,
      BatchPolicy policy,
      int workers,
      Limits limits) {
    return open(names, models, policy, workers, limits, FileCodec.withoutWebp());
  }

  /**
   * Opens models and starts the workers that feed them.
   *
   * @param names of the models, as the function understands them
   * @param models opens a model by its name
   * @param workers how many batches may be in one model at once
   * @param codec reads and writes the picture files
   * @throws IllegalArgumentException if the tiling does not fit a model's tiles
   * @throws RuntimeException what the function throws; nothing stays open
   */
  public static Restorers open(
      Collection<String> names,
      Function<String, ? extends RestorationModel> models,
      BatchPolicy policy,
      int workers,
      Limits limits,
      FileCodec codec) {
    Restorers restorers = new Restorers(models, policy, workers, limits, codec);
    try {
      for (String name : names) {
        restorers.current.put(name, restorers.corridor(models.apply(name)));
      }
    } catch (RuntimeException e) {
      restorers.close();
      throw e;
    }
    return restorers;
  }

  private Corridor corridor(RestorationModel model) {
    try {
      return new Corridor(model, Restorer.open(model, policy, workers, limits, codec));
    } catch (RuntimeException e) {
      model.close();
      throw e;
    }
  }

  /** Names of the models, as they were asked for. */
  public synchronized List<String> names() {
    return List.copyOf(current.keySet());
  }

  /** What a model can undo at this moment. */
  public synchronized TaskSet tasks(String name) {
    return known(name).restorer.tasks();
  }

  /**
   * A model that is open now.
   *
   * @param fingerprint of its weights
   * @param place where it runs, and why there, see {@link RestorationModel#place}
   */
  public record OpenModel(String name, String fingerprint, String place) {
    private static OpenModel of(RestorationModel model) {
      return new OpenModel(model.name(), model.fingerprint(), model.place());
    }

    /** {@code name@fingerprint}. */
    @Override
    public String toString() {
      return name + "@" + fingerprint;
    }
  }

  /** The models that are open now. */
  public synchronized List<OpenModel> opened() {
    return current.values().stream().map(corridor -> OpenModel.of(corridor.model)).toList();
  }

  /** Names of the models whose batches do not come back. */
  public synchronized List<String> stuck() {
    return current.entrySet().stream()
        .filter(entry -> entry.getValue().restorer.isStuck())
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Batches and tiles of all models, also of those that were replaced. */
  public synchronized BatchCounts counts() {
    long calls = replaced.calls();
    long items = replaced.items();
    int waiting = 0;
    for (Corridor corridor : current.values()) {
      BatchCounts counts = corridor.restorer.counts();
      calls += counts.calls();
      items += counts.items();
      waiting += counts.waiting();
    }
    return new BatchCounts(calls, items, waiting);
  }

  /**
   * Opens a model anew and uses it for every picture that begins from now on. The old one is closed
   * when its last picture is through.
   *
   * @param check looks at what the new model can undo before it is used, and throws if that will
   *     not do
   * @return name and fingerprint of the new model, as {@code name@fingerprint}
   * @throws RuntimeException what opening or the check throws; then the old one stays
   */
  public String replace(String name, Consumer<TaskSet> check) {
    RestorationModel model = models.apply(name);
    try {
      check.accept(model.tasks());
    } catch (RuntimeException e) {
      model.close();
      throw e;
    }
    Corridor next = corridor(model);
    Corridor old;
    synchronized (this) {
      known(name);
      old = current.put(name, next);
      BatchCounts done = old.restorer.counts();
      replaced =
          new BatchCounts(replaced.calls() + done.calls(), replaced.items() + done.items(), 0);
    }
    retire(old);
    return OpenModel.of(model).toString();
  }

  /** Makes a caller of the calling thread. */
  public Caller caller() {
    return new Caller();
  }

  private synchronized Corridor enter(String name) {
    Corridor corridor = known(name);
    corridor.pictures++;
    return corridor;
  }

  private void leave(Corridor corridor) {
    boolean last;
    synchronized (this) {
      corridor.pictures--;
      last = corridor.retired && corridor.pictures == 0;
    }
    if (last) {
      corridor.close();
    }
  }

  private void retire(Corridor corridor) {
    boolean idle;
    synchronized (this) {
      corridor.retired = true;
      idle = corridor.pictures == 0;
    }
    if (idle) {
      corridor.close();
    }
  }

  private Corridor known(String name) {
    Corridor corridor = current.get(name);
    if (corridor == null) {
      throw new IllegalArgumentException(
          "model " + name + " is not open; open are " + String.join(", ", current.keySet()));
    }
    return corridor;
  }

  /** Ends waiting callers, then closes every model; returns when none is at work any more. */
  @Override
  public void close() {
    List<Corridor> open;
    synchronized (this) {
      open = new ArrayList<>(current.values());
    }
    open.forEach(Corridor::close);
  }

  /**
   * Somebody who restores one picture after another, on one thread. While it is open, the tiles of
   * others wait for its own in every model that it has used.
   */
  public final class Caller implements AutoCloseable {
    private final Map<Corridor, Registration> registrations = new HashMap<>();

    private Caller() {}

    /**
     * Takes the restorer of a model for one picture.
     *
     * @throws IllegalArgumentException if no model of that name is open
     */
    public Lease lease(String model) {
      Corridor corridor = enter(model);
      registrations.keySet().removeIf(known -> known.retired);
      registrations.computeIfAbsent(corridor, entered -> entered.restorer.attach());
      return new Lease(corridor);
    }

    @Override
    public void close() {
      registrations.values().forEach(Registration::close);
      registrations.clear();
    }
  }

  /** The restorer of one picture; it stays open until the lease is closed. */
  public final class Lease implements AutoCloseable {
    private final Corridor corridor;
    private final AtomicBoolean over = new AtomicBoolean();

    private Lease(Corridor corridor) {
      this.corridor = corridor;
    }

    public Restorer restorer() {
      return corridor.restorer;
    }

    @Override
    public void close() {
      if (over.compareAndSet(false, true)) {
        leave(corridor);
      }
    }
  }

  /** A model and the restorer on it, with the pictures in it; guarded by the restorers. */
  private static final class Corridor {
    private final RestorationModel model;
    private final Restorer restorer;
    private int pictures;
    private volatile boolean retired;

    Corridor(RestorationModel model, Restorer restorer) {
      this.model = model;
      this.restorer = restorer;
    }

    void close() {
      restorer.close();
      if (!restorer.isStuck()) {
        model.close();
      }
    }
  }
}
