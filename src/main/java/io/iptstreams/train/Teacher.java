package io.iptstreams.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.iptstreams.model.FrozenNetwork;
import io.iptstreams.model.ModelFolder;
import io.iptstreams.task.Ability;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * A trained model whose answers are learnt from in place of the clean crops. It answers as the mean
 * of two orientations, drawn out of the eight: on average the answer of its self-ensemble, which is
 * better than each. What no model could guess, such as the noise itself, is not in it, so gradients
 * are quieter than against clean crops. An owner; the threads that learn may ask it at once.
 *
 * @see <a href="https://arxiv.org/abs/1503.02531">Hinton et al., Distilling the Knowledge in a
 *     Neural Network</a>
 */
final class Teacher implements AutoCloseable {
  /** Orientations in an answer: each further one is one more pass forward, and calms less. */
  static final int ASKED = 2;

  private static final int ORIENTATIONS = 8;
  private static final int HEIGHT = 2;
  private static final int WIDTH = 3;

  private final FrozenNetwork network;

  private Teacher(FrozenNetwork network) {
    this.network = network;
  }

  static Teacher open(ModelFolder model, TrainingDevice device) {
    return new Teacher(FrozenNetwork.open(model, device.place(), device.precision()));
  }

  /**
   * What the crops of one head are to become.
   *
   * @param work owns the result
   * @param degraded B × 3 × h × h
   * @param sigmas B numbers
   * @param random draws the orientations
   * @return B × 3 × (s · h) × (s · h), neither rounded nor clamped
   */
  NDArray answer(
      NDManager work, Ability ability, NDArray degraded, NDArray sigmas, RandomGenerator random) {
    List<Integer> drawn = random.ints(0, ORIENTATIONS).distinct().limit(ASKED).boxed().toList();
    NDArray sum = null;
    for (int orientation : drawn) {
      NDArray answer =
          turnedBack(
              network.restore(work, ability, turned(degraded, orientation), sigmas), orientation);
      sum = sum == null ? answer : sum.add(answer);
    }
    return sum.div(ASKED);
  }

  /** Mirrored left to right or not, then upside down or not, then transposed or not. */
  private static NDArray turned(NDArray crops, int orientation) {
    NDArray flipped = flipped(crops, orientation);
    return isTransposed(orientation) ? transposed(flipped) : flipped;
  }

  /** The other way round. */
  private static NDArray turnedBack(NDArray crops, int orientation) {
    return flipped(isTransposed(orientation) ? transposed(crops) : crops, orientation);
  }

  private static boolean isTransposed(int orientation) {
    return (orientation & 4) != 0;
  }

  private static NDArray transposed(NDArray crops) {
    return crops.swapAxes(HEIGHT, WIDTH);
  }

  private static NDArray flipped(NDArray crops, int orientation) {
    int[] axes =
        IntStream.of(WIDTH, HEIGHT)
            .filter(axis -> (orientation & (axis == WIDTH ? 1 : 2)) != 0)
            .toArray();
    return axes.length == 0 ? crops : crops.flip(axes);
  }

  @Override
  public void close() {
    network.close();
  }
}
