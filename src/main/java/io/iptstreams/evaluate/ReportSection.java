package io.iptstreams.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** One trial on a report page. Crops are cut as the pictures come, so that no picture is kept. */
public final class ReportSection implements Consumer<Outcome> {
  private final Trial trial;
  private final StringBuilder pictures = new StringBuilder();

  public ReportSection(Trial trial) {
    this.trial = trial;
  }

  @Override
  public void accept(Outcome outcome) {
    pictures.append("<section>\n<h3>").append(Html.text(outcome.name())).append("</h3>\n<p>");
    pictures.append(line(outcome.scores())).append("</p>\n");
    for (Crop crop : Crop.ofMostAndLeastGain(outcome)) {
      appendSheet(outcome, crop);
    }
    pictures.append("</section>\n");
  }

  /** The section: heading, mean scores, then every picture that was accepted. */
  String html(Evaluation evaluation) {
    return "<h2>"
        + Html.text(trial.task().id() + " on " + trial.dataSet())
        + "</h2>\n<p>"
        + Html.text(
            evaluation.images()
                + " pictures, protocol "
                + trial.protocol().name().toLowerCase(Locale.ROOT)
                + ": "
                + trial.protocol().words(trial.task()))
        + "</p>\n"
        + table(evaluation.mean())
        + pictures;
  }

  private String table(Scores mean) {
    StringBuilder table =
        new StringBuilder("<table>\n<tr><th></th><th>PSNR</th><th>SSIM</th></tr>\n");
    mean.input().ifPresent(score -> table.append(row("degraded", score)));
    mean.baseline().ifPresent(score -> table.append(row(methodName(), score)));
    table.append(row("restored", mean.restored())).append("</table>\n");
    if (mean.baseline().isEmpty()) {
      table.append("<p>No classical method for this task.</p>\n");
    }
    return table.toString();
  }

  private static String row(String name, Score score) {
    return String.format(
        Locale.ROOT,
        "<tr><th>%s</th><td>%.2f dB</td><td>%.4f</td></tr>\n",
        Html.text(name),
        score.psnr(),
        score.ssim());
  }

  private String line(Scores scores) {
    List<String> parts = new ArrayList<>();
    scores.input().ifPresent(score -> parts.add(part("degraded", score)));
    scores.baseline().ifPresent(score -> parts.add(part(methodName(), score)));
    parts.add(part("restored", scores.restored()));
    return String.join(" · ", parts);
  }

  private static String part(String name, Score score) {
    return String.format(
        Locale.ROOT, "%s %.2f dB, %.4f", Html.text(name), score.psnr(), score.ssim());
  }

  private void appendSheet(Outcome outcome, Crop crop) {
    int scale = trial.task().scale();
    pictures.append("<div class=\"sheet\">\n");
    pictures.append(Html.figure(crop.of(outcome.degraded(), scale), "degraded"));
    outcome
        .baseline()
        .ifPresent(picture -> pictures.append(Html.figure(crop.of(picture, 1), methodName())));
    pictures.append(Html.figure(crop.of(outcome.restored(), 1), "restored"));
    pictures.append(Html.figure(crop.of(outcome.clean(), 1), "clean")).append("</div>\n");
  }

  private String methodName() {
    return trial.classical().map(ClassicalMethod::name).orElseThrow();
  }
}
