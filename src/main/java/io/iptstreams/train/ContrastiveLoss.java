package io.iptstreams.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/**
 * How alike the tokens of one image are, and how unlike those of other images: the second term of
 * IPT's pre-training, which teaches the body features of the image besides the pixels. A value; the
 * paper weights it with 0.1.
 *
 * <p>Tokens are B images × N tokens × width, float32: what the body gives, after the residual of
 * its last layers and before it is put back to a map. f[j,i] below is token i of image j, cos(a, b)
 * = a · b / (|a| |b|); a token of zeros has cosine 0 to all.
 *
 * <p>Takes memory for (B N)² cosines, several times over until its gradients are known: at N = 256
 * one such matrix is 4 MiB for 4 images and 1 GiB for 64.
 *
 * @see <a href="https://arxiv.org/abs/2012.00364">Chen et al., Pre-Trained Image Processing
 *     Transformer</a>
 */
public sealed interface ContrastiveLoss {

  /**
   * The loss of a batch, such that the engine can go back from it to the tokens.
   *
   * @param tokens B × N × width, float32; stays the caller's
   * @return one number, a mean over tokens; it belongs to the tokens' manager, like the result of
   *     any operation on them, and of what led to it only the engine's graph remains
   * @throws IllegalArgumentException if the tokens have another shape, or too few images or tokens
   *     to compare
   */
  NDArray of(NDArray tokens);

  /**
   * Equation 5 of the paper, without a temperature: the mean over j, i1, i2 of
   *
   * <pre>
   *   -log( exp cos(f[j,i1], f[j,i2]) / Σ_{k ≠ j} exp cos(f[j,i1], f[k,i2]) )
   * </pre>
   *
   * <p>Below the line are only other images, so there must be two, and the loss can be negative.
   * Above it i1 = i2 counts, though its cosine is always 1. Cosines lie in -1..1, so nothing here
   * overflows.
   */
  record Paper() implements ContrastiveLoss {
    @Override
    public NDArray of(NDArray tokens) {
      requireTokens(tokens, 2, 1);
      try (NDManager work = tokens.getManager().newSubManager()) {
        Shape shape = tokens.getShape();
        long images = shape.get(0);
        long count = shape.get(1);
        NDArray units = units(tokens, work);
        NDArray all = cosines(units).reshape(images, count, images, count);
        NDArray others = work.eye((int) images).neg().add(1).reshape(images, 1, images, 1);
        NDArray below = all.exp().mul(others).sum(new int[] {2}).log();
        return handedOver(below.sub(cosinesWithin(units)).mean(), tokens);
      }
    }
  }

  /**
   * The supervised contrastive loss (Khosla et al.), with the image as the class, as the official
   * MindSpore recipe trains: the mean over all tokens a, and over all other tokens p of a's image,
   * of
   *
   * <pre>
   *   -log( exp s(a, p) / (Σ_{b ≠ a} exp s(a, b) + 1e-8) ),  s(a, b) = (cos(a, b) - 1) / temperature
   * </pre>
   *
   * <p>Below the line are all other tokens of all images, p included. The - 1 takes the largest
   * cosine out of both, so that no exponent is above 0 whatever the temperature.
   *
   * @param temperature by which differences of cosines grow, above 0
   * @see <a href="https://arxiv.org/abs/2004.11362">Khosla et al., Supervised Contrastive
   *     Learning</a>
   */
  record Supervised(double temperature) implements ContrastiveLoss {
    /** The recipe's. */
    public static final double PUBLISHED_TEMPERATURE = 0.07;

    private static final double SMALLEST_SUM = 1e-8;

    public Supervised {
      if (!(temperature > 0) || Double.isInfinite(temperature)) {
        throw new IllegalArgumentException("temperature must be above 0, got " + temperature);
      }
    }

    /** With {@link #PUBLISHED_TEMPERATURE}. */
    public Supervised() {
      this(PUBLISHED_TEMPERATURE);
    }

    @Override
    public NDArray of(NDArray tokens) {
      requireTokens(tokens, 1, 2);
      try (NDManager work = tokens.getManager().newSubManager()) {
        Shape shape = tokens.getShape();
        int images = (int) shape.get(0);
        int count = (int) shape.get(1);
        NDArray units = units(tokens, work);
        // Masked, not subtracted: at 0.07 the token's own term outweighs the others' by up to e^28.
        NDArray notItself = work.eye(images * count).neg().add(1);
        NDArray sums = scores(cosines(units)).exp().mul(notItself).sum(new int[] {1});
        NDArray below = sums.add(SMALLEST_SUM).log();
        NDArray positives = scores(cosinesWithin(units)).mul(work.eye(count).neg().add(1));
        NDArray above = positives.sum(new int[] {2}).div(count - 1).reshape(images * count);
        return handedOver(below.sub(above).mean(), tokens);
      }
    }

    private NDArray scores(NDArray cosines) {
      return cosines.sub(1).div(temperature);
    }
  }

  private static void requireTokens(NDArray tokens, int images, int count) {
    Shape shape = tokens.getShape();
    if (shape.dimension() != 3 || shape.get(0) < images || shape.get(1) < count) {
      throw new IllegalArgumentException(
          "tokens must be images × tokens × width, at least "
              + images
              + " × "
              + count
              + " × 1, got "
              + shape);
    }
  }

  /** Tokens of length 1, in the given manager, where all that is made of them will be too. */
  private static NDArray units(NDArray tokens, NDManager work) {
    NDArray squares = tokens.square();
    squares.attach(work);
    // Bounded before the root, whose slope at 0 is infinite.
    NDArray lengths = squares.sum(new int[] {2}, true).maximum(1e-16).sqrt();
    NDArray units = tokens.div(lengths);
    units.attach(work);
    return units;
  }

  /** (B N) × (B N): every token with every token. */
  private static NDArray cosines(NDArray units) {
    Shape shape = units.getShape();
    NDArray flat = units.reshape(shape.get(0) * shape.get(1), shape.get(2));
    return flat.matMul(flat.transpose());
  }

  /** B × N × N: the tokens of each image with one another. */
  private static NDArray cosinesWithin(NDArray units) {
    return units.matMul(units.transpose(0, 2, 1));
  }

  private static NDArray handedOver(NDArray loss, NDArray tokens) {
    loss.attach(tokens.getManager());
    return loss;
  }
}
