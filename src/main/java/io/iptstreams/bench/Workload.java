package io.iptstreams.bench;

import io.iptstreams.batch.BatchPolicy;
import java.time.Duration;
import java.util.Map;

/**
 * What is sent through a stage, and the settings of that stage.
 *
 * @param streams that are sent at once, each on a partition and so on a thread of its own
 * @param height of each picture in pixels
 * @param width of each picture in pixels
 * @param frames in each turn of the measurement, at least one a stream
 * @param workers batches in the model at once
 * @param kafka settings of the topology file
 */
public record Workload(
    int streams,
    int height,
    int width,
    int frames,
    int workers,
    BatchPolicy batch,
    Map<String, String> kafka) {
  /** For throughput: a commit takes the broker and the thread the same time whatever it holds. */
  static final Map<String, String> FEW_COMMITS = Map.of("commit.interval.ms", "500");

  /** Two workers want two batches of one picture, which come together. */
  private static final BatchPolicy OF_ONE_PICTURE = new BatchPolicy(4, Duration.ofMillis(5));

  /** Two workers want two batches of eight streams, which come one by one: wait as by default. */
  private static final BatchPolicy OF_STREAMS = new BatchPolicy(4, Duration.ofMillis(20));

  public Workload {
    if (frames < streams) {
      throw new IllegalArgumentException(
          "a turn of " + streams + " streams has at least " + streams + " frames, got " + frames);
    }
    kafka = Map.copyOf(kafka);
  }

  /** Videos: four streams of 640 × 360, committed twice a second. */
  public static Workload videos(int frames) {
    return new Workload(4, 360, 640, frames, processors(), OF_ONE_PICTURE, FEW_COMMITS);
  }

  /** Small pictures that are waited for: eight streams of 96 × 96, committed often. */
  public static Workload live(int frames) {
    return new Workload(
        8, 96, 96, frames, processors(), OF_STREAMS, Map.of("commit.interval.ms", "10"));
  }

  private static int processors() {
    return Runtime.getRuntime().availableProcessors();
  }
}
