package io.iptstreams.train;

import io.iptstreams.model.ModelFolder;
import java.util.Optional;

/**
 * What a step makes smaller: the mean absolute error on the 0..1 scale, summed over tasks, and
 * perhaps a contrastive loss.
 *
 * @param mixed whether every step sees all tasks; else one task a step, drawn evenly, as in the
 *     paper
 * @param contrastive the second term, if there is one
 * @param teacher a model whose answers the network's are compared with, in place of the clean crops
 */
public record Objective(
    boolean mixed, Optional<Contrastive> contrastive, Optional<ModelFolder> teacher) {

  /**
   * A contrastive loss with its weight.
   *
   * @param loss which
   * @param weight λ, beside the error on the 0..1 scale: the paper's 0.1 stands beside grey levels
   *     and is 0.1 / 255 here
   */
  public record Contrastive(ContrastiveLoss loss, double weight) {
    public Contrastive {
      if (!(weight > 0 && weight <= 10)) {
        throw new IllegalArgumentException("weight must be above 0 and at most 10, got " + weight);
      }
    }
  }
}
