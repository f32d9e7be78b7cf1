package io.iptstreams.train;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.training.GradientCollector;
import io.iptstreams.model.TrainableNetwork;
import io.iptstreams.model.Weights;
import io.iptstreams.task.Task;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Fits one network by its plan, step by step. An owner; use it from the thread that opened it.
 *
 * <p>Every step sees all tasks: a batch of each, L1 on the 0..1 scale summed over tasks. What a
 * step draws depends on the plan's seed and the step's number alone, so a run that was stopped and
 * resumed goes on as if it had not been.
 */
final class Trainer implements AutoCloseable {
  private static final String STEP = "step";

  private final TrainingPlan plan;
  private final Pictures pictures;
  private final TrainableNetwork trainable;
  private final List<PtNDArray> parameters = new ArrayList<>();
  private final AdamW optimiser;
  private int step;

  private Trainer(TrainingPlan plan, Pictures pictures, TrainableNetwork trainable) {
    this.plan = plan;
    this.pictures = pictures;
    this.trainable = trainable;
    NDList list = trainable.parameters();
    list.forEach(array -> parameters.add((PtNDArray) array));
    this.optimiser = new AdamW(trainable.manager(), list);
  }

  /** A trainer at step 0. */
  static Trainer open(TrainingPlan plan, Pictures pictures) {
    TrainableNetwork network =
        TrainableNetwork.open(plan.architecture(), plan.tasks(), plan.precision(), plan.seed());
    try {
      return new Trainer(plan, pictures, network);
    } catch (RuntimeException e) {
      network.close();
      throw e;
    }
  }

  /** Steps done so far. */
  int step() {
    return step;
  }

  /**
   * Does one step.
   *
   * @return mean absolute error per task, grey levels, in the plan's order
   * @throws TrainingException if a loss or a gradient is not finite; after a loss, the parameters
   *     are those of the step before
   */
  double[] advance() {
    RandomGenerator random =
        RandomGeneratorFactory.of("L64X128MixRandom").create(plan.seed() * 1_000_003L + step);
    boolean finishing = plan.finishing(step);
    int side = finishing ? 2 * plan.crop() : plan.crop();
    int count = finishing ? Math.max(1, plan.cropsPerTask() / 4) : plan.cropsPerTask();
    double[] losses = new double[plan.tasks().size()];
    try (NDManager work = trainable.manager().newSubManager()) {
      try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
        for (int i = 0; i < losses.length; i++) {
          Task task = plan.tasks().get(i);
          losses[i] =
              learn(work, collector, i, PairBatch.draw(pictures, step, task, count, side, random));
        }
      }
      if (!Arrays.stream(losses).allMatch(Double::isFinite)) {
        throw new TrainingException(
            "the loss of step " + step + " is not finite; lower the learning rate");
      }
      float norm = optimiser.step(work, plan.learningRateAt(step), step);
      if (!Float.isFinite(norm)) {
        throw new TrainingException(
            "the gradients of step " + step + " are not finite; lower the learning rate");
      }
    }
    step++;
    return losses;
  }

  private double learn(NDManager work, GradientCollector collector, int task, PairBatch batch) {
    NDArray method = work.create(0f);
    method.setName(TrainableNetwork.methodTag(task));
    int cleanSide = batch.side() * batch.scale();
    NDArray degraded =
        work.create(batch.degraded(), new Shape(batch.count(), 3, batch.side(), batch.side()));
    NDArray clean = work.create(batch.clean(), new Shape(batch.count(), 3, cleanSide, cleanSide));
    NDArray restored =
        IValueUtils.forward(trainable.block(), new NDList(degraded, method), true)
            .singletonOrThrow();
    NDArray loss = restored.sub(clean).abs().mean();
    collector.backward(loss.div(255));
    return loss.toFloatArray()[0];
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
   * @throws TrainingException if it is the state of another plan
   */
  void resume(Weights state) {
    fill("parameter", parameters, state);
    optimiser.state().forEach((kind, arrays) -> fill(kind, arrays, state));
    step = (int) tensor(state, STEP, 1).values()[0];
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
    trainable.close();
  }
}
