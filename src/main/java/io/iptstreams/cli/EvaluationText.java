package io.iptstreams.cli;

import io.iptstreams.evaluate.ClassicalMethod;
import io.iptstreams.evaluate.Evaluation;
import io.iptstreams.evaluate.Flicker;
import io.iptstreams.evaluate.Score;
import io.iptstreams.evaluate.Scores;
import io.iptstreams.evaluate.Trial;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * An evaluation for people:
 *
 * <pre>
 *   denoise-30 with ipt-nano (overlap 12) on CBSD68: 68 pictures, 1.60 Mpixel/s
 *   protocol rgb: RGB, border 0, noise not clipped
 *                 degraded  FFmpeg bm3d     restored
 *   PSNR in dB       18.59        27.97        29.90
 *   SSIM            0.3412       0.7812       0.8412
 * </pre>
 */
final class EvaluationText {
  private EvaluationText() {}

  /**
   * @param way how pictures are restored
   */
  static String of(String modelName, String way, Trial trial, Evaluation evaluation) {
    List<String> names = new ArrayList<>();
    List<Score> scores = new ArrayList<>();
    Scores mean = evaluation.mean();
    mean.input().ifPresent(score -> add("degraded", score, names, scores));
    String method = trial.classical().map(ClassicalMethod::name).orElse("");
    mean.baseline().ifPresent(score -> add(method, score, names, scores));
    add("restored", mean.restored(), names, scores);
    return String.format(
        Locale.ROOT,
        "%s with %s (%s) on %s: %d pictures, %.2f Mpixel/s%nprotocol %s: %s%n%s%n%s%n%s%s%s",
        trial.task().id(),
        modelName,
        way,
        trial.dataSet(),
        evaluation.images(),
        evaluation.megapixels() / evaluation.seconds(),
        trial.protocol().name().toLowerCase(Locale.ROOT),
        trial.protocol().words(trial.task()),
        row("", names, name -> name),
        row("PSNR in dB", scores, score -> String.format(Locale.ROOT, "%.2f", score.psnr())),
        row("SSIM", scores, score -> String.format(Locale.ROOT, "%.4f", score.ssim())),
        method.isEmpty() ? String.format("%nno classical method for this task") : "",
        evaluation.flicker().map(EvaluationText::words).orElse(""));
  }

  private static String words(Flicker flicker) {
    if (flicker.restored().isEmpty()) {
      return String.format("%nflicker: nothing in this clip stands still");
    }
    return String.format(
        Locale.ROOT,
        "%nflicker where nothing moves, %.0f %% of the clip: degraded %.2f levels, restored %.2f",
        100 * flicker.stillShare(),
        flicker.degraded().orElseThrow(),
        flicker.restored().orElseThrow());
  }

  private static void add(String name, Score score, List<String> names, List<Score> scores) {
    names.add(name);
    scores.add(score);
  }

  private static <T> String row(String head, List<T> cells, Function<T, String> text) {
    StringBuilder row = new StringBuilder(String.format("%-10s", head));
    cells.forEach(cell -> row.append(String.format("%13s", text.apply(cell))));
    return row.toString();
  }
}
