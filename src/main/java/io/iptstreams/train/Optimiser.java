package io.iptstreams.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import io.iptstreams.model.Precision;
import io.iptstreams.model.TorchEngine;
import io.iptstreams.model.Weights;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Moves the parameters of a network against their gradients, by {@link Optimisation.Method}, and
 * keeps a moving average of them. Its whole state is plain arrays, so that it can be saved: DJL's
 * own optimisers hide theirs.
 *
 * <p>Not thread-safe. Its arrays belong to the manager it was made with.
 */
final class Optimiser {
  private static final double MOMENTUM = 0.95;

  /**
   * {@code norm} also scales the gradients down to the largest norm allowed, unless they are not
   * finite. {@code muon} takes parameters of one shape; five steps of a Newton-Schulz iteration
   * with the published coefficients bring all singular values of the momentum close to 1, and 0.2 ·
   * √(longer side) makes the step as large as one of Adam's.
   */
  private static final String METHODS =
      """
        def add(self, g: List[Tensor], more: List[Tensor]) -> Tensor:
          torch._foreach_add_(g, more)
          return torch.zeros([1])
        def overwrite(self, arrays: List[Tensor], values: List[Tensor]) -> Tensor:
          torch._foreach_copy_(arrays, values)
          return torch.zeros([1])
        def norm(self, g: List[Tensor], clip: float) -> Tensor:
          norm = torch.linalg_vector_norm(torch.stack(torch._foreach_norm(g, 2)), 2)
          torch._foreach_mul_(g, torch.clamp_max(torch.mul(torch.reciprocal(torch.add(norm, 9.9999999999999995e-07)), clip), 1.))
          return norm
        def adamw(self, p: List[Tensor], g: List[Tensor], m: List[Tensor], v: List[Tensor], t: List[Tensor], lr: float, decay: float) -> Tensor:
          torch._foreach_add_(t, 1)
          torch._fused_adamw_(p, g, m, v, annotate(List[Tensor], []), t, lr=lr, beta1=0.90000000000000002, beta2=0.98999999999999999, weight_decay=decay, eps=1e-08, amsgrad=False, maximize=False)
          return torch.zeros([1])
        def muon(self, p: List[Tensor], g: List[Tensor], m: List[Tensor], parts: int, lr: float, decay: float) -> Tensor:
          torch._foreach_mul_(m, {momentum})
          torch._foreach_add_(m, g)
          u = torch.add(torch.stack(g, 0), torch.mul(torch.stack(m, 0), {momentum}))
          rows = torch.floordiv(torch.size(p[0], 0), parts)
          flat = torch.reshape(u, [torch.mul(torch.len(p), parts), rows, -1])
          columns = torch.size(flat, 2)
          tall = torch.gt(rows, columns)
          if tall:
            wide = torch.transpose(flat, 1, 2)
            side = rows
          else:
            wide = flat
            side = columns
          length = torch.linalg_vector_norm(wide, 2, [1, 2], True)
          x = torch.to(torch.div(wide, torch.add(length, 9.9999999999999995e-08)), {type})
          for i in range(5):
            a = torch.matmul(x, torch.transpose(x, 1, 2))
            b = torch.add(torch.mul(a, -4.7750000000000004), torch.mul(torch.matmul(a, a), 2.0314999999999999))
            x = torch.add(torch.mul(x, 3.4445000000000001), torch.matmul(b, x))
          x = torch.mul(torch.to(x, 6), torch.mul(torch.sqrt(side), 0.20000000000000001))
          if tall:
            y = torch.transpose(x, 1, 2)
          else:
            y = x
          torch._foreach_mul_(p, torch.sub(1., torch.mul(lr, decay)))
          torch._foreach_add_(p, torch.unbind(torch.reshape(y, torch.size(u)), 0), alpha=torch.neg(lr))
          return torch.zeros([1])
        def average(self, e: List[Tensor], p: List[Tensor], keep: float) -> Tensor:
          torch._foreach_lerp_(e, p, torch.sub(1., keep))
          return torch.zeros([1])
      """;

  private final Optimisation settings;
  private final Workers workers;
  private final PtSymbolBlock script;
  private final List<PtNDArray> parameters = new ArrayList<>();
  private final List<PtNDArray> firstMoments = new ArrayList<>();
  private final List<PtNDArray> secondMoments = new ArrayList<>();
  private final List<PtNDArray> averages = new ArrayList<>();
  private final List<PtNDArray> counts = new ArrayList<>();

  /**
   * @param parameters arrays that alias the network's parameters
   * @param precision of Muon's products
   * @param workers threads that do a step
   */
  Optimiser(
      NDManager manager,
      NDList parameters,
      Optimisation settings,
      Precision precision,
      Workers workers) {
    this.settings = settings;
    this.workers = workers;
    String methods =
        METHODS
            .replace("{momentum}", Double.toString(MOMENTUM))
            .replace("{type}", precision == Precision.BFLOAT16 ? "15" : "6");
    this.script = TorchEngine.load(manager, new Weights(Map.of()), methods, false);
    for (NDArray parameter : parameters) {
      this.parameters.add((PtNDArray) parameter);
      firstMoments.add((PtNDArray) manager.zeros(parameter.getShape()));
      secondMoments.add((PtNDArray) manager.zeros(parameter.getShape()));
      averages.add((PtNDArray) manager.create(parameter.toFloatArray(), parameter.getShape()));
      counts.add((PtNDArray) manager.zeros(new Shape()));
    }
  }

  /** Parameters that take the same step: by name of the kind, their indexes. */
  private record Group(
      boolean muon, int parts, boolean transformer, boolean decays, List<Long> shape) {}

  /**
   * Moves parameters against their gradients; does nothing if these are not finite.
   *
   * @param moving indexes of those that took part in the step
   * @param gradients of each worker, its share of their gradients, in that order; they are changed
   * @param rate share of the peak learning rate
   * @param stepsDone before this one
   * @return norm of the gradients together, before clipping
   */
  float step(
      NDManager manager,
      List<Integer> moving,
      List<List<NDArray>> gradients,
      double rate,
      int stepsDone) {
    List<NDArray> sum = gradients.get(0);
    addUp(gradients);
    float norm = norm(manager, sum);
    if (!Float.isFinite(norm)) {
      return norm;
    }
    Map<Group, List<Integer>> groups = new LinkedHashMap<>();
    Map<Integer, NDArray> byIndex = new LinkedHashMap<>();
    for (int i = 0; i < moving.size(); i++) {
      int index = moving.get(i);
      byIndex.put(index, sum.get(i));
      groups.computeIfAbsent(group(parameters.get(index)), g -> new ArrayList<>()).add(index);
    }
    workers.all(
        shares(groups),
        share -> {
          share.forEach((group, members) -> step(group, members, byIndex, rate));
          return null;
        });
    Map<Boolean, List<Integer>> halves =
        moving.stream()
            .collect(Collectors.partitioningBy(i -> isTransformer(parameters.get(i).getName())));
    average(halves.get(false), stepsDone);
    average(halves.get(true), stepsDone - settings.transformerFrom());
    return norm;
  }

  /** Adds to the first those of all others, in their order; each worker some parameters. */
  private void addUp(List<List<NDArray>> gradients) {
    int sharing = Math.min(workers.count(), gradients.get(0).size());
    List<Integer> starts = IntStream.range(0, sharing).boxed().toList();
    workers.all(
        starts,
        start -> {
          for (List<NDArray> more : gradients.subList(1, gradients.size())) {
            call("add", list(every(start, gradients.get(0))), list(every(start, more)));
          }
          return null;
        });
  }

  /** The array at {@code start}, and from there on one for each worker passed over. */
  private List<NDArray> every(int start, List<NDArray> arrays) {
    return IntStream.iterate(start, i -> i < arrays.size(), i -> i + workers.count())
        .mapToObj(arrays::get)
        .toList();
  }

  /** To each worker as many parameters of each group: those that Muon moves cost the same. */
  private List<Map<Group, List<Integer>>> shares(Map<Group, List<Integer>> groups) {
    List<Map<Group, List<Integer>>> shares = new ArrayList<>();
    for (int i = 0; i < workers.count(); i++) {
      shares.add(new LinkedHashMap<>());
    }
    int next = 0;
    for (Map.Entry<Group, List<Integer>> group : groups.entrySet()) {
      for (int member : group.getValue()) {
        shares
            .get(next++ % workers.count())
            .computeIfAbsent(group.getKey(), g -> new ArrayList<>())
            .add(member);
      }
    }
    return shares;
  }

  private void step(
      Group group, List<Integer> members, Map<Integer, NDArray> gradients, double rate) {
    double learningRate =
        settings.learningRate() * rate * (group.transformer() ? settings.transformerRate() : 1);
    IValue p = list(pick(parameters, members));
    IValue g = list(members.stream().map(gradients::get).toList());
    IValue m = list(pick(firstMoments, members));
    IValue lr = IValue.from(learningRate);
    IValue decay = IValue.from(group.decays() ? settings.weightDecay() : 0);
    if (group.muon()) {
      call("muon", p, g, m, IValue.from((long) group.parts()), lr, decay);
    } else {
      IValue v = list(pick(secondMoments, members));
      call("adamw", p, g, m, v, list(pick(counts, members)), lr, decay);
    }
  }

  /**
   * @param stepsDone that these parameters have taken part in
   */
  private void average(List<Integer> members, int stepsDone) {
    if (members.isEmpty()) {
      return;
    }
    // Less at first, so that the average forgets the starting point.
    double keep = Math.min(settings.average(), (1.0 + stepsDone) / (10.0 + stepsDone));
    call(
        "average",
        list(pick(averages, members)),
        list(pick(parameters, members)),
        IValue.from(keep));
  }

  private Group group(PtNDArray parameter) {
    String name = parameter.getName();
    boolean transformer = isTransformer(name);
    if (settings.method() == Optimisation.Method.MUON && isInner(name, parameter.getShape())) {
      List<Long> shape = new ArrayList<>();
      for (long side : parameter.getShape().getShape()) {
        shape.add(side);
      }
      // Query, key and value are three matrices in one tensor.
      return new Group(true, name.endsWith("in_proj_weight") ? 3 : 1, transformer, true, shape);
    }
    // The queries of all tasks are one tensor: those that do not learn must stay.
    boolean decays = !name.contains("query_embed");
    return new Group(false, 1, transformer, decays, List.of());
  }

  /** Whether a parameter is left out while only convolutions learn. */
  static boolean isTransformer(String name) {
    return name.startsWith("body.")
        && !name.startsWith("body.before.")
        && !name.startsWith("body.after.");
  }

  /** A matrix or convolution between features and features. */
  private static boolean isInner(String name, Shape shape) {
    return shape.dimension() >= 2
        && !name.contains("query_embed")
        && !name.contains("position_encoding")
        && !name.startsWith("tail.")
        && !name.matches("head\\.\\d+\\.0\\.weight");
  }

  private float norm(NDManager manager, List<NDArray> gradients) {
    IValue[] arguments = {list(gradients), IValue.from(settings.clip())};
    try (IValue norm = IValueUtils.runMethod(script, "norm", arguments)) {
      return norm.toTensor((PtNDManager) manager).toFloatArray()[0];
    } finally {
      close(arguments);
    }
  }

  private void call(String method, IValue... arguments) {
    try {
      IValueUtils.runMethod(script, method, arguments).close();
    } finally {
      close(arguments);
    }
  }

  private static void close(IValue[] arguments) {
    for (IValue argument : arguments) {
      argument.close();
    }
  }

  private static List<PtNDArray> pick(List<PtNDArray> arrays, List<Integer> indexes) {
    return indexes.stream().map(arrays::get).toList();
  }

  private static IValue list(List<? extends NDArray> arrays) {
    return IValue.listFrom(arrays.toArray(new PtNDArray[0]));
  }

  /**
   * The arrays to save and to load again, by name: moments, averages and counts of every parameter.
   * Always in the same order, so that equal runs leave equal files.
   */
  Map<String, List<PtNDArray>> state() {
    return new TreeMap<>(
        Map.of("m", firstMoments, "v", secondMoments, "average", averages, "count", counts));
  }

  /** Gives arrays other values, each those of its place. */
  void overwrite(List<PtNDArray> arrays, List<NDArray> values) {
    call("overwrite", list(arrays), list(values));
  }

  /** Averages of the parameters, in their order. */
  List<PtNDArray> averages() {
    return averages;
  }
}
