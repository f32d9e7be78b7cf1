package io.iptstreams.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import io.iptstreams.model.TrainableNetwork;
import io.iptstreams.model.Weights;
import io.iptstreams.task.Ability;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Fits one network by its plan, step by step. An owner; not for several threads at once.
 *
 * <p>The crops of a step, whatever their task, are shared out among workers; each puts its own
 * through the shared body in one batch, and their gradients are added up. The error is L1 on the
 * 0..1 scale, summed over tasks by their share.
 */
final class Trainer implements AutoCloseable {
  private static final String STEP = "step";

  /** Sets the random numbers of the teacher apart from those of shards and previews. */
  private static final long ORIENTATIONS = -3;

  private final TrainingPlan plan;
  private final StartingWeights start;
  private final TrainableNetwork network;
  private final Workers workers;
  private final List<PtNDArray> parameters = new ArrayList<>();
  private final Optimiser optimiser;
  private final Optional<Teacher> teacher;
  private int step;

  private Trainer(
      TrainingPlan plan, TrainingDevice device, StartingWeights start, TrainableNetwork network) {
    this.plan = plan;
    this.start = start;
    this.network = network;
    this.workers = Workers.open(device.workers());
    NDList list = network.parameters();
    list.forEach(array -> parameters.add((PtNDArray) array));
    this.optimiser =
        new Optimiser(network.manager(), list, plan.optimisation(), device.precision(), workers);
    this.teacher = plan.objective().teacher().map(model -> Teacher.open(model, device));
  }

  /** A trainer at step 0. */
  static Trainer open(TrainingPlan plan, TrainingDevice device) {
    StartingWeights start = StartingWeights.of(plan);
    TrainableNetwork network =
        TrainableNetwork.open(
            plan.architecture(),
            plan.taskSet(),
            StepCrops.groups(plan, start.learning(), device.workers()),
            device.place(),
            device.precision(),
            start.weights());
    try {
      return new Trainer(plan, device, start, network);
    } catch (RuntimeException e) {
      network.close();
      throw e;
    }
  }

  /** Steps done so far. */
  int step() {
    return step;
  }

  /** Heads that learn, ascending: all, but for those that are wholly frozen. */
  List<Integer> learning() {
    return start.learning();
  }

  /**
   * What a step showed.
   *
   * @param heads that took part
   * @param losses mean absolute error of each, grey levels
   * @param contrastive the second term before its weight; NaN if there is none
   * @param gradientNorm of all gradients together, before clipping
   */
  record Outcome(List<Integer> heads, double[] losses, double contrastive, double gradientNorm) {}

  /**
   * Does one step.
   *
   * @param crops of this step
   * @throws TrainingException if a loss or a gradient is not finite; the parameters are then those
   *     of the step before
   */
  Outcome advance(StepCrops crops) {
    TrainableNetwork.prepareThread();
    boolean transformer = step >= plan.optimisation().transformerFrom();
    List<Integer> moving = moving(crops.heads(), transformer);
    double[] losses;
    Optional<Contrast> contrast;
    float norm;
    try (NDManager work = network.manager().newSubManager()) {
      Map<Integer, Float> shares = shares(crops);
      List<Part> parts =
          workers.all(
              crops.split(workers.count()), some -> forward(work, some, shares, transformer));
      losses = losses(crops, parts);
      contrast =
          plan.objective()
              .contrastive()
              .filter(second -> transformer)
              .map(second -> contrast(work, second, parts));
      if (!Arrays.stream(losses).allMatch(Double::isFinite)
          || contrast.filter(second -> Double.isInfinite(second.value())).isPresent()) {
        throw notFinite("loss");
      }
      norm =
          optimiser.step(
              work, moving, gradients(work, parts, contrast, moving), plan.rateAt(step), step);
    }
    if (!Float.isFinite(norm)) {
      throw notFinite("gradient");
    }
    step++;
    return new Outcome(
        crops.heads(), losses, contrast.map(Contrast::value).orElse(Double.NaN), norm);
  }

  private TrainingException notFinite(String what) {
    return new TrainingException(
        "the "
            + what
            + " of step "
            + step
            + " is not finite; lower the learning rate ("
            + plan.optimisation().learningRate()
            + ") and begin again in another folder");
  }

  /**
   * What a worker makes of its crops. The arrays belong to the manager of the step.
   *
   * @param crops that it was given
   * @param losses mean absolute error of each of its heads, grey levels
   * @param tokens crops × (windows · L) × d, for a contrastive loss
   * @param number what is to become smaller
   */
  record Part(StepCrops crops, NDArray losses, NDArray tokens, NDArray number) {}

  /**
   * Puts some crops through the network.
   *
   * @param work owns the result
   * @param shares by head, the weight of the error of one crop
   */
  private Part forward(
      NDManager work, StepCrops crops, Map<Integer, Float> shares, boolean transformer) {
    List<NDArray> degraded = new ArrayList<>();
    List<NDArray> sigmas = new ArrayList<>();
    List<NDArray> clean = new ArrayList<>();
    float[] weights = new float[crops.heads().size()];
    for (int i = 0; i < crops.batches().size(); i++) {
      int head = crops.heads().get(i);
      PairBatch batch = crops.batches().get(i);
      int side = batch.side();
      NDArray spoiled = work.create(batch.degraded(), new Shape(batch.count(), 3, side, side));
      NDArray sigma = work.create(batch.sigmas(), new Shape(batch.count()));
      degraded.add(spoiled);
      sigmas.add(sigma);
      if (teacher.isPresent()) {
        // By head, so that it does not matter who else has crops of it.
        RandomGenerator random = Randomness.of(plan.seed(), ORIENTATIONS, crops.step(), head);
        Ability ability = plan.tasks().get(head).ability();
        clean.add(teacher.get().answer(work, ability, spoiled, sigma, random));
      } else {
        int cleanSide = side * batch.scale();
        clean.add(work.create(batch.clean(), new Shape(batch.count(), 3, cleanSide, cleanSide)));
      }
      weights[i] = shares.get(head) * batch.count();
    }
    TrainableNetwork.Pass pass =
        network.learn(crops.heads(), work, degraded, sigmas, clean, transformer);
    return new Part(
        crops,
        pass.losses(),
        transformer ? perCrop(pass.tokens(), crops.count()) : pass.tokens(),
        pass.losses().mul(work.create(weights)).sum());
  }

  /**
   * By head, the weight of the error of one crop, on the 0..1 scale. A task with more crops counts
   * for more, so that every crop counts alike.
   */
  private Map<Integer, Float> shares(StepCrops crops) {
    Map<Integer, Float> shares = new HashMap<>();
    for (int i = 0; i < crops.heads().size(); i++) {
      int head = crops.heads().get(i);
      shares.put(head, plan.tasks().get(head).share() / (255f * crops.batches().get(i).count()));
    }
    return shares;
  }

  /** Mean absolute error of each head over the crops of all workers. */
  private static double[] losses(StepCrops crops, List<Part> parts) {
    double[] losses = new double[crops.heads().size()];
    for (Part part : parts) {
      float[] found = part.losses().toFloatArray();
      for (int i = 0; i < found.length; i++) {
        int row = crops.heads().indexOf(part.crops().heads().get(i));
        losses[row] +=
            (double) found[i]
                * part.crops().batches().get(i).count()
                / crops.batches().get(row).count();
      }
    }
    return losses;
  }

  /** Compares the tokens of all workers, which only one of them can do. */
  private Contrast contrast(NDManager work, Objective.Contrastive objective, List<Part> parts) {
    return workers.all(List.of(parts), all -> Contrast.of(objective, network, work, all)).get(0);
  }

  /** Of each worker, in the order of {@code moving}. */
  private List<List<NDArray>> gradients(
      NDManager work, List<Part> parts, Optional<Contrast> contrast, List<Integer> moving) {
    List<PtNDArray> arrays = moving.stream().map(parameters::get).toList();
    return workers.all(
        IntStream.range(0, parts.size()).boxed().toList(),
        i -> {
          Part part = parts.get(i);
          NDArray number =
              contrast
                  .map(second -> part.number().add(second.along(i, part.tokens())))
                  .orElse(part.number());
          return network.gradients(work, number, arrays);
        });
  }

  /** N × L × d by window becomes crops × (windows · L) × d: one image of the loss is one crop. */
  private static NDArray perCrop(NDArray tokens, int crops) {
    Shape shape = tokens.getShape();
    return tokens.reshape(crops, shape.get(0) / crops * shape.get(1), shape.get(2));
  }

  /** Indexes of the parameters that these heads move. */
  private List<Integer> moving(List<Integer> heads, boolean transformer) {
    return IntStream.range(0, parameters.size())
        .filter(i -> isMoving(parameters.get(i).getName(), heads, transformer))
        .boxed()
        .toList();
  }

  private boolean isMoving(String name, List<Integer> heads, boolean transformer) {
    if (start.frozen(name) || !transformer && Optimiser.isTransformer(name)) {
      return false;
    }
    String[] parts = name.split("\\.");
    return parts[0].equals("body") || heads.contains(Integer.parseInt(parts[1]));
  }

  /** The moving average of the weights: what a finished model is made of. */
  Weights averaged() {
    return weights(optimiser.averages());
  }

  /** Everything a resumed run needs, under names of its own. */
  Weights state() {
    Map<String, Weights.Tensor> all = new LinkedHashMap<>();
    all.put(STEP, new Weights.Tensor(List.of(1), new float[] {step}));
    weights(parameters).tensors().forEach((name, tensor) -> all.put("parameter/" + name, tensor));
    optimiser
        .state()
        .forEach(
            (kind, arrays) ->
                weights(arrays)
                    .tensors()
                    .forEach((name, tensor) -> all.put(kind + "/" + name, tensor)));
    return new Weights(all);
  }

  /**
   * Goes on from a saved state.
   *
   * @throws TrainingException if it is the state of another network
   */
  void resume(Weights state) {
    fill("parameter", parameters, state);
    optimiser.state().forEach((kind, arrays) -> fill(kind, arrays, state));
    step = step(state);
  }

  /**
   * Steps done at a saved state.
   *
   * @throws TrainingException if it does not say
   */
  static int step(Weights state) {
    float step = tensor(state, STEP, 1).values()[0];
    if (step != (int) step || step < 0 || step > TrainingPlan.MAX_STEPS) {
      throw new TrainingException(
          "its step must be a whole number up to " + TrainingPlan.MAX_STEPS + ", got " + step);
    }
    return (int) step;
  }

  private void fill(String kind, List<PtNDArray> arrays, Weights state) {
    TrainableNetwork.prepareThread();
    try (NDManager work = network.manager().newSubManager()) {
      List<NDArray> values = new ArrayList<>();
      for (int i = 0; i < arrays.size(); i++) {
        String name = kind + "/" + parameters.get(i).getName();
        float[] saved = tensor(state, name, arrays.get(i).size()).values();
        values.add(work.create(saved, arrays.get(i).getShape()));
      }
      optimiser.overwrite(arrays, values);
    }
  }

  private static Weights.Tensor tensor(Weights state, String name, long size) {
    Weights.Tensor tensor = state.tensors().get(name);
    if (tensor == null || tensor.values().length != size) {
      throw new TrainingException(
          "the checkpoint has no fitting " + name + "; it belongs to another plan");
    }
    return tensor;
  }

  private Weights weights(List<PtNDArray> arrays) {
    Map<String, Weights.Tensor> tensors = new LinkedHashMap<>();
    for (int i = 0; i < arrays.size(); i++) {
      List<Integer> shape = new ArrayList<>();
      for (long side : arrays.get(i).getShape().getShape()) {
        shape.add((int) side);
      }
      tensors.put(
          parameters.get(i).getName(), new Weights.Tensor(shape, arrays.get(i).toFloatArray()));
    }
    return new Weights(tensors);
  }

  @Override
  public void close() {
    workers.close();
    teacher.ifPresent(Teacher::close);
    network.close();
  }
}
