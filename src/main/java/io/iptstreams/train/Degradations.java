package io.iptstreams.train;

import io.iptstreams.degrade.BlindGaussianNoise;
import io.iptstreams.degrade.Degradation;
import io.iptstreams.degrade.JpegCompression;
import io.iptstreams.degrade.PoissonGaussianNoise;
import io.iptstreams.degrade.Rain;
import io.iptstreams.settings.Range;
import io.iptstreams.settings.Section;
import java.util.List;
import java.util.Optional;

/**
 * The ways of spoiling a picture that a plan can name for a task of the user's own.
 *
 * <pre>
 *   degradation: jpeg                quality: 10 to 40           of 1 (worst) to 100
 *   degradation: poisson-gaussian    shot: 0.0001 to 0.012       light of one photon, share of white
 *                                    read: 0.001 to 0.03         standard deviation, share of white
 *   degradation: gaussian-noise      sigma: 5 to 50              standard deviation, 0..255 scale
 *   degradation: rain
 * </pre>
 *
 * <p>Each picture draws its own strength; the head is told none.
 */
final class Degradations {
  private static final String JPEG = "jpeg";
  private static final String POISSON_GAUSSIAN = "poisson-gaussian";
  private static final String GAUSSIAN_NOISE = "gaussian-noise";
  private static final String RAIN = "rain";
  private static final String QUALITY = "quality";
  private static final String SHOT = "shot";
  private static final String READ = "read";
  private static final String SIGMA = "sigma";

  /** Far below any camera's. */
  private static final double LEAST_SHOT = 0.000001;

  static final List<String> NAMES = List.of(JPEG, POISSON_GAUSSIAN, GAUSSIAN_NOISE, RAIN);

  /** Keys of all of them. */
  static final List<String> KEYS = List.of(QUALITY, SHOT, READ, SIGMA);

  private Degradations() {}

  /** Reads the name under {@code key} and the ranges beside it; empty after a mistake. */
  static Optional<Degradation> read(Section section, String key) {
    String name = section.choice(key, NAMES);
    if (!section.isRight(key)) {
      section.ignore(KEYS);
      return Optional.empty();
    }
    return switch (name) {
      case JPEG -> jpeg(section);
      case POISSON_GAUSSIAN -> poissonGaussian(section);
      case GAUSSIAN_NOISE -> gaussianNoise(section);
      default -> Optional.of(new Rain());
    };
  }

  private static Optional<Degradation> jpeg(Section section) {
    Range quality = section.wholeRange(QUALITY, 1, 100);
    return Optional.of(new JpegCompression((int) quality.low(), (int) quality.high()));
  }

  private static Optional<Degradation> poissonGaussian(Section section) {
    Range shot = section.range(SHOT, LEAST_SHOT, 1);
    Range read = section.range(READ, 0, 1);
    if (read.low() == 0 && read.high() > 0) {
      section.reject(READ, "must start above 0, or be 0 for none: it is drawn by its logarithm");
      return Optional.empty();
    }
    return Optional.of(new PoissonGaussianNoise(shot.low(), shot.high(), read.low(), read.high()));
  }

  private static Optional<Degradation> gaussianNoise(Section section) {
    Range sigma = section.range(SIGMA, 0, 255);
    return Optional.of(new BlindGaussianNoise(sigma.low(), sigma.high()));
  }
}
