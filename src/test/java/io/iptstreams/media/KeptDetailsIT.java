package io.iptstreams.media;

import static org.assertj.core.api.Assertions.assertThat;

import com.drew.imaging.ImageMetadataReader;
import com.drew.metadata.Metadata;
import com.drew.metadata.exif.ExifIFD0Directory;
import io.iptstreams.image.DetailedJpeg;
import io.iptstreams.image.FileCodec;
import io.iptstreams.image.FileDetails;
import io.iptstreams.image.Image;
import io.iptstreams.image.ImageFormat;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What is in the pictures that we write, as FFmpeg's own program sees it. */
class KeptDetailsIT {
  private static final long MANY = 1_000_000;
  private static final FileCodec CODEC = FileCodec.with(new FfmpegWebp());

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void aCamerasPicture_hasItsProfileAndItsSize(ImageFormat format) throws Exception {
    byte[] taken = DetailedJpeg.ofACamera(Pictures.waves(60, 40, 0));
    Image stored = CODEC.decodeStored(taken, MANY);
    Path file = folder.resolve("picture." + format.name().toLowerCase(Locale.ROOT));

    Files.write(file, CODEC.encode(stored, format, FileDetails.of(taken)));

    List<String> entries =
        FfmpegTool.entries(file, "stream=width,height:frame_side_data=side_data_type");
    assertThat(entries).contains("width=" + stored.width(), "height=" + stored.height());
    assertThat(entries).contains("side_data_type=ICC profile");
  }

  @Test
  void aWebpPictureWithAlpha_hasAllOfThem() throws Exception {
    Image opaque = Pictures.waves(60, 40, 0).quantised();
    Image picture = Image.blank(4, 40, 60);
    System.arraycopy(opaque.samples(), 0, picture.samples(), 0, 3 * 40 * 60);
    for (int i = 0; i < 40 * 60; i++) {
      picture.samples()[3 * 40 * 60 + i] = 1 + i % 255;
    }
    FileDetails ofAJpeg = FileDetails.of(DetailedJpeg.ofACamera(opaque));
    FileDetails ofAPng = FileDetails.of(CODEC.encode(picture, ImageFormat.PNG, ofAJpeg));
    Path lossless = folder.resolve("lossless.webp");
    Path lossy = folder.resolve("lossy.webp");

    Files.write(lossless, CODEC.encode(picture, ImageFormat.WEBP, ofAPng));
    Files.write(lossy, CODEC.encode(picture, ImageFormat.WEBP, ofAJpeg));

    assertThat(CODEC.decodeStored(Files.readAllBytes(lossless), MANY)).isEqualTo(picture);
    assertThat(CODEC.decodeStored(Files.readAllBytes(lossy), MANY).channels(3, 1))
        .isEqualTo(picture.channels(3, 1));
    assertThat(seen(lossless)).contains("pix_fmt=argb", "side_data_type=ICC profile");
    assertThat(seen(lossy)).contains("pix_fmt=yuva420p", "side_data_type=ICC profile");
    Metadata notes = ImageMetadataReader.readMetadata(lossy.toFile());
    assertThat(notes.getFirstDirectoryOfType(ExifIFD0Directory.class).getString(0x0110))
        .isEqualTo("Model 7");
  }

  private static List<String> seen(Path file) throws Exception {
    return FfmpegTool.entries(file, "frame=pix_fmt:frame_side_data=side_data_type");
  }

  @ParameterizedTest
  @CsvSource({
    "1, PNG, gray16be", "2, PNG, ya16be", "3, PNG, rgb48be", "4, PNG, rgba64be",
    "1, TIFF, gray16le", "2, TIFF, ya16le", "3, TIFF, rgb48le", "4, TIFF, rgba64le"
  })
  void samplesOf16Bits_areSeenAsSuch(int channels, ImageFormat format, String pixels)
      throws Exception {
    Path file = folder.resolve("picture." + format.name().toLowerCase(Locale.ROOT));
    Files.write(
        file, CODEC.encode(Image.blank(channels, 20, 30), format, FileDetails.lossless(16)));

    assertThat(FfmpegTool.entries(file, "stream=pix_fmt")).containsExactly("pix_fmt=" + pixels);
  }

  /** The samples that FFmpeg makes of a TIFF file are those that we make of its PNG file. */
  @Test
  void samplesOf16Bits_areReadAsTheyWere() throws Exception {
    Image fine = Pictures.waves(61, 43, 0);
    for (int i = 0; i < fine.samples().length; i++) {
      fine.samples()[i] = i * 7919L % 65_536 / 257f;
    }
    Path tiff = folder.resolve("fine.tiff");
    Path png = folder.resolve("fine.png");
    Files.write(tiff, CODEC.encode(fine, ImageFormat.TIFF, FileDetails.lossless(16)));

    FfmpegTool.make(png, "-i", tiff.toString());

    assertThat(CODEC.decode(Files.readAllBytes(png), MANY)).isEqualTo(fine);
  }
}
