package io.iptstreams.jvm;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/** A quantity followed through a run, tenth by tenth of it. */
public final class Tenths {
  private final double[] highest = new double[10];
  private final double[] sum = new double[10];
  private final int[] count = new int[10];

  /**
   * @param progress how far the run is, 0 to 1
   */
  public void note(double progress, double value) {
    int tenth = Math.min(9, (int) (10 * progress));
    highest[tenth] = Math.max(highest[tenth], value);
    sum[tenth] += value;
    count[tenth]++;
  }

  /** The highest value of each tenth; 0 where there is none. */
  public double[] highest() {
    return highest.clone();
  }

  /** The mean of each tenth; no number where there is no value. */
  public double[] means() {
    double[] means = new double[10];
    Arrays.setAll(means, i -> sum[i] / count[i]);
    return means;
  }

  /** One line, for {@link #parse}. */
  public static String line(double[] tenths) {
    return DoubleStream.of(tenths)
        .mapToObj(tenth -> String.format(Locale.ROOT, "%.1f", tenth))
        .collect(Collectors.joining(" "));
  }

  static double[] parse(String line) {
    return Arrays.stream(line.split(" ")).mapToDouble(Double::parseDouble).toArray();
  }
}
