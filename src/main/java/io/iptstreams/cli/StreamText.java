package io.iptstreams.cli;

import io.iptstreams.bench.Latency;
import io.iptstreams.bench.StreamBenchmark;
import io.iptstreams.bench.TransportBenchmark;
import io.iptstreams.bench.Workload;
import java.util.Locale;

/** What {@code bench stream} has measured, for people. */
final class StreamText {
  private StreamText() {}

  /**
   * @param model which, and where it ran
   */
  static String of(String model, Workload workload, StreamBenchmark.Result result) {
    return String.format(
            Locale.ROOT,
            "%s, %d streams of %d x %d: engine %.2f Mpixel/s, without Kafka %.2f, stream %.2f (%.1f frames/s): %.0f %% of the engine%n"
                + "batches of %d tiles %.0f %% full; one takes %.1f ms, and waits at most %d ms for company%n",
            model,
            workload.streams(),
            workload.width(),
            workload.height(),
            result.engineMegapixelsPerSecond(),
            result.corridorMegapixelsPerSecond(),
            result.streamMegapixelsPerSecond(),
            result.framesPerSecond(),
            100 * result.ratio(),
            workload.batch().maxSize(),
            100 * result.batchFill(),
            result.batchMillis(),
            workload.batch().maxDelay().toMillis())
        + outcomes(result.frames(), result.latency(), result.lost(), result.duplicated());
  }

  static String of(TransportBenchmark.Result result) {
    return String.format(
            Locale.ROOT,
            "frames of 256 KiB: broker alone %.0f MB/s, plain relay %.0f MB/s, stream %.0f MB/s: %.0f %% of the broker, %.0f %% of the relay%n"
                + "frames that wait on the source: %.0f MB/s, %.0f %% of the broker%n",
            result.brokerMegabytesPerSecond(),
            result.relayMegabytesPerSecond(),
            result.streamMegabytesPerSecond(),
            100 * result.ratio(),
            100 * result.streamMegabytesPerSecond() / result.relayMegabytesPerSecond(),
            result.backlogMegabytesPerSecond(),
            100 * result.backlogRatio())
        + outcomes(result.frames(), result.latency(), result.lost(), result.duplicated());
  }

  private static String outcomes(int frames, Latency latency, int lost, long duplicated) {
    return String.format(
        Locale.ROOT,
        "at half that load from creation to committed result: half within %.0f ms, 95 %% within %.0f ms, 99 %% within %.0f ms%n"
            + "%d frames sent, %d lost, %d duplicated",
        latency.p50(),
        latency.p95(),
        latency.p99(),
        frames,
        lost,
        duplicated);
  }
}
