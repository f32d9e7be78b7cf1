package io.iptstreams.cli;

import io.iptstreams.restore.Quality;
import java.util.Locale;

/** What was told of each frame of a video, on average. */
final class MeanQuality {
  private final Mean noiseBefore = new Mean();
  private final Mean noiseAfter = new Mean();
  private final Mean psnrToInput = new Mean();
  private final Mean seams = new Mean();

  void add(Quality quality) {
    noiseBefore.add(quality.noiseBefore());
    noiseAfter.add(quality.noiseAfter());
    psnrToInput.add(quality.psnrToInput());
    seams.add(quality.seams());
  }

  /** In a line; what could not be told is left out. */
  String words() {
    return String.format(
            Locale.ROOT,
            "noise, as estimated: %.1f levels, restored %.1f",
            noiseBefore.value(),
            noiseAfter.value())
        + psnrToInput.words("; %.1f dB from the input")
        + seams.words("; columns differ %.2f times as much where tiles meet");
  }

  /** Of the values that are finite. */
  private static final class Mean {
    private double sum;
    private long count;

    void add(double value) {
      if (Double.isFinite(value)) {
        sum += value;
        count++;
      }
    }

    double value() {
      return count == 0 ? 0 : sum / count;
    }

    String words(String format) {
      return count == 0 ? "" : String.format(Locale.ROOT, format, value());
    }
  }
}
