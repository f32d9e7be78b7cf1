package io.iptstreams.train;

import io.iptstreams.degrade.Degradation;
import io.iptstreams.settings.Section;
import java.util.List;
import java.util.Optional;

/** The ways of spoiling a picture that a plan can name for a task of the user's own. */
final class Degradations {
  private static final String JPEG = "jpeg";
  private static final String POISSON_GAUSSIAN = "poisson-gaussian";

  static final List<String> NAMES = List.of(JPEG, POISSON_GAUSSIAN);

  private Degradations() {}

  /** Reads the name under {@code key} and the ranges beside it. */
  static Optional<Degradation> read(Section section, String key) {
    return Optional.empty();
  }
}
