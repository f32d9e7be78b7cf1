package io.iptstreams.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code ingest} and {@code egress} answer before they need a broker. */
class TransportCommandsTest {
  @TempDir private Path folder;

  @Test
  void egress_toAnUnknownEnding_isWrongUsage() {
    assertRefused(
        egress("z.avi"), "the output must end in .mp4, .mkv or .m3u8, or be an address, got z.avi");
  }

  @Test
  void egress_toAFolder_isWrongUsage() {
    assertRefused(egress(folder.toString()), folder + " is a folder; give one video file");
  }

  @Test
  void egress_toAnAddressThatIsNone_isWrongUsage_andQuotesNoPassword() {
    assertRefused(
        egress("rtmp://user:secret@server/a"),
        "an address begins with rtsp, rtsps, srt, udp, http or https, got rtmp://");
  }

  @Test
  void egress_servedWithAPassword_orByHttps_isWrongUsage() {
    assertRefused(
        egress("http://user:secret@:8080/"),
        "egress serves plain http without a password, like http://:8080/, not http://:8080/");
    assertRefused(
        egress("https://:8080/"),
        "egress serves plain http without a password, like http://:8080/, not https://:8080/");
  }

  @Test
  void egress_ofSoundToALiveOutput_isWrongUsage() {
    assertRefused(
        egress("a.m3u8", "--sound-from", "a.mp4"),
        "a live output has no sound; leave --sound-from out");
  }

  @Test
  void egress_intoAFolderThatIsNotThere_saysSoAtOnce() {
    Path file = folder.resolve("none").resolve("z.mp4");
    Spoken answer = egress(file.toString());
    assertThat(answer.status()).isEqualTo(1);
    assertThat(answer.err())
        .startsWith("cannot write " + file + ": there is no folder " + folder.resolve("none"));
  }

  @Test
  void egress_withAnIdleTimeOutsideADay_isWrongUsage() {
    assertRefused(
        egress("z.mp4", "--idle-seconds", "0"),
        "--idle-seconds must be between 1 and 86400, got 0");
    assertRefused(
        egress("z.mp4", "--idle-seconds", "86401"),
        "--idle-seconds must be between 1 and 86400, got 86401");
  }

  @Test
  void ingest_ofAFolder_isWrongUsage() {
    assertRefused(ingest("/"), "/ is a folder; give one video file");
  }

  @Test
  void ingest_fromAnAddressThatIsNone_isWrongUsage_andQuotesNoPassword() {
    assertRefused(
        ingest("ftp://user:secret@camera/a"),
        "an address begins with rtsp, rtsps, srt, udp, http or https, got ftp://");
    assertRefused(
        ingest("udp://user:secret@camera/a?key=secret"),
        "udp://camera/a needs a port from 1 to 65535, like udp://HOST:5000");
  }

  @Test
  void ingest_fromACameraThatRefuses_saysSo_andQuotesNoPassword() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    Spoken answer = ingest("rtsp://user:secret@127.0.0.1:" + port + "/yard?key=secret");
    assertThat(answer.status()).isEqualTo(1);
    assertThat(answer.err())
        .startsWith("cannot open rtsp://127.0.0.1:" + port + "/yard: Connection refused");
  }

  @Test
  void ingest_withNothingToSend_isWrongUsage() {
    assertRefused(ingest("a.mp4", "--frames", "0"), "--frames must be at least 1, got 0");
    assertRefused(ingest("a.mp4", "--stream", ""), "--stream must be a name, got \"\"");
  }

  @Test
  void ingest_withoutATaskName_isWrongUsage() {
    assertRefused(
        Spoken.of(
            "ingest", "a.mp4", "--topic", "t", "--bootstrap-servers", "localhost:1", "--task", ""),
        "--task must name what to undo, e.g. derain, got \"\"");
  }

  @Test
  void topicThatKafkaDoesNotAllow_isWrongUsage() {
    assertRefused(
        Spoken.of(
            "egress", "z.mp4", "--stream", "s", "--topic", "a b", "--bootstrap-servers", "h:1"),
        "--topic must be 1 to 249 letters, digits, dots, dashes and underscores, got \"a b\"");
  }

  @Test
  void noBroker_isWrongUsage() {
    assertRefused(
        Spoken.of("egress", "z.mp4", "--stream", "s", "--topic", "t", "--bootstrap-servers", ""),
        "--bootstrap-servers must name a broker, like localhost:9092, got \"\"");
  }

  @Test
  void ingest_ofTextNamedAsAPicture_saysWhatItIsNot() throws IOException {
    Path text = Files.writeString(folder.resolve("text.png"), "no picture");
    Spoken answer = ingest(text.toString());
    assertThat(answer.status()).isEqualTo(1);
    assertThat(answer.err()).startsWith(text + " is no picture or video that FFmpeg can read");
  }

  private static void assertRefused(Spoken answer, String sentence) {
    assertThat(answer).isEqualTo(new Spoken(2, "", sentence + System.lineSeparator()));
  }

  private static Spoken egress(String output, String... more) {
    return spoken(
        List.of(
            "egress",
            output,
            "--stream",
            "s",
            "--topic",
            "t",
            "--bootstrap-servers",
            "localhost:1"),
        more);
  }

  private static Spoken ingest(String input, String... more) {
    return spoken(
        List.of(
            "ingest",
            input,
            "--task",
            "derain",
            "--topic",
            "t",
            "--bootstrap-servers",
            "localhost:1"),
        more);
  }

  private static Spoken spoken(List<String> words, String... more) {
    List<String> all = new ArrayList<>(words);
    all.addAll(List.of(more));
    return Spoken.of(all.toArray(String[]::new));
  }
}
