package io.iptstreams.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.iptstreams.broker.EmbeddedBroker;
import io.iptstreams.jvm.ChildJvm;
import io.iptstreams.media.FfmpegTool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A video with sound, subtitles and colours of its own, by {@code restore} and by way of the topics
 * of a running stage: both give one file, and FFmpeg's own program finds in it what the source had.
 */
@Timeout(240)
class VideoWaysIT {
  private static final String TOPOLOGY =
      """
      name: ways
      source: { topic: frames }
      tag:
        - otherwise: reject
      restore: { model: ipt-nano }
      sink: { topic: frames.restored }
      dead-letters: { topic: frames.dead }
      """;

  /** Pictures are coded anew, so the size of their packets is their own. */
  private static final String TIMES = "packet=codec_type,pts,pts_time,duration";

  private static final String STREAMS =
      "stream=codec_type,time_base,start_time,duration,nb_frames,width,height,avg_frame_rate,"
          + "color_space,color_range,color_primaries,color_transfer";

  @TempDir private Path folder;

  @Test
  void bothWays_giveTheSameFile_withTheTimesSoundSubtitlesAndColoursOfTheSource() throws Exception {
    Path clip = clip();
    Path direct = folder.resolve("direct.mp4");
    Path byTopic = folder.resolve("by-topic.mp4");

    said("restore", clip.toString(), direct.toString(), "--task", "denoise-15");
    restoreByTopic(clip, byTopic);

    assertThat(byTopic).hasSameBinaryContentAs(direct);
    for (String kind : List.of("a", "s")) {
      assertThat(FfmpegTool.packets(direct, kind))
          .isEqualTo(FfmpegTool.packets(clip, kind))
          .isNotEmpty();
    }
    for (String entries : List.of(STREAMS, "format=duration,nb_streams")) {
      assertThat(FfmpegTool.entries(direct, entries)).isEqualTo(FfmpegTool.entries(clip, entries));
    }
    assertThat(FfmpegTool.entries(direct, TIMES))
        .containsExactlyInAnyOrderElementsOf(FfmpegTool.entries(clip, TIMES));
  }

  /** Two seconds; BT.601 of 525 lines in full range, which nobody would guess. */
  private Path clip() throws Exception {
    Path words = folder.resolve("words.srt");
    Files.writeString(words, "1\n00:00:00,200 --> 00:00:01,500\nWords\n");
    Path clip = folder.resolve("clip.mp4");
    FfmpegTool.make(
        clip,
        "-f",
        "lavfi",
        "-i",
        "testsrc2=size=128x72:rate=30000/1001:duration=2",
        "-f",
        "lavfi",
        "-i",
        "sine=duration=2",
        "-i",
        words.toString(),
        "-vf",
        "scale=out_color_matrix=smpte170m:out_range=pc,format=yuv420p,setparams=colorspace=smpte170m"
            + ":range=pc:color_primaries=smpte170m:color_trc=smpte170m",
        "-c:v",
        "mpeg4",
        "-c:a",
        "aac",
        "-c:s",
        "mov_text",
        "-movflags",
        "+write_colr");
    return clip;
  }

  private void restoreByTopic(Path clip, Path restored) throws Exception {
    Path topology = Files.writeString(folder.resolve("ways.yaml"), TOPOLOGY);
    try (EmbeddedBroker broker = EmbeddedBroker.open(folder.resolve("broker"))) {
      String servers = broker.bootstrapServers();
      try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
        admin
            .createTopics(
                Stream.of("frames", "frames.restored", "frames.dead")
                    .map(topic -> new NewTopic(topic, Optional.of(1), Optional.empty()))
                    .toList())
            .all()
            .get();
      }
      try (ChildJvm stage =
          ChildJvm.start(
              folder,
              "stage",
              ChildJvm.QUICK_TO_START,
              Main.class,
              "run",
              topology.toString(),
              "--bootstrap-servers",
              servers)) {
        said(
            "ingest",
            clip.toString(),
            "--topic",
            "frames",
            "--stream",
            "clip",
            "--task",
            "denoise-15",
            "--bootstrap-servers",
            servers);
        said(
            "egress",
            restored.toString(),
            "--topic",
            "frames.restored",
            "--stream",
            "clip",
            "--sound-from",
            clip.toString(),
            "--idle-seconds",
            "30",
            "--bootstrap-servers",
            servers);
        assertThat(stage.isAlive()).as(stage.said()).isTrue();
        stage.stop(Duration.ofSeconds(60));
      }
    }
  }

  private static void said(String... words) {
    Spoken answer = Spoken.of(words);
    assertThat(answer.status()).as(answer.err()).isZero();
  }
}
