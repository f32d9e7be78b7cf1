package io.iptstreams.evaluate;

import java.util.Optional;

/** Adds up scores, picture by picture, to their mean. */
final class Mean {
  private double psnr;
  private double ssim;
  private int count;

  void add(Score score) {
    psnr += score.psnr();
    ssim += score.ssim();
    count++;
  }

  /** The mean so far; none of nothing. */
  Optional<Score> score() {
    return count == 0 ? Optional.empty() : Optional.of(new Score(psnr / count, ssim / count));
  }
}
