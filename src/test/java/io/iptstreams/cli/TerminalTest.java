package io.iptstreams.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class TerminalTest {
  private final Screen screen = Screen.of(40);
  private final Terminal terminal = screen.terminal();

  @Test
  void status_isRewrittenInPlace_andEveryLineStandsAboveIt() {
    terminal.say("broker on localhost:9092");
    terminal.status("yard  12.3 frames/s  restored 1,204");
    terminal.say("no broker answers");
    terminal.status("yard  0.0 frames/s");

    assertThat(screen.lines()).containsExactly("broker on localhost:9092", "no broker answers");
    assertThat(screen.lastLine()).isEqualTo("yard  0.0 frames/s");
  }

  @Test
  void linesOfAllWriters_standAboveTheStatus() {
    terminal.status("at work");
    terminal.writer().println("of a command");
    terminal.stream().println("of the log: Größe");
    terminal.writer().print("two\r\nlines\n");

    assertThat(screen.lines()).containsExactly("of a command", "of the log: Größe", "two", "lines");
    assertThat(screen.lastLine()).isEqualTo("at work");
  }

  @Test
  void status_neverReachesTheLastColumn() {
    terminal.status("x".repeat(100));

    assertThat(screen.lastLine()).isEqualTo("x".repeat(39));
  }

  @Test
  void statusThatStaysTheSame_isNotWrittenAgain() {
    terminal.status("at work");
    String before = screen.written();
    terminal.status("at work");

    assertThat(screen.written()).isEqualTo(before);
  }

  @Test
  void afterClosing_thereIsNoStatus_butThereAreLines() {
    terminal.status("at work");
    terminal.close();
    terminal.status("still at work");
    terminal.say("stopping");

    assertThat(screen.lines()).containsExactly("stopping");
    assertThat(screen.lastLine()).isEmpty();
  }

  @Test
  void withoutATerminal_noStatusIsShown_andNothingIsErased() {
    Screen pipe = Screen.none();
    pipe.terminal().status("at work");
    pipe.terminal().say("done");

    assertThat(pipe.written()).isEqualTo("done" + System.lineSeparator());
  }

  @Test
  void textFromOutside_movesNoCursor() {
    terminal.say("there is no file \u001b[2J\u001b]0;owned\u0007.png");
    terminal.status("\u001b[1Ayard");

    assertThat(screen.lines())
        .containsExactly("there is no file \\u001b[2J\\u001b]0;owned\\u0007.png");
    assertThat(screen.lastLine()).isEqualTo("\\u001b[1Ayard");
  }

  @Test
  void failure_ofSeveralSentences_isSeveralLines() {
    terminal.fail("a.yaml:1: one\na.yaml:2: two", Optional.empty());

    assertThat(screen.lines()).containsExactly("a.yaml:1: one", "a.yaml:2: two");
  }

  @Test
  void columns_areThoseTheUserWants_orTheTerminalHas_orUsual() {
    assertThat(TerminalWidth.columns("24 132", "")).isEqualTo(132);
    assertThat(TerminalWidth.columns("24 132", "60")).isEqualTo(60);
    assertThat(TerminalWidth.columns("24 132", "wide")).isEqualTo(132);
    assertThat(TerminalWidth.columns("", "")).isEqualTo(80);
    assertThat(TerminalWidth.columns("0 0", "-1")).isEqualTo(80);
  }
}
