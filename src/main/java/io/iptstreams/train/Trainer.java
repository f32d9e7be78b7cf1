package io.iptstreams.train;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.training.GradientCollector;
import io.iptstreams.model.TrainableNetwork;
import io.iptstreams.model.Weights;
import io.iptstreams.task.Ability;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * Fits one network by its plan, step by step. An owner; use it from the thread that opened it.
 *
 * <p>Crops of all tasks go through the shared body in one batch; the error is L1 on the 0..1 scale,
 * summed over tasks by their share.
 */
final class Trainer implements AutoCloseable {
  private static final String STEP = "step";

  /** Sets the random numbers of the teacher apart from those of shards and previews. */
  private static final long ORIENTATIONS = -3;

  private final TrainingPlan plan;
  private final StartingWeights start;
  private final TrainableNetwork network;
  private final List<PtNDArray> parameters = new ArrayList<>();
  private final Optimiser optimiser;
  private final Optional<Teacher> teacher;
  private int step;

  private Trainer(TrainingPlan plan, StartingWeights start, TrainableNetwork network) {
    this.plan = plan;
    this.start = start;
    this.network = network;
    NDList list = network.parameters();
    list.forEach(array -> parameters.add((PtNDArray) array));
    this.optimiser =
        new Optimiser(network.manager(), list, plan.optimisation(), plan.precisionHere());
    this.teacher =
        plan.objective().teacher().map(model -> Teacher.open(model, plan.precisionHere()));
  }

  /** A trainer at step 0. */
  static Trainer open(TrainingPlan plan) {
    StartingWeights start = StartingWeights.of(plan);
    TrainableNetwork network =
        TrainableNetwork.open(
            plan.architecture(),
            plan.taskSet(),
            start.learning(),
            plan.precisionHere(),
            start.weights());
    try {
      return new Trainer(plan, start, network);
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
    boolean transformer = step >= plan.optimisation().transformerFrom();
    double[] losses;
    double contrastive = Double.NaN;
    float norm;
    try (NDManager work = network.manager().newSubManager()) {
      try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
        TrainableNetwork.Pass pass = forward(work, crops, transformer);
        NDArray loss = pass.losses().mul(shares(work, crops.heads())).sum().div(255);
        if (plan.objective().contrastive().isPresent() && transformer) {
          Objective.Contrastive second = plan.objective().contrastive().get();
          NDArray value = second.loss().of(perCrop(pass.tokens(), crops.count()));
          contrastive = value.getFloat();
          loss = loss.add(value.mul(second.weight()));
        }
        collector.backward(loss);
        losses = doubles(pass.losses().toFloatArray());
      }
      if (!Arrays.stream(losses).allMatch(Double::isFinite) || Double.isInfinite(contrastive)) {
        throw notFinite("loss");
      }
      norm = optimiser.step(work, active(crops.heads(), transformer), plan.rateAt(step), step);
    }
    if (!Float.isFinite(norm)) {
      throw notFinite("gradient");
    }
    step++;
    return new Outcome(crops.heads(), losses, contrastive, norm);
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

  private TrainableNetwork.Pass forward(NDManager work, StepCrops crops, boolean transformer) {
    List<NDArray> degraded = new ArrayList<>();
    List<NDArray> sigmas = new ArrayList<>();
    List<NDArray> clean = new ArrayList<>();
    RandomGenerator random = Randomness.of(plan.seed(), ORIENTATIONS, crops.step());
    for (int i = 0; i < crops.batches().size(); i++) {
      PairBatch batch = crops.batches().get(i);
      int side = batch.side();
      NDArray spoiled = work.create(batch.degraded(), new Shape(batch.count(), 3, side, side));
      NDArray sigma = work.create(batch.sigmas(), new Shape(batch.count()));
      degraded.add(spoiled);
      sigmas.add(sigma);
      if (teacher.isPresent()) {
        Ability ability = plan.tasks().get(crops.heads().get(i)).ability();
        clean.add(teacher.get().answer(work, ability, spoiled, sigma, random));
      } else {
        int cleanSide = side * batch.scale();
        clean.add(work.create(batch.clean(), new Shape(batch.count(), 3, cleanSide, cleanSide)));
      }
    }
    return plan.objective().mixed()
        ? network.learn(work, degraded, sigmas, clean, transformer)
        : network.learn(
            crops.heads().get(0), work, degraded.get(0), sigmas.get(0), clean.get(0), transformer);
  }

  /** A task with more crops counts for more, so that every crop counts alike. */
  private NDArray shares(NDManager work, List<Integer> heads) {
    float[] shares = new float[heads.size()];
    for (int i = 0; i < shares.length; i++) {
      shares[i] = plan.tasks().get(heads.get(i)).share();
    }
    return work.create(shares);
  }

  /** N × L × d by window becomes crops × (windows · L) × d: one image of the loss is one crop. */
  private static NDArray perCrop(NDArray tokens, int crops) {
    Shape shape = tokens.getShape();
    return tokens.reshape(crops, shape.get(0) / crops * shape.get(1), shape.get(2));
  }

  /** Parameters that got a gradient and may move. */
  private Predicate<String> active(List<Integer> heads, boolean transformer) {
    return name -> {
      if (start.frozen(name) || !transformer && Optimiser.isTransformer(name)) {
        return false;
      }
      String[] parts = name.split("\\.");
      return parts[0].equals("body") || heads.contains(Integer.parseInt(parts[1]));
    };
  }

  private static double[] doubles(float[] values) {
    double[] doubles = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      doubles[i] = values[i];
    }
    return doubles;
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
    for (int i = 0; i < arrays.size(); i++) {
      String name = kind + "/" + parameters.get(i).getName();
      arrays.get(i).set(FloatBuffer.wrap(tensor(state, name, arrays.get(i).size()).values()));
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
    teacher.ifPresent(Teacher::close);
    network.close();
  }
}
