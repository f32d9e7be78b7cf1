package io.iptstreams.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.iptstreams.evaluate.ClassicalMethod;
import io.iptstreams.evaluate.Evaluation;
import io.iptstreams.evaluate.Flicker;
import io.iptstreams.evaluate.Score;
import io.iptstreams.evaluate.Scores;
import io.iptstreams.evaluate.Trial;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * An evaluation for programs. Every key is always there; null are {@code input} where the task
 * enlarges, since the degraded picture has another size, and {@code baseline} where there is no
 * classical method. A clip has {@code flicker}, too: {@code input} and {@code restored} in levels,
 * null where nothing stands still, and {@code still}, the part of the picture that does.
 */
final class EvaluationJson {
  /** One more than is promised to repeat: 0.001 dB. */
  private static final int DECIMALS = 4;

  private EvaluationJson() {}

  static ObjectNode of(String modelName, int overlap, Trial trial, Evaluation evaluation) {
    ObjectNode node = new ObjectMapper().createObjectNode();
    node.put("model", modelName).put("task", trial.task().id());
    node.put("protocol", trial.protocol().name().toLowerCase(Locale.ROOT));
    node.put("overlap", overlap).put("images", evaluation.images());
    put(node.putObject("psnr"), evaluation.mean(), Score::psnr);
    put(node.putObject("ssim"), evaluation.mean(), Score::ssim);
    node.put("baseline", trial.classical().map(ClassicalMethod::name).orElse(null));
    evaluation.flicker().ifPresent(flicker -> put(node.putObject("flicker"), flicker));
    return node.put("seconds", evaluation.seconds()).put("megapixels", evaluation.megapixels());
  }

  private static void put(ObjectNode node, Flicker flicker) {
    put(node, "input", flicker.degraded().orElse(Double.NaN));
    put(node, "restored", flicker.restored().orElse(Double.NaN));
    put(node, "still", flicker.stillShare());
  }

  private static void put(ObjectNode node, Scores scores, ToDoubleFunction<Score> number) {
    put(node, "input", scores.input(), number);
    put(node, "baseline", scores.baseline(), number);
    put(node, "restored", Optional.of(scores.restored()), number);
  }

  private static void put(
      ObjectNode node, String key, Optional<Score> score, ToDoubleFunction<Score> number) {
    put(node, key, score.map(number::applyAsDouble).orElse(Double.NaN));
  }

  private static void put(ObjectNode node, String key, double value) {
    if (Double.isInfinite(value)) {
      // Of pictures that are equal; JSON has no number for it, so it becomes the string "Infinity".
      node.put(key, value);
    } else if (Double.isNaN(value)) {
      node.putNull(key);
    } else {
      node.put(key, BigDecimal.valueOf(value).setScale(DECIMALS, RoundingMode.HALF_EVEN));
    }
  }
}
