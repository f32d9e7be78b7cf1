package io.iptstreams.bench;

import io.iptstreams.image.Image;
import io.iptstreams.image.ImageCodec;
import io.iptstreams.image.ImageFormat;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Writes and reads a 1280 × 720 picture in memory. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class CodecBenchmark {
  @Param({"PNG", "JPEG", "TIFF"})
  private ImageFormat format;

  private final Image picture = Scenes.photograph();
  private byte[] file;

  @Setup
  public void write() {
    file = ImageCodec.encode(picture, format);
  }

  @Benchmark
  public byte[] encode() {
    return ImageCodec.encode(picture, format);
  }

  @Benchmark
  public Image decode() {
    return ImageCodec.decode(file, picture.pixels());
  }
}
