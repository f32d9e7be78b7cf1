package io.iptstreams.evaluate;

import io.iptstreams.image.Image;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Where to look at a restored picture: the square where the model gained most, and the one where it
 * gained least or lost.
 *
 * <p>The gain is the squared error that the model took away from the degraded picture, or, where
 * that has another size, from the classical method's. Without either it counts from nothing, so
 * that the first square is the best restored one.
 *
 * @param top of the square in the clean picture
 * @param left of the square in the clean picture
 * @param side in pixels of the clean picture
 */
record Crop(int top, int left, int side) {
  private static final int SIDE = 128;
  private static final int STEP = 32;

  /** The square of most gain, then that of least; one alone if the picture has but one. */
  static List<Crop> ofMostAndLeastGain(Outcome outcome) {
    Image clean = outcome.clean();
    int scale = clean.height() / outcome.degraded().height();
    // A multiple of the scale, so that the square starts and ends with a degraded pixel.
    int side = Math.min(SIDE, Math.min(clean.height(), clean.width())) / scale * scale;
    Crop most = null;
    Crop least = null;
    double mostGain = 0;
    double leastGain = 0;
    for (int top : starts(clean.height() - side, scale)) {
      for (int left : starts(clean.width() - side, scale)) {
        Crop crop = new Crop(top, left, side);
        double gain = crop.gain(outcome, scale);
        if (most == null || gain > mostGain) {
          most = crop;
          mostGain = gain;
        }
        if (least == null || gain < leastGain) {
          least = crop;
          leastGain = gain;
        }
      }
    }
    return most.equals(least) ? List.of(most) : List.of(most, least);
  }

  /** From 0 in steps, and the last place that begins with a degraded pixel. */
  private static int[] starts(int most, int scale) {
    int step = STEP / scale * scale;
    int last = most / scale * scale;
    return IntStream.rangeClosed(0, (last + step - 1) / step)
        .map(i -> Math.min(last, i * step))
        .toArray();
  }

  /** That square of a picture that is {@code scale} times smaller than the clean one. */
  Image of(Image picture, int scale) {
    return picture.crop(top / scale, left / scale, side / scale, side / scale);
  }

  private double gain(Outcome outcome, int scale) {
    Image before = scale == 1 ? outcome.degraded() : outcome.baseline().orElse(outcome.clean());
    return squaredError(before, outcome.clean())
        - squaredError(outcome.restored(), outcome.clean());
  }

  private double squaredError(Image picture, Image clean) {
    double sum = 0;
    for (int c = 0; c < 3; c++) {
      for (int y = top; y < top + side; y++) {
        for (int x = left; x < left + side; x++) {
          double difference = picture.at(c, y, x) - clean.at(c, y, x);
          sum += difference * difference;
        }
      }
    }
    return sum;
  }
}
