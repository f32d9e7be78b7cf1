package io.iptstreams.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.drew.imaging.ImageMetadataReader;
import com.drew.imaging.ImageProcessingException;
import com.drew.metadata.Metadata;
import com.drew.metadata.exif.ExifIFD0Directory;
import com.drew.metadata.exif.ExifSubIFDDirectory;
import com.drew.metadata.exif.ExifThumbnailDirectory;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A camera's notes on their way from file to file, read by another's program. */
class KeptNotesTest {
  private static final long MANY = 1_000_000;

  /** Encodes the pixels of every picture as those of 6 × 4. */
  private static final FileCodec CODEC =
      FileCodec.with(
          new WebpCoder() {
            @Override
            public Image decode(WebpFile file) {
              return picture(file.hasAlpha() ? 4 : 3, file.height(), file.width());
            }

            @Override
            public byte[] encode(Image image, boolean lossless) {
              return WebpBytes.ofSize(image.width(), image.height(), lossless);
            }
          });

  private static Stream<Arguments> ways() {
    return Stream.of(ImageFormat.values())
        .flatMap(
            from ->
                Stream.of(ImageFormat.values())
                    .flatMap(
                        to ->
                            Stream.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)
                                .map(order -> Arguments.of(from, to, order))));
  }

  @ParameterizedTest(name = "{0} to {1}, {2}")
  @MethodSource("ways")
  void notes_goAlong(ImageFormat from, ImageFormat to, ByteOrder order) throws Exception {
    byte[] file = withNotes(from, ExifBytes.ofACamera(order));
    Image upright = CODEC.decode(file, MANY);
    assertThat(upright).hasToString("3 × 6 × 4");

    byte[] written = CODEC.encode(upright, to, FileDetails.of(file));

    assertThat(CODEC.decode(written, MANY)).hasToString("3 × 6 × 4");
    Metadata notes = read(written);
    ExifIFD0Directory first = notes.getFirstDirectoryOfType(ExifIFD0Directory.class);
    assertThat(first.getString(ExifIFD0Directory.TAG_MODEL)).isEqualTo("Model 7");
    assertThat(first.getInt(ExifIFD0Directory.TAG_ORIENTATION)).isEqualTo(1);
    assertThat(first.getInt(ExifIFD0Directory.TAG_X_RESOLUTION)).isEqualTo(300);
    ExifSubIFDDirectory exif = notes.getFirstDirectoryOfType(ExifSubIFDDirectory.class);
    assertThat(exif.getInt(ExifSubIFDDirectory.TAG_EXIF_IMAGE_WIDTH)).isEqualTo(4);
    assertThat(exif.getInt(ExifSubIFDDirectory.TAG_EXIF_IMAGE_HEIGHT)).isEqualTo(6);
    assertThat(exif.getRational(ExifSubIFDDirectory.TAG_EXPOSURE_TIME)).hasToString("1/250");
    assertThat(notes.getFirstDirectoryOfType(ExifThumbnailDirectory.class)).isNull();
  }

  @ParameterizedTest
  @EnumSource(names = {"PNG", "JPEG", "TIFF"})
  void aPictureWithNotes_isReadByTheJdk(ImageFormat format) throws Exception {
    byte[] file = withNotes(ImageFormat.JPEG, ExifBytes.ofACamera(ByteOrder.BIG_ENDIAN));
    Image upright = CODEC.decode(file, MANY);

    byte[] written = CODEC.encode(upright, format, FileDetails.of(file));

    assertThat(ImageIO.read(new ByteArrayInputStream(written)).getWidth()).isEqualTo(4);
    if (format != ImageFormat.JPEG) {
      assertThat(CODEC.decode(written, MANY)).isEqualTo(upright.quantised());
    }
  }

  /** The byte order of the notes is that of the whole file. */
  @Test
  void samplesOf16Bits_inATiffFileWithBigEndianNotes_areWhole() throws Exception {
    Image picture = picture(4, 300, 200);
    byte[] fine =
        pngWithNotes(
            CODEC.encode(picture, ImageFormat.PNG, FileDetails.lossless(16)),
            ExifBytes.of(ByteOrder.BIG_ENDIAN).text(0x0110, "Model 7").end());

    byte[] written = CODEC.encode(picture, ImageFormat.TIFF, FileDetails.of(fine));

    assertThat(written).startsWith('M', 'M', 0, 42);
    assertThat(CODEC.decode(written, MANY)).isEqualTo(picture);
    assertThat(ImageIO.read(new ByteArrayInputStream(written)).getRaster().getSample(1, 2, 3))
        .isEqualTo(Levels.of16(picture.at(3, 2, 1)));
  }

  @Test
  void damagedNotes_areLeftOut() throws Exception {
    byte[] notes = ExifBytes.ofACamera(ByteOrder.LITTLE_ENDIAN).end();
    notes[5] = 77;
    byte[] file = DetailedJpeg.of(picture(3, 4, 6), notes);

    byte[] written = CODEC.encode(CODEC.decode(file, MANY), ImageFormat.PNG, FileDetails.of(file));

    assertThat(read(written).getFirstDirectoryOfType(ExifIFD0Directory.class)).isNull();
  }

  @ParameterizedTest
  @EnumSource(names = {"JPEG", "TIFF"})
  void flippedBytesAmongTheDetails_giveAPictureOrAnImageException(ImageFormat format) {
    Random random = new Random(6);
    byte[] taken = DetailedJpeg.ofACamera(picture(3, 4, 6));
    byte[] file = CODEC.encode(picture(3, 4, 6), format, FileDetails.of(taken));
    int whole = 0;
    for (int i = 0; i < 3000; i++) {
      byte[] flipped = file.clone();
      for (int flips = 0; flips <= i % 3; flips++) {
        flipped[random.nextInt(file.length)] ^= (byte) (1 << random.nextInt(8));
      }
      try {
        Image stored = CODEC.decodeStored(flipped, MANY);
        FileDetails details = FileDetails.of(flipped);
        for (ImageFormat to : List.of(ImageFormat.PNG, ImageFormat.TIFF)) {
          byte[] written = CODEC.encode(stored, to, details);
          assertThat(CODEC.decodeStored(written, MANY)).isEqualTo(stored);
        }
        whole++;
      } catch (ImageException refused) {
        assertThat(refused).hasMessageNotContaining("null");
      }
    }
    assertThat(whole).isBetween(100, 2999);
  }

  private static Metadata read(byte[] file) throws ImageProcessingException, IOException {
    return ImageMetadataReader.readMetadata(new ByteArrayInputStream(file));
  }

  /** A file of 3 × 4 × 6 with those notes. */
  private static byte[] withNotes(ImageFormat format, ExifBytes notes) {
    Image picture = picture(3, 4, 6);
    return switch (format) {
      case PNG -> pngWithNotes(ImageCodec.encode(picture, format), notes.end());
      case JPEG -> DetailedJpeg.of(picture, notes.end());
      case WEBP ->
          new WebpBytes()
              .extended(8, 6, 4)
              .chunk("VP8L", WebpBytes.vp8l(6, 4, 0))
              .chunk("EXIF", notes.end())
              .end();
      case TIFF -> tiff(picture, notes);
    };
  }

  private static byte[] pngWithNotes(byte[] png, byte[] notes) {
    byte[] chunk = new PngBytes(1, 1, 8, 0).chunk("eXIf", notes).end();
    int headers = 8 + 25;
    byte[] file = new byte[png.length + 12 + notes.length];
    System.arraycopy(png, 0, file, 0, headers);
    System.arraycopy(chunk, headers, file, headers, 12 + notes.length);
    System.arraycopy(png, headers, file, headers + 12 + notes.length, png.length - headers);
    return file;
  }

  /** As the notes, but with a page of one strip, and the thumbnail's directory as a second page. */
  private static byte[] tiff(Image picture, ExifBytes notes) {
    notes.shorts(256, picture.width()).shorts(257, picture.height()).shorts(258, 8, 8, 8);
    notes.shorts(262, 2).shorts(277, 3).shorts(273, 0).shorts(279, picture.samples().length);
    int strip = notes.end().length;
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(notes.shorts(273, strip).end());
    file.writeBytes(ImageCodec.levels(picture));
    return file.toByteArray();
  }

  private static Image picture(int channels, int height, int width) {
    Image picture = Image.blank(channels, height, width);
    for (int i = 0; i < picture.samples().length; i++) {
      picture.samples()[i] = i % 1000 * 65 / 257f;
    }
    return picture;
  }
}
