package io.iptstreams.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.iptstreams.image.DetailedJpeg;
import io.iptstreams.image.FileDetails;
import io.iptstreams.image.Image;
import io.iptstreams.image.ImageCodec;
import io.iptstreams.image.ImageFormat;
import io.iptstreams.image.WebpBytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RestoreCommandIT {
  @TempDir private Path folder;

  private Path picture(int channels, int height, int width) throws IOException {
    Random random = new Random(1);
    float[] samples = new float[channels * height * width];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = random.nextInt(256);
    }
    Path file = folder.resolve("in.png");
    Files.write(
        file, ImageCodec.encode(new Image(channels, height, width, samples), ImageFormat.PNG));
    return file;
  }

  @ParameterizedTest(name = "{0} channels, {1} × {2}, {3}")
  @CsvSource({
    "3, 1, 1, upscale-x2, 2",
    "3, 97, 131, upscale-x2, 2",
    "1, 33, 20, denoise-30, 1",
    "2, 20, 33, upscale-x2, 2",
    "4, 96, 180, denoise-50, 1",
    "3, 200, 7, derain, 1"
  })
  void restore_ofAnySizeAndKind_givesTheScaledSizeAndTheSameKind(
      int channels, int height, int width, String task, int scale) throws IOException {
    Path out = folder.resolve("out.png");
    Spoken answer =
        Spoken.of(
            "restore", picture(channels, height, width).toString(), out.toString(), "--task", task);
    assertThat(answer).isEqualTo(new Spoken(0, "", ""));
    Image restored = ImageCodec.decode(Files.readAllBytes(out), 1_000_000);
    assertThat(restored).hasToString(channels + " × " + height * scale + " × " + width * scale);
  }

  @ParameterizedTest
  @CsvSource({
    "in.webp, out.webp",
    "in.tif, out.tif",
    "in.tiff, out.tiff",
    "in.tif, out.webp",
    "in.webp, out.png",
    "in.png, out.tiff",
    "in.jpg, out.webp"
  })
  void restore_goesByTheEndings(String in, String out) throws IOException {
    Image picture = ImageCodec.decode(Files.readAllBytes(picture(3, 20, 33)), 1_000_000);
    ImageFormat format = ImageFormat.ofFileName(in).orElseThrow();
    Files.write(
        folder.resolve(in), Pipeline.CODEC.encode(picture, format, FileDetails.lossless(8)));

    Spoken answer =
        Spoken.of(
            "restore",
            folder.resolve(in).toString(),
            folder.resolve(out).toString(),
            "--task",
            "upscale-x2");

    assertThat(answer).isEqualTo(new Spoken(0, "", ""));
    byte[] written = Files.readAllBytes(folder.resolve(out));
    assertThat(ImageFormat.sniff(written)).isEqualTo(ImageFormat.ofFileName(out));
    assertThat(FileDetails.of(written).isLossless()).isEqualTo(!in.endsWith(".jpg"));
    assertThat(Pipeline.CODEC.decode(written, 1_000_000)).hasToString("3 × 40 × 66");
  }

  @ParameterizedTest
  @CsvSource({"png, png, 16", "png, tif, 16", "tif, png, 16", "tif, webp, 8", "png, jpg, 8"})
  void restore_of16Bits_keepsThemWhereTheOutputCan(String from, String to, int bits)
      throws IOException {
    Image picture = ImageCodec.decode(Files.readAllBytes(picture(3, 20, 33)), 1_000_000);
    Path in = folder.resolve("fine." + from);
    ImageFormat format = ImageFormat.ofFileName(in.toString()).orElseThrow();
    Files.write(in, Pipeline.CODEC.encode(picture, format, FileDetails.lossless(16)));
    Path out = folder.resolve("out." + to);

    Spoken answer = Spoken.of("restore", in.toString(), out.toString(), "--task", "denoise-30");

    assertThat(answer).isEqualTo(new Spoken(0, "", ""));
    assertThat(FileDetails.of(Files.readAllBytes(out)).bits()).isEqualTo(bits);
  }

  /** The one by way of pictures, the other of files, as the stage does it. */
  @Test
  void restore_ofACamerasPicture_keepsItsDetails_aloneAndInAFolder() throws IOException {
    Image sideways = ImageCodec.decode(Files.readAllBytes(picture(3, 20, 33)), 1_000_000);
    Path in = Files.createDirectories(folder.resolve("from")).resolve("in.jpg");
    Files.write(in, DetailedJpeg.ofACamera(sideways));
    Path out = folder.resolve("out.jpg");
    Path to = folder.resolve("to");

    Spoken.of("restore", in.toString(), out.toString(), "--task", "upscale-x2");
    Spoken.of("restore", in.getParent().toString(), to.toString(), "--task", "upscale-x2");

    byte[] restored = Files.readAllBytes(out);
    assertThat(ImageCodec.decode(restored, 1_000_000)).hasToString("3 × 66 × 40");
    String bytes = new String(restored, StandardCharsets.ISO_8859_1);
    assertThat(bytes).contains("Model 7").contains("ICC_PROFILE").doesNotContain("THUMBNAIL");
    assertThat(to.resolve("in.jpg")).hasBinaryContent(restored);
  }

  @Test
  void restore_ofAnAnimation_namesTheFile() throws IOException {
    Path in = folder.resolve("in.webp");
    byte[] animation = new WebpBytes().extended(2, 8, 8).chunk("ANIM", new byte[6]).end();
    Files.write(in, animation);

    Spoken answer =
        Spoken.of(
            "restore", in.toString(), folder.resolve("out.webp").toString(), "--task", "derain");

    assertThat(answer.status()).isEqualTo(1);
    assertThat(answer.err())
        .startsWith(in + ": the WebP file is animated; give its pictures one by one");
  }

  @Test
  void restore_keepsAlphaAsItIs() throws IOException {
    Path in = picture(4, 40, 50);
    Path out = folder.resolve("out.png");
    Spoken.of("restore", in.toString(), out.toString(), "--task", "denoise-30");
    Image before = ImageCodec.decode(Files.readAllBytes(in), 1_000_000);
    Image after = ImageCodec.decode(Files.readAllBytes(out), 1_000_000);
    assertThat(after.channels(3, 1)).isEqualTo(before.channels(3, 1));
  }

  @Test
  void restore_givesTheFileTheUsualRights() throws IOException {
    Path in = picture(3, 8, 8);
    Path out = folder.resolve("out.png");
    Spoken.of("restore", in.toString(), out.toString(), "--task", "derain");
    assertThat(Files.getPosixFilePermissions(out)).isEqualTo(Files.getPosixFilePermissions(in));
  }

  @Test
  void restore_ontoAFolder_isRefused() throws IOException {
    Path out = Files.createDirectories(folder.resolve("out.png"));
    Spoken answer =
        Spoken.of("restore", picture(3, 8, 8).toString(), out.toString(), "--task", "derain");
    assertThat(answer.status()).isEqualTo(1);
    assertThat(answer.err()).startsWith(out + ": is a folder");
    assertThat(out).isEmptyDirectory();
  }

  @Test
  void restore_withAnOverlapAsLargeAsATile_isWrongUsage() throws IOException {
    Spoken answer =
        Spoken.of(
            "restore",
            picture(3, 8, 8).toString(),
            folder.resolve("o.png").toString(),
            "--task",
            "derain",
            "--overlap",
            "96");
    assertThat(answer.status()).isEqualTo(2);
    assertThat(answer.err()).startsWith("overlap must be less than the 96 pixels");
  }

  @Test
  void restore_byAnUnknownTask_namesTheKnownOnes() throws IOException {
    Path out = folder.resolve("out.png");
    Spoken answer =
        Spoken.of("restore", picture(3, 8, 8).toString(), out.toString(), "--task", "dehaze");
    assertThat(answer.status()).isEqualTo(2);
    assertThat(answer.err())
        .contains("unknown task \"dehaze\"; ipt-nano knows denoise-1 to denoise-60");
    assertThat(out).doesNotExist();
  }
}
