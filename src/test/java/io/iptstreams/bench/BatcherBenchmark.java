package io.iptstreams.bench;

import io.iptstreams.batch.BatchPolicy;
import io.iptstreams.batch.Batcher;
import io.iptstreams.batch.Registration;
import io.iptstreams.image.Image;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * One attached caller submits 100 tiles to one worker that gives them back as they are, in batches
 * of up to 16: what batching itself costs.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class BatcherBenchmark {
  private static final Duration DEADLINE = Duration.ofMinutes(1);

  private final List<Image> tiles = Collections.nCopies(100, Image.blank(3, 96, 96));
  private Batcher<String, Image, Image> batcher;
  private Registration registration;

  @Setup
  public void open() {
    batcher = Batcher.open(new BatchPolicy(16, Duration.ofMillis(20)), 1, (task, batch) -> batch);
    registration = batcher.attach();
  }

  @Benchmark
  public List<Image> submit() throws InterruptedException {
    return batcher.submit("denoise-30", tiles, DEADLINE);
  }

  @TearDown
  public void close() {
    registration.close();
    batcher.close();
  }
}
