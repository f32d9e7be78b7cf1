package io.iptstreams.evaluate;

/**
 * One HTML page of trials of one model: numbers, and crops to look at. It needs no other file and
 * carries neither date nor speed, so that equal scores give equal bytes.
 */
public final class Report {
  private final String heading;
  private final StringBuilder sections = new StringBuilder();

  /**
   * @param way how pictures are restored, as far as the numbers depend on it: {@code overlap 12}
   */
  public Report(String modelName, String way) {
    this.heading = modelName + ", " + way;
  }

  public void add(ReportSection section, Evaluation evaluation) {
    sections.append(section.html(evaluation));
  }

  /** The page, to be written as UTF-8. */
  public String html() {
    return Html.page(
        heading,
        "<p>PSNR and SSIM against the clean pictures, means over the pictures. Of each picture the"
            + " square where the model gained most, then where it gained least, as JPEG of quality"
            + " 0.95; the numbers are of the whole pictures as they were.</p>\n"
            + sections);
  }
}
