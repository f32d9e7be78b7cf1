package io.iptstreams.train;

import static java.util.stream.Collectors.joining;

import io.iptstreams.evaluate.Html;
import io.iptstreams.image.Image;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * {@code report.html}: one page on a run, done or stopped early. It needs no other file and names
 * neither machine nor folder.
 *
 * @param plan what was asked for
 * @param pictures facts of the pictures
 * @param step done so far
 * @param before decibels of each task before anything is restored
 * @param rows of the log
 * @param sheet the last {@link SampleSheet}, if there is one
 * @param spent by all sittings
 * @param versions of the program and of what it stands on, by name
 */
record TrainingReport(
    TrainingPlan plan,
    Map<String, Object> pictures,
    int step,
    List<Double> before,
    List<TrainingLog.Row> rows,
    Optional<Image> sheet,
    Spent spent,
    Map<String, String> versions) {

  /** The page, to be written as UTF-8. */
  String html() {
    StringBuilder body = new StringBuilder();
    body.append(paragraph(end()));
    body.append("<h2>What it learnt</h2>\n");
    if (rows.isEmpty()) {
      body.append(paragraph("Nothing was measured yet: the first validation was still to come."));
    } else {
      measured(body);
    }
    body.append("<h2>What it took</h2>\n").append(table(cost()));
    body.append("<h2>The pictures</h2>\n").append(table(pictureFacts()));
    body.append("<h2>The plan</h2>\n").append(table(plan.facts()));
    return Html.page(plan.name(), body.toString());
  }

  private String end() {
    return step >= plan.steps()
        ? String.format(Locale.ROOT, "All %,d steps of the plan are done.", plan.steps())
        : String.format(
            Locale.ROOT,
            "Stopped after %,d of %,d steps; goes on from there with --resume.",
            step,
            plan.steps());
  }

  private void measured(StringBuilder body) {
    body.append(
        paragraph(
            "Mean RGB PSNR in dB of pictures set apart for validation, which were never trained on;"
                + " noise of a range is that of its middle. Before: the spoiled pictures"
                + " themselves, or, if the task enlarges them, their bicubic enlargements."));
    body.append(
        "<div class=\"wide\">\n<table>\n<tr><th></th><th>before</th><th>first</th><th>last</th><th>best</th></tr>\n");
    for (int task = 0; task < plan.tasks().size(); task++) {
      body.append(decibels(task));
    }
    body.append("</table>\n</div>\n");
    body.append("<figure class=\"wide\">\n")
        .append(Curve.svg(titles(), rows))
        .append("</figure>\n");
    sheet.ifPresent(picture -> body.append(samples(picture)));
  }

  private List<String> titles() {
    return plan.tasks().stream().map(TrainingTask::title).toList();
  }

  private String decibels(int task) {
    TrainingLog.Row best =
        rows.stream()
            .max(Comparator.comparingDouble(row -> row.decibels().get(task)))
            .orElseThrow();
    return String.format(
        Locale.ROOT,
        "<tr><th>%s</th><td>%.2f</td><td>%s</td><td>%s</td><td>%s</td></tr>\n",
        Html.text(titles().get(task)),
        before.get(task),
        decibels(rows.get(0), task),
        decibels(rows.get(rows.size() - 1), task),
        decibels(best, task));
  }

  private static String decibels(TrainingLog.Row row, int task) {
    return String.format(
        Locale.ROOT, "%.2f <small>step %,d</small>", row.decibels().get(task), row.step());
  }

  private String samples(Image sheet) {
    StringBuilder figures = new StringBuilder();
    figures.append(
        paragraph(
            "The middle of the first validation picture: spoiled (if the task enlarges it, each"
                + " pixel repeated), restored at the last validation, clean."));
    List<Image> pictures = SampleSheet.rows(sheet);
    for (int task = 0; task < Math.min(pictures.size(), plan.tasks().size()); task++) {
      figures.append(
          Html.figure(pictures.get(task), titles().get(task) + ": spoiled, restored, clean"));
    }
    return figures.toString();
  }

  /** Under the keys of the card, written as words. */
  private Map<String, Object> pictureFacts() {
    Map<String, Object> facts = new LinkedHashMap<>();
    pictures.forEach((key, value) -> facts.put(PlanFacts.spaced(key), words(value)));
    return facts;
  }

  /** Counts by reason as {@code 3 too small, 1 without colour}; all else as it is. */
  private static Object words(Object fact) {
    return fact instanceof Map<?, ?> counts
        ? counts.entrySet().stream()
            .map(count -> count.getValue() + " " + count.getKey())
            .collect(joining(", "))
        : fact;
  }

  private Map<String, String> cost() {
    Map<String, String> cost = new LinkedHashMap<>();
    cost.put("time", Pace.words(Duration.ofMillis((long) (spent.minutes() * 60_000))));
    cost.put(
        "of that, training and not validating",
        Pace.words(Duration.ofMillis((long) (spent.trainingSeconds() * 1000))));
    cost.put("crops", String.format(Locale.ROOT, "%,d", spent.crops()));
    cost.put("crops a second", String.format(Locale.ROOT, "%.1f", spent.cropsPerSecond()));
    cost.put(
        "of the training, waiting for pictures",
        String.format(Locale.ROOT, "%.1f %%", 100 * spent.waitingShare()));
    cost.putAll(versions);
    return cost;
  }

  private static String paragraph(String words) {
    return "<p>" + Html.text(words) + "</p>\n";
  }

  private static String table(Map<String, ?> facts) {
    StringBuilder table = new StringBuilder("<table class=\"facts\">\n");
    facts.forEach(
        (key, value) ->
            table
                .append("<tr><th>")
                .append(Html.text(key))
                .append("</th><td>")
                .append(Html.text(value.toString()))
                .append("</td></tr>\n"));
    return table.append("</table>\n").toString();
  }
}
