package io.iptstreams.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * {@code log.csv}: a row for each validation, with the mean loss since the row before and the
 * decibels of every task. An empty cell is a task that had no crops.
 */
final class TrainingLog {
  private static final String FILE = "log.csv";

  /**
   * One row.
   *
   * @param step done so far
   * @param minutes of training so far, over all sittings
   * @param losses mean absolute error of each task, grey levels; NaN if it had no crops
   * @param decibels RGB PSNR of each task on the pictures set apart
   */
  record Row(int step, double minutes, List<Double> losses, List<Double> decibels) {}

  private final Path file;
  private final List<String> titles;
  private final List<Row> rows = new ArrayList<>();

  /**
   * Opens the folder's log and forgets the rows after {@code step}: a run that was killed goes on
   * from a checkpoint that may be older than the last row.
   */
  TrainingLog(Path folder, List<String> titles, int step) throws IOException {
    this.file = folder.resolve(FILE);
    this.titles = titles;
    if (step > 0 && Files.exists(file)) {
      for (String line : Files.readAllLines(file).stream().skip(1).toList()) {
        Row row = row(line);
        if (row.step() <= step) {
          rows.add(row);
        }
      }
    }
    write();
  }

  /** All rows so far. */
  List<Row> rows() {
    return rows;
  }

  void add(Row row) throws IOException {
    rows.add(row);
    write();
  }

  private void write() throws IOException {
    StringBuilder text = new StringBuilder("step,minutes");
    titles.forEach(
        title -> text.append(',').append(title).append(" L1,").append(title).append(" dB RGB"));
    text.append('\n');
    for (Row row : rows) {
      text.append(String.format(Locale.ROOT, "%d,%.2f", row.step(), row.minutes()));
      for (int i = 0; i < titles.size(); i++) {
        text.append(cell(row.losses().get(i))).append(cell(row.decibels().get(i)));
      }
      text.append('\n');
    }
    Files.writeString(file, text);
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
        losses.add(number(cells[2 + 2 * i]));
        decibels.add(number(cells[3 + 2 * i]));
      }
      return new Row(Integer.parseInt(cells[0]), Double.parseDouble(cells[1]), losses, decibels);
    } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
      throw new TrainingException(
          file + " is not the log of this plan: \"" + line + "\"; move it away to go on");
    }
  }

  private static double number(String cell) {
    return cell.isEmpty() ? Double.NaN : Double.parseDouble(cell);
  }
}
