package io.iptstreams.train;

/**
 * How gradients become steps.
 *
 * @param method rule of the update
 * @param learningRate peak of the learning rate, above 0 and below 1
 * @param schedule its course
 * @param weightDecay share of a parameter, times the learning rate, that is taken off it at each
 *     step (decoupled, as Loshchilov and Hutter have it); 0 to 1
 * @param clip largest norm of all gradients together; larger ones are scaled down to it
 * @param average share of itself that the moving average of the weights keeps at each step, 0 to
 *     below 1
 * @param transformerFrom first step at which the transformer takes part; before, only convolutions
 *     learn
 * @param transformerRate learning rate of the transformer as a multiple of the others'
 */
public record Optimisation(
    Method method,
    double learningRate,
    Schedule schedule,
    double weightDecay,
    double clip,
    double average,
    int transformerFrom,
    double transformerRate) {

  /** Rules of the update. */
  public enum Method {
    /** Adam (Kingma and Ba) with weight decay decoupled from it, betas 0.9 and 0.99. */
    ADAMW,
    /**
     * Muon for the weights between the first and the last layer: momentum whose matrix is replaced
     * by the nearest orthogonal one, so that all directions are learnt equally fast; AdamW for all
     * else. Scaled to steps of AdamW's size, so that learning rates carry over.
     *
     * @see <a href="https://kellerjordan.github.io/posts/muon/">Jordan et al., Muon</a>
     * @see <a href="https://arxiv.org/abs/2502.16982">Liu et al., Muon is scalable for LLM
     *     training</a>
     */
    MUON
  }

  public Optimisation {
    if (!(learningRate > 0 && learningRate < 1)) {
      throw new IllegalArgumentException(
          "learningRate must be between 0 and 1, got " + learningRate);
    }
    if (!(weightDecay >= 0 && weightDecay <= 1)) {
      throw new IllegalArgumentException("weightDecay must be 0 to 1, got " + weightDecay);
    }
    if (!(clip > 0)) {
      throw new IllegalArgumentException("clip must be above 0, got " + clip);
    }
    if (!(average >= 0 && average < 1)) {
      throw new IllegalArgumentException("average must be 0 to below 1, got " + average);
    }
    if (transformerFrom < 0) {
      throw new IllegalArgumentException(
          "transformerFrom must not be negative, got " + transformerFrom);
    }
    if (!(transformerRate >= 0 && transformerRate <= 100)) {
      throw new IllegalArgumentException(
          "transformerRate must be 0 to 100, got " + transformerRate);
    }
  }
}
