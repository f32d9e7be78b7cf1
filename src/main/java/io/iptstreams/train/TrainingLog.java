package io.iptstreams.train;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * {@code log.csv}: a row for each validation, with the means since the row before (in a resumed
 * run, since the resumption if that is later) and the decibels of every task. An empty cell is a
 * number that there is none of: a task that had no crops, say.
 */
final class TrainingLog {
  private static final String FILE = "log.csv";

  /**
   * One row.
   *
   * @param step done so far
   * @param minutes of training so far, over all sittings
   * @param gradientNorm mean of all gradients' norm before clipping; NaN if no step was done
   * @param contrastive mean of the second loss before its weight; NaN if there is none
   * @param losses mean absolute error of each task, grey levels; NaN if it had no crops
   * @param decibels RGB PSNR of each task on the pictures set apart
   */
  record Row(
      int step,
      double minutes,
      double gradientNorm,
      double contrastive,
      List<Double> losses,
      List<Double> decibels) {
    Row {
      losses = List.copyOf(losses);
      decibels = List.copyOf(decibels);
    }
  }

  private static final int FIRST_TASK_COLUMN = 4;

  private final RunFolder folder;
  private final List<String> titles;
  private final List<Row> rows = new ArrayList<>();

  /**
   * Opens the folder's log and forgets the rows after {@code step}: a run that was killed goes on
   * from a checkpoint that may be older than the last row.
   *
   * @param titles of the tasks
   * @throws TrainingException if the file there is another run's
   */
  TrainingLog(RunFolder folder, List<String> titles, int step) throws IOException {
    this.folder = folder;
    this.titles = List.copyOf(titles);
    if (step > 0 && folder.has(FILE)) {
      read(new String(folder.read(FILE), StandardCharsets.UTF_8).lines().toList(), step);
    }
    write();
  }

  private void read(List<String> lines, int step) {
    if (lines.isEmpty() || !lines.get(0).equals(header())) {
      throw foreign(lines.isEmpty() ? "" : lines.get(0));
    }
    for (String line : lines.subList(1, lines.size())) {
      Row row = row(line);
      if (row.step() <= step) {
        rows.add(row);
      }
    }
  }

  /** All rows so far. */
  List<Row> rows() {
    return List.copyOf(rows);
  }

  /** Adds a row; the file is written anew, so that it is never half of one. */
  void add(Row row) throws IOException {
    rows.add(row);
    write();
  }

  private String header() {
    StringBuilder text = new StringBuilder("step,minutes,gradient norm,contrastive");
    titles.forEach(
        title -> text.append(',').append(title).append(" L1,").append(title).append(" dB RGB"));
    return text.toString();
  }

  private void write() throws IOException {
    StringBuilder text = new StringBuilder(header()).append('\n');
    for (Row row : rows) {
      text.append(String.format(Locale.ROOT, "%d,%.2f", row.step(), row.minutes()));
      text.append(cell(row.gradientNorm())).append(cell(row.contrastive()));
      for (int i = 0; i < titles.size(); i++) {
        text.append(cell(row.losses().get(i))).append(cell(row.decibels().get(i)));
      }
      text.append('\n');
    }
    folder.write(FILE, out -> out.write(text.toString().getBytes(StandardCharsets.UTF_8)));
  }

  private static String cell(double value) {
    return Double.isNaN(value) ? "," : String.format(Locale.ROOT, ",%.4f", value);
  }

  private Row row(String line) {
    String[] cells = line.split(",", -1);
    try {
      List<Double> losses = new ArrayList<>();
      List<Double> decibels = new ArrayList<>();
      for (int i = 0; i < titles.size(); i++) {
        losses.add(number(cells[FIRST_TASK_COLUMN + 2 * i]));
        decibels.add(number(cells[FIRST_TASK_COLUMN + 1 + 2 * i]));
      }
      return new Row(
          Integer.parseInt(cells[0]),
          Double.parseDouble(cells[1]),
          number(cells[2]),
          number(cells[3]),
          losses,
          decibels);
    } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
      throw foreign(line);
    }
  }

  private TrainingException foreign(String line) {
    return new TrainingException(
        folder.file(FILE)
            + " is not the log of this plan: \""
            + line
            + "\"; move it away to go on");
  }

  private static double number(String cell) {
    return cell.isEmpty() ? Double.NaN : Double.parseDouble(cell);
  }
}
