package io.iptstreams.train;

import io.iptstreams.evaluate.Html;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * {@code curve.svg}: the decibels of every task over the steps, below them the losses on an axis of
 * their own. It needs no other file, stands in a page as it is, and is light or dark as its reader
 * likes it.
 */
final class Curve {
  private static final int LEFT = 60;
  private static final int RIGHT = 560;
  private static final int WIDTH = 820;

  /** Heights of the panels, unless the names of all tasks need more. */
  private static final int DECIBELS_HEIGHT = 240;

  private static final int LOSS_HEIGHT = 120;
  private static final int DECIBELS_TOP = 40;
  private static final int BELOW_A_PANEL = 50;

  private static final int COLOURS = 8;
  private static final int LINE_HEIGHT = 16;
  private static final int TICKS = 5;
  private static final int LONGEST_NAME = 26;

  /** Above so many, points would touch each other. */
  private static final int MOST_DOTS = 40;

  private static final String STYLE =
      """
      .curve { max-width: 100%; height: auto; font: 13px system-ui, sans-serif; }
      .curve .paper { fill: #fdfdfb; }
      .curve text { fill: #5c5c58; }
      .curve .heading { fill: #1b1b1b; }
      .curve .grid { stroke: #d0d0cc; }
      .curve polyline { fill: none; stroke: currentColor; stroke-width: 2; stroke-linejoin: round; }
      .curve circle, .curve text.name { fill: currentColor; }
      .curve .c0 { color: #0068a8; } .curve .c1 { color: #b84a00; } .curve .c2 { color: #00704f; }
      .curve .c3 { color: #a03a80; } .curve .c4 { color: #7d6200; } .curve .c5 { color: #4f5f94; }
      .curve .c6 { color: #a3262a; } .curve .c7 { color: #444444; }
      .curve .d1 { stroke-dasharray: 6 3; } .curve .d2 { stroke-dasharray: 2 2; }
      @media (prefers-color-scheme: dark) {
      .curve .paper { fill: #161614; }
      .curve text { fill: #a0a09a; }
      .curve .heading { fill: #e8e8e4; }
      .curve .grid { stroke: #3c3c38; }
      .curve .c0 { color: #6cb8ee; } .curve .c1 { color: #ff9d5c; } .curve .c2 { color: #4fd0a5; }
      .curve .c3 { color: #e79bd0; } .curve .c4 { color: #e3c94f; } .curve .c5 { color: #a9b6e0; }
      .curve .c6 { color: #ff8f8f; } .curve .c7 { color: #d0d0d0; }
      }
      """;

  private final List<String> titles;
  private final List<TrainingLog.Row> rows;
  private final int decibelsBottom;
  private final int lossTop;
  private final int lossBottom;
  private final StringBuilder svg = new StringBuilder();

  private Curve(List<String> titles, List<TrainingLog.Row> rows) {
    this.titles = titles;
    this.rows = rows;
    int names = (titles.size() - 1) * LINE_HEIGHT;
    this.decibelsBottom = DECIBELS_TOP + Math.max(DECIBELS_HEIGHT, names);
    this.lossTop = decibelsBottom + BELOW_A_PANEL;
    this.lossBottom = lossTop + Math.max(LOSS_HEIGHT, names);
  }

  /**
   * The file's text.
   *
   * @param titles of the tasks
   * @param rows at least one, by ascending step
   */
  static String svg(List<String> titles, List<TrainingLog.Row> rows) {
    return new Curve(titles, rows).draw();
  }

  private String draw() {
    int height = lossBottom + BELOW_A_PANEL;
    svg.append(
        String.format(
            Locale.ROOT,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"curve\" role=\"img\""
                + " aria-label=\"decibels and loss over steps\" width=\"%d\" height=\"%d\""
                + " viewBox=\"0 0 %d %d\">\n<style>\n%s</style>\n"
                + "<rect class=\"paper\" width=\"%d\" height=\"%d\"/>\n",
            WIDTH,
            height,
            WIDTH,
            height,
            STYLE,
            WIDTH,
            height));
    Scale steps = new Scale(0, rows.get(rows.size() - 1).step(), LEFT, RIGHT);
    panel(
        steps,
        "PSNR on validation pictures, dB (RGB)",
        DECIBELS_TOP,
        decibelsBottom,
        TrainingLog.Row::decibels,
        "dB");
    panel(
        steps,
        "L1 while training, grey levels",
        lossTop,
        lossBottom,
        TrainingLog.Row::losses,
        "L1");
    for (double tick : steps.ticks()) {
      // The axis of a very short run has ticks between its steps.
      if (tick == Math.rint(tick)) {
        String words = String.format(Locale.ROOT, "%,.0f", tick);
        text(steps.at(tick), lossBottom + 18, "middle", "", words);
      }
    }
    text((LEFT + RIGHT) / 2.0, lossBottom + 38, "middle", "", "steps");
    return svg.append("</svg>\n").toString();
  }

  private void panel(
      Scale steps,
      String heading,
      int top,
      int bottom,
      Function<TrainingLog.Row, List<Double>> values,
      String unit) {
    text(LEFT, top - 14, "start", "heading", heading);
    Scale scale = Scale.of(values(values), bottom, top);
    for (double tick : scale.ticks()) {
      svg.append(
          String.format(
              Locale.ROOT,
              "<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>\n",
              LEFT,
              RIGHT,
              scale.at(tick),
              scale.at(tick)));
      text(LEFT - 8, scale.at(tick) + 4, "end", "", scale.words(tick));
    }
    List<Label> labels = new ArrayList<>();
    for (int task = 0; task < titles.size(); task++) {
      int number = task;
      line(task, unit, steps, scale, row -> values.apply(row).get(number)).ifPresent(labels::add);
    }
    names(labels, bottom);
  }

  private double[] values(Function<TrainingLog.Row, List<Double>> values) {
    return rows.stream()
        .flatMap(row -> values.apply(row).stream())
        .filter(Double::isFinite)
        .mapToDouble(value -> value)
        .toArray();
  }

  /** Where a line ends and what it is called. */
  private record Label(int task, double y, String words) {}

  /** One line; a gap where there is no number. */
  private Optional<Label> line(
      int task, String unit, Scale steps, Scale scale, ToDoubleFunction<TrainingLog.Row> value) {
    List<String> points = new ArrayList<>();
    Label label = null;
    for (TrainingLog.Row row : rows) {
      double number = value.applyAsDouble(row);
      if (!Double.isFinite(number)) {
        polyline(task, points);
        points.clear();
        continue;
      }
      double x = steps.at(row.step());
      double y = scale.at(number);
      points.add(String.format(Locale.ROOT, "%.1f,%.1f", x, y));
      String words = titles.get(task) + number(number, unit);
      if (rows.size() <= MOST_DOTS) {
        dot(task, x, y, String.format(Locale.ROOT, "%s, step %,d", words, row.step()));
      }
      label = new Label(task, y, name(titles.get(task)) + number(number, unit));
    }
    polyline(task, points);
    return Optional.ofNullable(label);
  }

  private static String number(double number, String unit) {
    return String.format(Locale.ROOT, " %.2f %s", number, unit);
  }

  /** As much of a title as there is room for beside a line. */
  private static String name(String title) {
    return title.length() <= LONGEST_NAME ? title : title.substring(0, LONGEST_NAME - 1) + "…";
  }

  private void polyline(int task, List<String> points) {
    if (points.size() > 1) {
      svg.append(
          String.format(
              "<polyline class=\"c%d d%d\" points=\"%s\"/>\n",
              task % COLOURS, task / COLOURS % 3, String.join(" ", points)));
    }
  }

  private void dot(int task, double x, double y, String words) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<circle class=\"c%d\" cx=\"%.1f\" cy=\"%.1f\" r=\"3\"><title>%s</title></circle>\n",
            task % COLOURS,
            x,
            y,
            Html.text(words)));
  }

  /** Names at the ends of their lines, pushed apart where they would lie over each other. */
  private void names(List<Label> labels, int bottom) {
    labels.sort(Comparator.comparingDouble(Label::y));
    double[] y = new double[labels.size()];
    for (int i = 0; i < y.length; i++) {
      y[i] = i == 0 ? labels.get(i).y() : Math.max(labels.get(i).y(), y[i - 1] + LINE_HEIGHT);
    }
    for (int i = y.length - 1; i >= 0; i--) {
      y[i] = Math.min(y[i], i == y.length - 1 ? bottom : y[i + 1] - LINE_HEIGHT);
    }
    for (int i = 0; i < y.length; i++) {
      Label label = labels.get(i);
      text(RIGHT + 10, y[i] + 4, "start", "name c" + label.task() % COLOURS, label.words());
    }
  }

  private void text(double x, double y, String anchor, String style, String words) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\"%s>%s</text>\n",
            x,
            y,
            anchor,
            style.isEmpty() ? "" : " class=\"" + style + "\"",
            Html.text(words)));
  }

  /**
   * Numbers along an axis.
   *
   * @param low at {@code from}
   * @param high at {@code to}, above {@code low}
   */
  private record Scale(double low, double high, double from, double to) {

    /** From a round number below all values to one above them. */
    static Scale of(double[] values, double from, double to) {
      double low = Double.POSITIVE_INFINITY;
      double high = Double.NEGATIVE_INFINITY;
      for (double value : values) {
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
      if (values.length == 0) {
        return new Scale(0, 1, from, to);
      }
      double step = step(high == low ? 1 : high - low);
      double floor = Math.floor(low / step) * step;
      double ceiling = Math.ceil(high / step) * step;
      return new Scale(floor, ceiling > floor ? ceiling : floor + step, from, to);
    }

    /** The smallest of 1, 2 or 5 times a power of ten that gives few enough ticks. */
    private static double step(double range) {
      double power = Math.pow(10, Math.floor(Math.log10(range / TICKS)));
      for (double factor : new double[] {1, 2, 5}) {
        if (range / (factor * power) <= TICKS) {
          return factor * power;
        }
      }
      return 10 * power;
    }

    double at(double value) {
      return from + (value - low) / (high - low) * (to - from);
    }

    List<Double> ticks() {
      double step = step(high - low);
      List<Double> ticks = new ArrayList<>();
      // Counted, not added up: a sum of tenths would miss the last one.
      for (long i = (long) Math.ceil(low / step - 1e-9); i * step <= high + 1e-9 * step; i++) {
        ticks.add(i * step);
      }
      return ticks;
    }

    String words(double tick) {
      int digits = (int) Math.max(0, Math.ceil(-Math.log10(step(high - low)) - 1e-9));
      return String.format(Locale.ROOT, "%." + digits + "f", tick);
    }
  }
}
