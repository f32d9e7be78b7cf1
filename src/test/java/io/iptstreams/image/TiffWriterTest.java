package io.iptstreams.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is written is read by the JDK's own reader. */
class TiffWriterTest {

  /** The last ones take several strips. */
  @ParameterizedTest(name = "{0} × {1} × {2}, {3} bits")
  @CsvSource({
    "1,1,1,8",
    "2,1,7,8",
    "3,9,1,8",
    "4,5,6,8",
    "1,1,1,16",
    "2,1,7,16",
    "3,9,1,16",
    "4,5,6,16",
    "1,300,301,8",
    "4,200,199,8",
    "1,300,301,16",
    "3,200,199,16"
  })
  void aPicture_isReadAsItWas(int channels, int height, int width, int bits) throws IOException {
    Image picture = Image.blank(channels, height, width);
    Random random = new Random(3);
    int[] levels = new int[picture.samples().length];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = random.nextInt(1 << bits);
      picture.samples()[i] = bits == 8 ? levels[i] : levels[i] / 257f;
    }

    byte[] file = TiffWriter.write(picture, FileDetails.lossless(bits));

    Raster read = ImageIO.read(new ByteArrayInputStream(file)).getRaster();
    assertThat(read.getNumBands()).isEqualTo(channels);
    assertThat(read.getSampleModel().getSampleSize(0)).isEqualTo(bits);
    int plane = height * width;
    for (int c = 0; c < channels; c++) {
      assertThat(read.getSamples(0, 0, width, height, c, (int[]) null))
          .isEqualTo(Arrays.copyOfRange(levels, c * plane, (c + 1) * plane));
    }
    assertThat(ImageCodec.decode(file, plane)).isEqualTo(picture);
  }
}
