package io.iptstreams.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.iptstreams.frame.Fraction;
import io.iptstreams.image.Image;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VideoRoundTripIT {
  private static final Fraction MILLISECONDS = new Fraction(1, 1000);
  private static final Fraction FPS_25 = new Fraction(25, 1);
  private static final long MAX_PIXELS = 10_000_000;

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"64, 48", "321, 241", "1, 1", "2, 1", "17, 3"})
  void mkv_givesEverySampleBack(int width, int height) {
    List<VideoFrame> frames = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      frames.add(new VideoFrame(Pictures.noise(width, height, 7 + i), 40L * i));
    }
    Path file = write("noise.mkv", MILLISECONDS, FPS_25, frames);

    assertThat(read(file)).isEqualTo(frames);
  }

  @ParameterizedTest
  @CsvSource({"vfr.mkv", "vfr.mp4"})
  void unevenTimes_comeBackExact(String name) {
    long[] pts = {0, 33, 40, 140, 141, 500, 5000};
    Path file = write(name, MILLISECONDS, FPS_25, waves(320, 240, pts));

    assertThat(times(file)).containsExactly(pts);
  }

  @ParameterizedTest
  @CsvSource({"1/12800, 25/1", "1001/30000, 30000/1001", "1/90000, 50/1", "1/25, 25/1"})
  void mp4_keepsTimesExactToTheTick(String timeBase, String frameRate) {
    Fraction base = Fraction.parse(timeBase);
    long[] pts = {0, 1, 2, 3, 1000, 1001, 12345};
    Path file = write("ticks.mp4", base, Fraction.parse(frameRate), waves(64, 64, pts));

    try (VideoReader reader = VideoReader.open(file, MAX_PIXELS)) {
      for (long expected : pts) {
        VideoFrame frame = reader.next().orElseThrow();
        // p × a/b = q × c/d exactly
        assertThat(frame.pts() * reader.timeBase().numerator() * base.denominator())
            .isEqualTo(expected * base.numerator() * reader.timeBase().denominator());
      }
      assertThat(reader.next()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"late.mkv, 1/1000", "late.mp4, 1/1000", "late.mp4, 1/90000", "late.mp4, 1001/30000"})
  void aStreamThatBeginsLate_keepsItsTimes(String name, String timeBase) {
    Fraction base = Fraction.parse(timeBase);
    // Not a whole number of milliseconds at any of these time bases but the first.
    long[] pts = {8_589_934_592L, 8_589_934_633L, 8_589_934_672L};
    Path file = write(name, base, FPS_25, waves(64, 64, pts));

    try (VideoReader reader = VideoReader.open(file, MAX_PIXELS)) {
      // In units of the file, which counts numerators too.
      long factor = base.numerator();
      for (long expected : pts) {
        assertThat(reader.next().orElseThrow().pts()).isEqualTo(expected * factor);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"early.mkv", "early.mp4"})
  void aStreamThatBeginsBeforeZero_isMovedToZeroWhole(String name) {
    Path file = write(name, MILLISECONDS, FPS_25, waves(64, 64, -80, -41, 0, 40));

    assertThat(times(file)).containsExactly(0, 39, 80, 120);
  }

  @Test
  void mp4_looksLikeItsSource() {
    long[] pts = LongStream.range(0, 60).map(i -> 512 * i).toArray();
    List<VideoFrame> frames = waves(320, 240, pts);
    Path file = write("waves.mp4", new Fraction(1, 12800), FPS_25, frames);

    List<VideoFrame> back = read(file);
    assertThat(back).hasSameSizeAs(frames);
    double worst = Double.MAX_VALUE;
    for (int i = 0; i < frames.size(); i++) {
      assertThat(back.get(i).pts()).isEqualTo(frames.get(i).pts());
      worst = Math.min(worst, Pictures.psnr(frames.get(i).image(), back.get(i).image()));
    }
    assertThat(worst).isGreaterThan(35);
  }

  @ParameterizedTest
  @CsvSource({"255,0,0", "0,255,0", "0,0,255", "255,255,255", "0,0,0", "200,120,40"})
  void mp4_keepsAPlainColour(float red, float green, float blue) {
    Image plain = Pictures.plain(320, 240, red, green, blue);
    Path file = write("plain.mp4", MILLISECONDS, FPS_25, List.of(new VideoFrame(plain, 0)));

    Image back = read(file).get(0).image();
    for (int i = 0; i < plain.samples().length; i++) {
      assertThat(back.samples()[i]).isCloseTo(plain.samples()[i], within(3f));
    }
  }

  //   a b c      a b c c
  //   d e f  ->  d e f f
  //              d e f f
  @Test
  void mp4_ofOddSize_repeatsTheLastRowAndColumn() {
    Image odd = Pictures.waves(321, 241, 0);
    Path file = write("odd.mp4", MILLISECONDS, FPS_25, List.of(new VideoFrame(odd, 0)));

    Image back = read(file).get(0).image();
    assertThat(back.width()).isEqualTo(322);
    assertThat(back.height()).isEqualTo(242);
    assertThat(Pictures.psnr(back.crop(0, 0, 241, 321), odd)).isGreaterThan(35);
    assertThat(Pictures.psnr(back.crop(241, 0, 1, 321), odd.crop(240, 0, 1, 321)))
        .isGreaterThan(25);
    assertThat(Pictures.psnr(back.crop(0, 321, 241, 1), odd.crop(0, 320, 241, 1)))
        .isGreaterThan(25);
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "16, 16", "33, 7", "4000, 3000"})
  void mp4_takesSizesThatOpenH264Refuses(int width, int height) {
    Path file = write("size.mp4", MILLISECONDS, FPS_25, waves(width, height, 0, 40));

    assertThat(times(file, 20_000_000)).containsExactly(0, 40);
  }

  @Test
  void frameRateAndCount_areWrittenDown() {
    long[] pts = LongStream.range(0, 30).toArray();
    Fraction ntsc = new Fraction(30000, 1001);
    Path file = write("ntsc.mp4", new Fraction(1001, 30000), ntsc, waves(64, 64, pts));

    try (VideoReader reader = VideoReader.open(file, MAX_PIXELS)) {
      assertThat(reader.frameRate()).isEqualTo(ntsc);
      assertThat(reader.estimatedFrames()).hasValue(30);
      assertThat(reader.corruptFrames()).isZero();
    }
  }

  @Test
  void mkv_roundsAndClampsAsImageDoes() {
    float[] samples = {
      -3, 0.49f, 0.5f, 0.51f, 1.5f, 2.5f, 100.5f, 254.5f, 254.51f, 255.4f, 1e9f, 7
    };
    Image image = new Image(3, 2, 2, samples);
    Path file = write("levels.mkv", MILLISECONDS, FPS_25, List.of(new VideoFrame(image, 0)));

    assertThat(read(file).get(0).image()).isEqualTo(image.quantised());
  }

  // The matrix of a phone held upright, (x, y) -> (h - y, x), put into the track header by hand.
  @Test
  void pictureStoredOnItsSide_comesUpright() throws IOException {
    Path file = write("phone.mp4", MILLISECONDS, FPS_25, waves(64, 48, 0));
    Image stored = read(file).get(0).image();
    byte[] bytes = Files.readAllBytes(file);
    int header = new String(bytes, StandardCharsets.ISO_8859_1).lastIndexOf("tkhd");
    ByteBuffer matrix = ByteBuffer.wrap(bytes, header + 4 + 40, 36);
    for (int term : new int[] {0, 0x10000, 0, -0x10000, 0, 0, 48 << 16, 0, 0x40000000}) {
      matrix.putInt(term);
    }
    Files.write(file, bytes);

    try (VideoReader reader = VideoReader.open(file, MAX_PIXELS)) {
      assertThat(reader.width()).isEqualTo(48);
      assertThat(reader.height()).isEqualTo(64);
      assertThat(reader.next().orElseThrow().image()).isEqualTo(Turn.QUARTER.apply(stored));
    }
  }

  private static List<VideoFrame> waves(int width, int height, long... pts) {
    List<VideoFrame> frames = new ArrayList<>();
    for (long time : pts) {
      frames.add(new VideoFrame(Pictures.waves(width, height, frames.size()), time));
    }
    return frames;
  }

  private Path write(String name, Fraction timeBase, Fraction rate, List<VideoFrame> frames) {
    Path file = folder.resolve(name);
    Image first = frames.get(0).image();
    VideoFormat format = new VideoFormat(first.width(), first.height(), timeBase, rate);
    try (VideoWriter writer = VideoWriter.open(file, format)) {
      frames.forEach(writer::write);
      writer.finish();
    }
    return file;
  }

  private static List<VideoFrame> read(Path file) {
    return read(file, MAX_PIXELS);
  }

  private static List<VideoFrame> read(Path file, long maxPixels) {
    List<VideoFrame> frames = new ArrayList<>();
    try (VideoReader reader = VideoReader.open(file, maxPixels)) {
      for (Optional<VideoFrame> f = reader.next(); f.isPresent(); f = reader.next()) {
        frames.add(f.get());
      }
    }
    return frames;
  }

  private static long[] times(Path file) {
    return times(file, MAX_PIXELS);
  }

  private static long[] times(Path file, long maxPixels) {
    return read(file, maxPixels).stream().mapToLong(VideoFrame::pts).toArray();
  }
}
