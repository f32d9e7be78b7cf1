package io.iptstreams.bench;

import io.iptstreams.image.Image;
import io.iptstreams.tiling.Stitcher;
import io.iptstreams.tiling.TileGrid;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Cuts a 1280 × 720 picture into tiles of 96 that share 12 pixels, and puts it together again. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class TilingBenchmark {
  private final Image picture = Scenes.photograph();
  private final TileGrid grid = new TileGrid(picture.height(), picture.width(), 96, 12);

  @Benchmark
  public Image cutAndStitch() {
    Stitcher stitcher = grid.mosaic(1, picture.channels());
    for (int i = 0; i < grid.count(); i++) {
      stitcher.add(grid.cut(picture, i));
    }
    return stitcher.picture();
  }
}
