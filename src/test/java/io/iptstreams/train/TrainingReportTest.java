package io.iptstreams.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.iptstreams.image.Image;
import io.iptstreams.model.Precision;
import io.iptstreams.task.Task;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TrainingReportTest {
  private static final TrainingPlan PLAN =
      SmallPlans.of(2000, 1, Precision.FLOAT32, new Task.Derain(), new Task.Upscale(2));
  private static final Spent SPENT = new Spent(125, 7200, 72, 36_000);
  private static final List<TrainingLog.Row> ROWS =
      List.of(row(500, 26, 30), row(1000, 28.5, 31.25), row(1500, 28, 31.5));

  private static TrainingLog.Row row(int step, double... decibels) {
    return new TrainingLog.Row(
        step, 1, 1, Double.NaN, List.of(1.0, 2.0), List.of(decibels[0], decibels[1]));
  }

  private static String page(int step, List<TrainingLog.Row> rows, String source) {
    Map<String, Object> pictures = new LinkedHashMap<>();
    pictures.put("source", source);
    pictures.put("picturesToValidate", 12);
    pictures.put("picturesLeftOut", new TreeMap<>(Map.of("too small", 3, "without colour", 1)));
    return new TrainingReport(
            PLAN,
            pictures,
            step,
            List.of(25.125, 29.0),
            rows,
            rows.isEmpty() ? Optional.empty() : Optional.of(Image.blank(3, 28, 44)),
            SPENT,
            Map.of("PyTorch", "2.7.1"))
        .html();
  }

  private static String page() {
    return page(2000, ROWS, "photographs");
  }

  @Test
  void html_setsEachTaskBesideWhatItWasGiven() {
    assertThat(page())
        .contains(
            "<tr><th>derain</th><td>25.13</td><td>26.00 <small>step 500</small></td>"
                + "<td>28.00 <small>step 1,500</small></td><td>28.50 <small>step 1,000</small></td></tr>")
        .contains(
            "<tr><th>upscale-x2</th><td>29.00</td><td>30.00 <small>step 500</small></td>"
                + "<td>31.50 <small>step 1,500</small></td><td>31.50 <small>step 1,500</small></td></tr>");
  }

  /** 36000 crops in 7200 s of training, 72 s of it waiting. */
  @Test
  void html_saysWhatTheRunTook() {
    assertThat(page())
        .contains("<th>time</th><td>2 h 5 min</td>")
        .contains("<th>crops a second</th><td>5.0</td>")
        .contains("<th>of the training, waiting for pictures</th><td>1.0 %</td>")
        .contains("<th>PyTorch</th><td>2.7.1</td>");
  }

  @Test
  void html_saysThePlanAndThatValidationPicturesWereNotTrainedOn() {
    assertThat(page())
        .contains("<h1>small</h1>", "All 2,000 steps of the plan are done.")
        .contains("which were never trained on")
        .contains("<th>learning-rate</th><td>0.01</td>")
        .contains("<th>source</th><td>photographs</td>");
  }

  @Test
  void html_saysThePicturesInWords() {
    assertThat(page())
        .contains("<th>pictures to validate</th><td>12</td>")
        .contains("<th>pictures left out</th><td>3 too small, 1 without colour</td>");
  }

  @Test
  void html_ofARunThatStoppedEarly_saysHowToGoOn() {
    assertThat(page(1700, ROWS, "photographs"))
        .contains("Stopped after 1,700 of 2,000 steps; goes on from there with --resume.");
  }

  @Test
  void html_beforeTheFirstValidation_showsNoPictures() {
    assertThat(page(10, List.of(), "photographs"))
        .contains("the first validation was still to come")
        .doesNotContain("<img", "<svg");
  }

  @Test
  void html_showsTheCurveAndTheSheetOfEveryTask() {
    assertThat(page()).containsOnlyOnce("<svg ");
    assertThat(page().split("<img ", -1)).hasSize(1 + 2);
    assertThat(page()).contains("<figcaption>upscale-x2: spoiled, restored, clean</figcaption>");
  }

  @Test
  void html_needsNoOtherFile() {
    assertThat(page()).doesNotContainPattern("(src|href)=\"(?!data:)").doesNotContain("<script");
  }

  @Test
  void html_ofStrangeFacts_isEscaped() {
    assertThat(page(2000, ROWS, "<script>\"&"))
        .contains("<td>&lt;script&gt;&quot;&amp;</td>")
        .doesNotContain("<script");
  }
}
