package io.iptstreams.bench;

import io.iptstreams.image.Image;
import io.iptstreams.image.ImageCodec;
import io.iptstreams.image.ImageFormat;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Writes a 1280 × 720 picture as PNG in memory, by our class and by the JDK's at its fastest. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class PngBenchmark {
  private final Image picture = Scenes.photograph();

  @Benchmark
  public byte[] own() {
    return ImageCodec.encode(picture, ImageFormat.PNG);
  }

  /** From samples to file, as {@link #own}. */
  @Benchmark
  public byte[] jdk() throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream(1 << 20);
    ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
    try (ImageOutputStream out = new MemoryCacheImageOutputStream(file)) {
      ImageWriteParam fastest = writer.getDefaultWriteParam();
      fastest.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      // Level 1 of deflate, of nine; 1 would store the samples as they are.
      fastest.setCompressionQuality(8 / 9f);
      writer.setOutput(out);
      writer.write(null, new IIOImage(raster(), null, null), fastest);
    } finally {
      writer.dispose();
    }
    return file.toByteArray();
  }

  private BufferedImage raster() {
    BufferedImage raster =
        new BufferedImage(picture.width(), picture.height(), BufferedImage.TYPE_3BYTE_BGR);
    int plane = picture.height() * picture.width();
    int[] row = new int[picture.width() * 3];
    for (int y = 0; y < picture.height(); y++) {
      for (int x = 0; x < picture.width(); x++) {
        for (int c = 0; c < 3; c++) {
          row[3 * x + c] = (int) picture.samples()[c * plane + y * picture.width() + x];
        }
      }
      raster.getRaster().setPixels(0, y, picture.width(), 1, row);
    }
    return raster;
  }
}
