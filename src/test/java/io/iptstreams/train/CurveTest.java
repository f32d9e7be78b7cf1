package io.iptstreams.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/**
 * Two tasks, measured at steps 100 and 200.
 *
 * <pre>
 *        x: 60   310   560
 *   30 dB  40 ┼─────────────A
 *             │
 *   25 dB 160 ┼      B──────B
 *             │
 *   20 dB 280 ┼      A
 *             0     100    200
 *
 *   L1  4 330 ┼      A
 *       3 390 ┼             B     B has none at step 100
 *       2 450 ┼             A
 * </pre>
 */
class CurveTest {
  private static final double NONE = Double.NaN;
  private static final List<String> TITLES = List.of("derain", "upscale-x2");
  private static final List<TrainingLog.Row> ROWS =
      List.of(
          row(100, List.of(4.0, NONE), List.of(20.0, 25.0)),
          row(200, List.of(2.0, 3.0), List.of(30.0, 25.0)));

  private static TrainingLog.Row row(int step, List<Double> losses, List<Double> decibels) {
    return new TrainingLog.Row(step, 1, 1, NONE, losses, decibels);
  }

  private static Document parsed(String svg) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(svg)));
  }

  private static List<Element> elements(String svg, String tag) throws Exception {
    NodeList nodes = parsed(svg).getElementsByTagName(tag);
    return IntStream.range(0, nodes.getLength()).mapToObj(i -> (Element) nodes.item(i)).toList();
  }

  private static List<String> lines(String svg) throws Exception {
    return elements(svg, "polyline").stream().map(line -> line.getAttribute("points")).toList();
  }

  private static List<Element> names(String svg) throws Exception {
    return elements(svg, "text").stream()
        .filter(text -> text.getAttribute("class").startsWith("name"))
        .toList();
  }

  @Test
  void points_lieWhereTheirNumbersAre() throws Exception {
    assertThat(lines(Curve.svg(TITLES, ROWS)))
        .containsExactly(
            "310.0,280.0 560.0,40.0", "310.0,160.0 560.0,160.0", "310.0,330.0 560.0,450.0");
  }

  @Test
  void aPointWithoutNeighbours_isADot() throws Exception {
    List<Element> dots = elements(Curve.svg(TITLES, ROWS), "circle");

    assertThat(dots).hasSize(4 + 3);
    assertThat(dots.get(6).getAttribute("cx")).isEqualTo("560.0");
    assertThat(dots.get(6).getAttribute("cy")).isEqualTo("390.0");
    assertThat(dots.get(6).getTextContent()).isEqualTo("upscale-x2 3.00 L1, step 200");
  }

  @Test
  void ticks_areRoundNumbers() throws Exception {
    List<String> words =
        elements(Curve.svg(TITLES, ROWS), "text").stream().map(Element::getTextContent).toList();

    assertThat(words).contains("20", "22", "24", "26", "28", "30");
    assertThat(words).contains("2.0", "2.5", "3.0", "3.5", "4.0");
    assertThat(words).contains("0", "50", "100", "150", "200");
  }

  @Test
  void names_standAtTheEndsOfTheirLines_withTheLastNumber() throws Exception {
    assertThat(names(Curve.svg(TITLES, ROWS)))
        .extracting(Element::getTextContent)
        .containsExactly(
            "derain 30.00 dB", "upscale-x2 25.00 dB", "upscale-x2 3.00 L1", "derain 2.00 L1");
  }

  @Test
  void names_ofEqualNumbers_doNotLieOverEachOther() throws Exception {
    List<String> titles = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      titles.add("task-" + i);
    }
    List<Double> equal = List.of(20.0, 20.0, 20.0, 20.0, 20.0, 20.0);
    List<Element> names =
        names(Curve.svg(titles, List.of(row(1, equal, equal), row(2, equal, equal))));

    for (int i = 1; i < 6; i++) {
      assertThat(y(names.get(i)) - y(names.get(i - 1))).isGreaterThanOrEqualTo(15.9);
    }
    assertThat(y(names.get(5))).isLessThanOrEqualTo(280 + 4);
  }

  /** As many as a plan may have. */
  @Test
  void names_ofManyTasks_makeThePictureTaller() throws Exception {
    List<String> titles = IntStream.range(0, 64).mapToObj(i -> "task-" + i).toList();
    List<Double> equal = Collections.nCopies(64, 20.0);
    String svg = Curve.svg(titles, List.of(row(1, equal, equal)));
    List<Element> names = names(svg);

    for (int i = 1; i < names.size(); i++) {
      assertThat(y(names.get(i)) - y(names.get(i - 1))).isGreaterThanOrEqualTo(15.9);
    }
    String height = elements(svg, "svg").get(0).getAttribute("height");
    assertThat(Double.parseDouble(height)).isGreaterThan(y(names.get(127)));
  }

  private static double y(Element text) {
    return Double.parseDouble(text.getAttribute("y"));
  }

  /** Infinite decibels, of a picture restored without any error, have no place on an axis. */
  @Test
  void ofOneRow_orOfNoNumbersAtAll_isStillAPicture() throws Exception {
    List<Double> none = List.of(NONE, Double.POSITIVE_INFINITY);

    assertThat(elements(Curve.svg(TITLES, ROWS.subList(0, 1)), "circle")).hasSize(3);
    assertThat(elements(Curve.svg(TITLES, List.of(row(1, none, none))), "circle")).isEmpty();
  }

  @Test
  void ofManyRows_isALineWithoutDots() throws Exception {
    List<TrainingLog.Row> rows =
        IntStream.rangeClosed(1, 100)
            .mapToObj(i -> row(i, List.of(1.0 / i), List.of(20 + i / 10.0)))
            .toList();
    String svg = Curve.svg(List.of("derain"), rows);

    assertThat(elements(svg, "circle")).isEmpty();
    assertThat(lines(svg)).hasSize(2);
    assertThat(lines(svg).get(0).split(" ")).hasSize(100);
  }

  @Test
  void aLongTitle_isCutBesideItsLine_andWholeAtItsPoints() throws Exception {
    String svg = Curve.svg(List.of("a-task-with-a-name-of-forty-letters-or-so", "b"), ROWS);

    assertThat(names(svg).get(0).getTextContent()).isEqualTo("a-task-with-a-name-of-for… 30.00 dB");
    assertThat(elements(svg, "circle").get(0).getTextContent())
        .startsWith("a-task-with-a-name-of-forty-letters-or-so 20.00 dB");
  }

  @Test
  void steps_areWholeNumbers() throws Exception {
    List<TrainingLog.Row> rows = List.of(row(2, List.of(1.0, 2.0), List.of(20.0, 21.0)));

    assertThat(elements(Curve.svg(TITLES, rows), "text"))
        .filteredOn(text -> text.getAttribute("y").equals("468.0"))
        .extracting(Element::getTextContent)
        .containsExactly("0", "1", "2");
  }

  @Test
  void titles_areEscaped() throws Exception {
    String svg = Curve.svg(List.of("<b>\"&'", "b"), ROWS);

    assertThat(names(svg)).extracting(Element::getTextContent).contains("<b>\"&' 30.00 dB");
    assertThat(svg).doesNotContain("<b>");
  }

  @Test
  void svg_isLightAndDark_andNeedsNoOtherFile() {
    assertThat(Curve.svg(TITLES, ROWS))
        .contains("prefers-color-scheme: dark")
        .doesNotContain("href", "url(", "<script");
  }
}
