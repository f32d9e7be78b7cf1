package io.iptstreams.evaluate;

import io.iptstreams.image.Image;
import io.iptstreams.image.Resampler;
import java.util.function.UnaryOperator;

/**
 * What one does without a network: the method a model has to beat.
 *
 * @param name as in reports
 * @param method makes a picture of the clean one's size of a degraded one; need not round or clamp
 */
public record ClassicalMethod(String name, UnaryOperator<Image> method) {

  /** Bicubic enlargement, as MATLAB's. */
  public static ClassicalMethod bicubic(int scale) {
    return new ClassicalMethod(
        "bicubic",
        degraded ->
            Resampler.bicubic(degraded, degraded.height() * scale, degraded.width() * scale));
  }
}
