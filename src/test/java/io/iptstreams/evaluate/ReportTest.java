package io.iptstreams.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.iptstreams.image.Image;
import io.iptstreams.task.Task;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReportTest {
  private static final Image PICTURE = Image.blank(3, 16, 16);
  private static final Scores SCORES =
      new Scores(
          Optional.of(new Score(14.148, 0.31)),
          Optional.of(new Score(25.28, 0.7)),
          new Score(27.56, 0.7891));

  private static String page(String picture, String model, Optional<ClassicalMethod> classical) {
    Path folder = Path.of("pictures", "Tom & Jerry");
    Trial trial = new Trial(new Task.Denoise(50), folder, Protocol.IPT, 9, classical);
    ReportSection section = new ReportSection(trial);
    Scores scores =
        classical.isPresent()
            ? SCORES
            : new Scores(SCORES.input(), Optional.empty(), SCORES.restored());
    section.accept(
        new Outcome(picture, PICTURE, classical.map(method -> PICTURE), PICTURE, PICTURE, scores));
    Report report = new Report(model, "overlap 12");
    report.add(section, new Evaluation(1, scores, 2, 3, Optional.empty()));
    return report.html();
  }

  private static String page() {
    return page("a.png", "ipt-nano", Optional.of(new ClassicalMethod("median", image -> image)));
  }

  @Test
  void html_saysWhatWasMeasuredAndHow() {
    assertThat(page())
        .contains("<h1>ipt-nano, overlap 12</h1>")
        .contains("denoise-50 on Tom &amp; Jerry")
        .contains("1 pictures, protocol ipt: Y, border 0, noise clipped to 0..255")
        .contains("<tr><th>degraded</th><td>14.15 dB</td><td>0.3100</td></tr>")
        .contains("<tr><th>median</th><td>25.28 dB</td><td>0.7000</td></tr>")
        .contains("<tr><th>restored</th><td>27.56 dB</td><td>0.7891</td></tr>");
  }

  @Test
  void html_showsOneSheetOfAPictureOfOneSquare() {
    assertThat(page().split("<img ", -1)).hasSize(1 + 4);
    assertThat(page()).containsSubsequence(">degraded<", ">median<", ">restored<", ">clean<");
  }

  @Test
  void html_needsNoOtherFile() {
    assertThat(page())
        .doesNotContainPattern("(src|href)=\"(?!data:)")
        .contains("prefers-color-scheme: dark")
        .contains("name=\"viewport\"");
  }

  @Test
  void html_ofStrangeNames_isEscaped() {
    assertThat(page("<script>\"'&", "<b>", Optional.empty()))
        .contains("<h3>&lt;script&gt;&quot;&#39;&amp;</h3>")
        .contains("<h1>&lt;b&gt;, overlap 12</h1>");
  }

  @Test
  void html_withoutAClassicalMethod_saysSo() {
    assertThat(page("a.png", "ipt-nano", Optional.empty()))
        .contains("No classical method for this task.");
  }

  @Test
  void html_ofEqualScores_isEqual() {
    assertThat(page()).isEqualTo(page());
  }
}
