package io.iptstreams.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.iptstreams.degrade.SharedPictures;
import io.iptstreams.image.FileCodec;
import io.iptstreams.image.FileDetails;
import io.iptstreams.image.Image;
import io.iptstreams.image.ImageCodec;
import io.iptstreams.image.ImageException;
import io.iptstreams.image.ImageFormat;
import io.iptstreams.image.WebpBytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** WebP by the real libraries. */
class FfmpegWebpIT {
  private static final long MANY = 1_000_000;

  /** Type and size of the file, then of its only chunk. */
  private static final int PLAIN_HEADER = 20;

  private static final FileCodec CODEC = FileCodec.with(new FfmpegWebp());

  @ParameterizedTest
  @CsvSource({"3, 1, 1", "3, 37, 53", "4, 37, 53", "3, 1, 700", "4, 700, 1"})
  void lossless_comesBackSampleForSample(int channels, int height, int width) {
    Image picture = visible(noise(channels, height, width, 1));

    byte[] file = CODEC.encode(picture, ImageFormat.WEBP, FileDetails.lossless(8));

    assertThat(FileDetails.of(file).isLossless()).isTrue();
    assertThat(CODEC.decode(file, MANY)).isEqualTo(picture.quantised());
  }

  @ParameterizedTest
  @CsvSource({"1, 3", "2, 4"})
  void grey_comesBackAsRgb(int channels, int cameBack) {
    Image grey = visible(noise(channels, 20, 30, 2)).quantised();

    Image rgb = CODEC.decode(CODEC.encode(grey, ImageFormat.WEBP, FileDetails.lossless(8)), MANY);

    assertThat(rgb.channels()).isEqualTo(cameBack);
    for (int channel = 0; channel < 3; channel++) {
      assertThat(rgb.channels(channel, 1)).isEqualTo(grey.channels(0, 1));
    }
    assertThat(rgb.channels(cameBack - 1, 1)).isEqualTo(grey.channels(channels - 1, 1));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void alpha_isNeverLossy(boolean lossless) {
    Image picture = noise(4, 40, 50, 3).quantised();

    byte[] file =
        CODEC.encode(
            picture, ImageFormat.WEBP, lossless ? FileDetails.lossless(8) : FileDetails.lossy());

    assertThat(FileDetails.of(file).isLossless()).isEqualTo(lossless);
    assertThat(CODEC.decode(file, MANY).channels(3, 1)).isEqualTo(picture.channels(3, 1));
  }

  @Test
  void whatIsFullyTransparent_comesBackBlack() {
    Image picture = noise(4, 8, 8, 4);
    Arrays.fill(picture.samples(), 3 * 64, 4 * 64, 0);
    picture.samples()[3 * 64] = 255;

    Image decoded =
        CODEC.decode(CODEC.encode(picture, ImageFormat.WEBP, FileDetails.lossless(8)), MANY);

    assertThat(decoded.at(0, 0, 0)).isEqualTo(picture.quantised().at(0, 0, 0));
    assertThat(decoded.at(0, 5, 5)).isZero();
  }

  /** Plain areas lose only what the change to YUV and back costs. */
  @Test
  void lossy_keepsPlainColours() {
    for (float[] colour : new float[][] {{255, 0, 0}, {0, 255, 0}, {0, 0, 255}, {90, 120, 200}}) {
      Image plain = Pictures.plain(32, 24, colour[0], colour[1], colour[2]);

      Image decoded =
          CODEC.decode(CODEC.encode(plain, ImageFormat.WEBP, FileDetails.lossy()), MANY);

      for (int channel = 0; channel < 3; channel++) {
        assertThat(decoded.at(channel, 12, 16)).isBetween(colour[channel] - 3, colour[channel] + 3);
      }
    }
  }

  @Test
  void lossy_ofPhotographs_keepsAbout43Decibels() throws IOException {
    List<Path> files = SharedPictures.files(SharedPictures.folder("CBSD68")).subList(0, 16);
    double sum = 0;
    for (Path file : files) {
      Image picture = SharedPictures.read(file);
      byte[] webp = CODEC.encode(picture, ImageFormat.WEBP, FileDetails.lossy());
      sum += Pictures.psnr(picture, CODEC.decode(webp, MANY));
      assertThat(webp.length).isLessThan(ImageCodec.encode(picture, ImageFormat.JPEG).length);
    }

    assertThat(sum / files.size()).isBetween(42.5, 43.5);
  }

  @Test
  void lossless_ofPhotographs_isSmallerThanPng() throws IOException {
    for (Path file : SharedPictures.files(SharedPictures.folder("CBSD68")).subList(0, 4)) {
      Image picture = SharedPictures.read(file);
      byte[] webp = CODEC.encode(picture, ImageFormat.WEBP, FileDetails.lossless(8));

      assertThat(CODEC.decode(webp, MANY)).isEqualTo(picture);
      assertThat(webp.length).isLessThan(ImageCodec.encode(picture, ImageFormat.PNG).length);
    }
  }

  @ParameterizedTest
  @CsvSource({"3, true", "3, false", "4, true", "4, false"})
  void everyTruncation_isRefused(int channels, boolean lossless) {
    byte[] file =
        CODEC.encode(
            noise(channels, 20, 30, 5),
            ImageFormat.WEBP,
            lossless ? FileDetails.lossless(8) : FileDetails.lossy());
    for (int length = 12; length < file.length; length++) {
      byte[] cut = Arrays.copyOf(file, length);

      assertThatThrownBy(() -> CODEC.decode(cut, MANY))
          .isInstanceOf(ImageException.class)
          .hasMessageStartingWith("the WebP file is cut off: ");
    }
  }

  /** The bitstream ends too early, and the headers say that this is all of it. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void everyShorterBitstream_isRefusedOrWhole(boolean lossless) {
    byte[] file =
        CODEC.encode(
            Pictures.waves(60, 40, 0),
            ImageFormat.WEBP,
            lossless ? FileDetails.lossless(8) : FileDetails.lossy());
    int length = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt(PLAIN_HEADER - 4);
    Image whole = CODEC.decode(file, MANY);
    int accepted = 0;
    for (int shorter = 0; shorter < length; shorter++) {
      byte[] bitstream = Arrays.copyOfRange(file, PLAIN_HEADER, PLAIN_HEADER + shorter);
      byte[] cut = new WebpBytes().chunk(lossless ? "VP8L" : "VP8 ", bitstream).end();
      try {
        assertThat(CODEC.decode(cut, MANY)).as("%d bytes", shorter).isEqualTo(whole);
        accepted++;
      } catch (ImageException refused) {
        assertThat(refused).hasMessageStartingWith("the WebP file is damaged: ");
      }
    }
    assertThat(accepted).isLessThan(8);
  }

  @ParameterizedTest
  @CsvSource({"3, true", "3, false", "4, false"})
  void flippedBits_giveAPictureOrAnImageException(int channels, boolean lossless) {
    Random random = new Random(6);
    byte[] file =
        CODEC.encode(
            noise(channels, 20, 30, 6),
            ImageFormat.WEBP,
            lossless ? FileDetails.lossless(8) : FileDetails.lossy());
    AtomicInteger refused = new AtomicInteger();
    for (int i = 0; i < 2000; i++) {
      byte[] flipped = file.clone();
      for (int flips = 0; flips <= i % 3; flips++) {
        flipped[random.nextInt(file.length)] ^= (byte) (1 << random.nextInt(8));
      }
      try {
        assertThat(CODEC.decode(flipped, 100_000).pixels()).isLessThanOrEqualTo(100_000);
      } catch (ImageException e) {
        refused.incrementAndGet();
      }
    }
    assertThat(refused).hasPositiveValue();
  }

  @Test
  void aHeaderWithoutPixels_isRefused() {
    for (boolean lossless : new boolean[] {true, false}) {
      byte[] file = WebpBytes.ofSize(900, 900, lossless);

      assertThatThrownBy(() -> CODEC.decode(file, MANY))
          .isInstanceOf(ImageException.class)
          .hasMessageStartingWith("the WebP file is damaged: it cannot be decoded: ");
    }
  }

  @Test
  void manyThreads_eachGetTheirOwnPicture() {
    List<CompletableFuture<Void>> all =
        IntStream.range(0, 8)
            .mapToObj(
                thread ->
                    CompletableFuture.runAsync(
                        () -> {
                          for (int i = 0; i < 20; i++) {
                            Image picture = noise(3, 30 + thread, 40, thread).quantised();
                            byte[] file =
                                CODEC.encode(picture, ImageFormat.WEBP, FileDetails.lossless(8));
                            assertThat(CODEC.decode(file, MANY)).isEqualTo(picture);
                          }
                        }))
            .toList();

    assertThat(CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)))
        .succeedsWithin(Duration.ofMinutes(1));
  }

  private static Image noise(int channels, int height, int width, long seed) {
    Random random = new Random(seed);
    Image picture = Image.blank(channels, height, width);
    for (int i = 0; i < picture.samples().length; i++) {
      picture.samples()[i] = random.nextFloat() * 255;
    }
    return picture;
  }

  /** No pixel fully transparent: of such ones the format forgets the colour. */
  private static Image visible(Image picture) {
    if (picture.hasAlpha()) {
      int alpha = (int) (picture.samples().length - picture.pixels());
      for (int i = alpha; i < picture.samples().length; i++) {
        picture.samples()[i] = Math.max(1, picture.samples()[i]);
      }
    }
    return picture;
  }
}
