package io.iptstreams.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is written is read by the JDK's own reader. */
class PngWriterTest {

  @ParameterizedTest(name = "{0} × {1} × {2}")
  @CsvSource({"1,1,1", "2,1,7", "3,9,1", "4,5,6", "1,40,33", "3,200,301", "4,100,99", "2,64,64"})
  void aPicture_isReadAsItWas(int channels, int height, int width) throws IOException {
    Image noise = noise(channels, height, width, new Random(1));
    assertRead(PngWriter.write(noise, FileDetails.lossless(8)), noise);
    Image drawing = drawing(channels, height, width);
    assertRead(PngWriter.write(drawing, FileDetails.lossless(8)), drawing);
  }

  @Test
  void levels_areRoundedHalvesToEven_andClamped() throws IOException {
    float[] samples = {
      -3, 0.49f, 0.5f, 1.5f, 2.5f, 254.4f, 254.5f, 254.51f, 255.4f, 300, Float.NaN
    };
    byte[] file =
        PngWriter.write(new Image(1, 1, samples.length, samples), FileDetails.lossless(8));
    assertRead(file, new Image(1, 1, 11, new float[] {0, 0, 0, 2, 2, 254, 254, 255, 255, 255, 0}));
  }

  @ParameterizedTest(name = "{0} × {1} × {2}")
  @CsvSource({"1,1,1", "2,1,7", "3,9,1", "4,5,6", "1,40,33", "3,100,301"})
  void aPictureOf16Bits_isReadAsItWas(int channels, int height, int width) throws IOException {
    Image fine = Image.blank(channels, height, width);
    Random random = new Random(2);
    int[] levels = new int[fine.samples().length];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = random.nextInt(1 << 16);
      fine.samples()[i] = levels[i] / 257f;
    }

    byte[] file = PngWriter.write(fine, FileDetails.lossless(16));

    Raster read = ImageIO.read(new ByteArrayInputStream(file)).getRaster();
    assertThat(read.getNumBands()).isEqualTo(channels);
    int plane = height * width;
    for (int c = 0; c < channels; c++) {
      assertThat(read.getSamples(0, 0, width, height, c, (int[]) null))
          .isEqualTo(Arrays.copyOfRange(levels, c * plane, (c + 1) * plane));
    }
    assertThat(ImageCodec.decode(file, plane)).isEqualTo(fine);
  }

  @Test
  void aDrawing_isMadeSmall() {
    // Without a search for repetitions every sample takes at least a bit.
    int leastWithout = 3 * 300 * 400 / 8;
    assertThat(PngWriter.write(drawing(3, 300, 400), FileDetails.lossless(8)).length)
        .isLessThan(leastWithout / 2);
  }

  @Test
  void noise_isHardlyLargerThanItsSamples() {
    int samples = 3 * 300 * 400;
    assertThat(PngWriter.write(noise(3, 300, 400, new Random(1)), FileDetails.lossless(8)).length)
        .isBetween(samples, samples * 101 / 100);
  }

  @Test
  void aSoftPicture_isNoLargerThanTheJdkWouldMakeIt() throws IOException {
    Image soft = Image.blank(3, 200, 300);
    Random random = new Random(1);
    for (int i = 0; i < soft.samples().length; i++) {
      double wave = Math.sin(i % 300 / 20.0) + Math.cos(i / 300 / 30.0);
      soft.samples()[i] = Math.round(128 + 50 * wave + 2 * random.nextGaussian());
    }
    BufferedImage picture = new BufferedImage(300, 200, BufferedImage.TYPE_3BYTE_BGR);
    for (int c = 0; c < 3; c++) {
      for (int i = 0; i < 200 * 300; i++) {
        picture.getRaster().setSample(i % 300, i / 300, c, soft.samples()[c * 60_000 + i]);
      }
    }
    ByteArrayOutputStream ofJdk = new ByteArrayOutputStream();
    ImageIO.write(picture, "png", ofJdk);
    assertThat(PngWriter.write(soft, FileDetails.lossless(8)).length)
        .isLessThanOrEqualTo(ofJdk.size());
  }

  private static void assertRead(byte[] file, Image wanted) throws IOException {
    Raster read = ImageIO.read(new ByteArrayInputStream(file)).getRaster();
    assertThat(read.getNumBands()).isEqualTo(wanted.channels());
    assertThat(read.getHeight()).isEqualTo(wanted.height());
    assertThat(read.getWidth()).isEqualTo(wanted.width());
    Image image = Image.blank(wanted.channels(), wanted.height(), wanted.width());
    for (int c = 0; c < wanted.channels(); c++) {
      float[] plane = read.getSamples(0, 0, wanted.width(), wanted.height(), c, (float[]) null);
      System.arraycopy(plane, 0, image.samples(), c * plane.length, plane.length);
    }
    assertThat(image).isEqualTo(wanted);
    // Every checksum.
    assertThat(ImageCodec.decode(file, wanted.pixels())).isEqualTo(wanted);
  }

  private static Image noise(int channels, int height, int width, Random random) {
    Image noise = Image.blank(channels, height, width);
    for (int i = 0; i < noise.samples().length; i++) {
      noise.samples()[i] = random.nextInt(256);
    }
    return noise;
  }

  /** Squares of one colour each. */
  private static Image drawing(int channels, int height, int width) {
    Image drawing = Image.blank(channels, height, width);
    for (int i = 0; i < drawing.samples().length; i++) {
      drawing.samples()[i] = 50 * ((i % width / 20 + i / width / 20) % 5);
    }
    return drawing;
  }
}
