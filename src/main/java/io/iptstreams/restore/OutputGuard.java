package io.iptstreams.restore;

import io.iptstreams.image.Image;
import io.iptstreams.task.Task;
import java.util.List;
import java.util.Locale;

/**
 * Looks at a restored picture before anybody gets it: a broken device or a damaged model can give
 * black or garbage without an error, and that must not pass for a success.
 *
 * <p>Refused are a picture of another size than asked for, samples that are no numbers, a flat
 * picture made of one that is not flat, and a picture that has little to do with the one it was
 * made of: its PSNR to that, when it is reduced to the same size by block means, lies below a floor
 * that no restoration comes near. A model that merely restores badly passes.
 */
final class OutputGuard {
  /** Two photographs that have nothing in common are 6 to 10 dB apart. */
  private static final double FLOOR_DB = 10;

  /** Where rain is dense, a picture without it is far from the one with it. */
  private static final double RAIN_FLOOR_DB = 6;

  /**
   * What is further apart than the floor is compared once more, by the means of eight pixels in a
   * row: there a pattern of dots is what it is to be smoothed to, and noise is still no picture.
   */
  private static final double COARSE_FLOOR_DB = 16;

  /**
   * Taking away noise of sigma puts a picture as far from what it was as the noise had: 8.2 dB at
   * sigma 99. More than it says may be in the picture, hence so much below.
   */
  private static final double DENOISE_MARGIN_DB = 4;

  /**
   * Below this standard deviation, in levels, a picture is flat: a level of rounding and no more.
   */
  private static final double FLAT = 0.5;

  /** What varies more than this, in levels, and is no noise, does not become flat. */
  private static final double NOT_FLAT = 16;

  private OutputGuard() {}

  /**
   * @param degraded C × H × W
   * @param restored what was made of it
   * @param tasks what was undone, in order
   * @throws RestorationException saying what is wrong with the restored picture
   */
  static void check(Image degraded, Image restored, List<Task> tasks) {
    int scale = tasks.stream().mapToInt(Task::scale).reduce(1, (a, b) -> a * b);
    checkSize(degraded, restored, scale);
    Deviation deviation = new Deviation(degraded, restored);
    if (!Double.isFinite(deviation.restoredSpread())) {
      throw refused(tasks, "holds samples that are no numbers");
    }
    double noise = tasks.stream().mapToDouble(OutputGuard::noise).max().orElse(0);
    if (deviation.restoredSpread() < FLAT
        && deviation.degradedSpread() > Math.max(NOT_FLAT, 2 * noise)) {
      throw refused(tasks, "is flat, which the picture it was made of is not");
    }
    double floor = tasks.stream().mapToDouble(OutputGuard::floor).min().orElse(FLOOR_DB);
    if (deviation.psnr() < floor && deviation.coarsePsnr() < COARSE_FLOOR_DB) {
      throw refused(
          tasks,
          String.format(
              Locale.ROOT,
              "has little to do with the one it was made of: %.1f dB to that, at least %.1f are"
                  + " expected",
              deviation.psnr(),
              floor));
    }
  }

  private static void checkSize(Image degraded, Image restored, int scale) {
    int height = degraded.height() * scale;
    int width = degraded.width() * scale;
    if (restored.channels() != degraded.channels()
        || restored.height() != height
        || restored.width() != width) {
      throw new RestorationException(
          RestorationException.Station.CHECK,
          "the restored picture is "
              + restored
              + ", expected "
              + degraded.channels()
              + " × "
              + height
              + " × "
              + width,
          null);
    }
  }

  private static double noise(Task task) {
    return task instanceof Task.Denoise denoise ? denoise.sigma() : 0;
  }

  private static double floor(Task task) {
    if (task instanceof Task.Derain) {
      return RAIN_FLOOR_DB;
    }
    return task instanceof Task.Denoise denoise
        ? Math.min(FLOOR_DB, 20 * Math.log10(255.0 / denoise.sigma()) - DENOISE_MARGIN_DB)
        : FLOOR_DB;
  }

  private static RestorationException refused(List<Task> tasks, String fault) {
    return new RestorationException(
        RestorationException.Station.CHECK,
        "the picture restored by "
            + String.join(", ", tasks.stream().map(Task::id).toList())
            + " "
            + fault,
        null);
  }
}
