package io.iptstreams.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.drew.lang.ByteArrayReader;
import com.drew.metadata.Directory;
import com.drew.metadata.Metadata;
import com.drew.metadata.MetadataException;
import com.drew.metadata.exif.ExifIFD0Directory;
import com.drew.metadata.exif.ExifReader;
import com.drew.metadata.exif.ExifSubIFDDirectory;
import com.drew.metadata.exif.ExifThumbnailDirectory;
import com.drew.metadata.exif.GpsDirectory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExifBlockTest {
  private static final ByteOrder LITTLE = ByteOrder.LITTLE_ENDIAN;

  private static ByteOrder order(String mark) {
    return mark.equals("II") ? LITTLE : ByteOrder.BIG_ENDIAN;
  }

  @ParameterizedTest
  @ValueSource(strings = {"II", "MM"})
  void whatACameraNoted_isKept(String mark) throws MetadataException {
    Metadata kept = read(ExifBlock.of(ExifBytes.ofACamera(order(mark)).end()).bytes(80, 60));

    ExifIFD0Directory first = kept.getFirstDirectoryOfType(ExifIFD0Directory.class);
    assertThat(first.getString(ExifIFD0Directory.TAG_MAKE)).isEqualTo("Maker & Sons");
    assertThat(first.getString(ExifIFD0Directory.TAG_MODEL)).isEqualTo("Model 7");
    assertThat(first.getString(ExifIFD0Directory.TAG_DATETIME)).isEqualTo("2024:05:06 07:08:09");
    assertThat(first.getInt(ExifIFD0Directory.TAG_X_RESOLUTION)).isEqualTo(300);
    ExifSubIFDDirectory exif = kept.getFirstDirectoryOfType(ExifSubIFDDirectory.class);
    assertThat(exif.getRational(ExifSubIFDDirectory.TAG_EXPOSURE_TIME)).hasToString("1/250");
    assertThat(exif.getString(ExifSubIFDDirectory.TAG_DATETIME_ORIGINAL))
        .isEqualTo("2024:05:06 07:08:09");
    GpsDirectory gps = kept.getFirstDirectoryOfType(GpsDirectory.class);
    assertThat(gps.getRationalArray(GpsDirectory.TAG_LATITUDE)[0].intValue()).isEqualTo(52);
  }

  @ParameterizedTest
  @ValueSource(strings = {"II", "MM"})
  void whatIsNoLongerTrue_isCorrectedOrLeftOut(String mark) throws MetadataException {
    byte[] block = ExifBlock.of(ExifBytes.ofACamera(order(mark)).end()).bytes(80, 60);

    Metadata kept = read(block);
    ExifIFD0Directory first = kept.getFirstDirectoryOfType(ExifIFD0Directory.class);
    assertThat(first.getInt(ExifIFD0Directory.TAG_ORIENTATION)).isEqualTo(1);
    ExifSubIFDDirectory exif = kept.getFirstDirectoryOfType(ExifSubIFDDirectory.class);
    assertThat(exif.getInt(ExifSubIFDDirectory.TAG_EXIF_IMAGE_WIDTH)).isEqualTo(80);
    assertThat(exif.getInt(ExifSubIFDDirectory.TAG_EXIF_IMAGE_HEIGHT)).isEqualTo(60);
    assertThat(exif.containsTag(ExifSubIFDDirectory.TAG_SUBJECT_LOCATION_TIFF_EP)).isFalse();
    assertThat(kept.getFirstDirectoryOfType(ExifThumbnailDirectory.class)).isNull();
    assertThat(new String(block, StandardCharsets.ISO_8859_1)).doesNotContain("THUMBNAIL");
  }

  @Test
  void theMakersNote_staysAtItsPlace() {
    byte[] notes = ExifBytes.ofACamera(LITTLE).end();
    byte[] kept = ExifBlock.of(notes).bytes(80, 60);

    int place = new String(notes, StandardCharsets.ISO_8859_1).indexOf("the maker's own");
    assertThat(new String(kept, StandardCharsets.ISO_8859_1).indexOf("the maker's own"))
        .isEqualTo(place);
  }

  @Test
  void notesWithNothingToCorrect_stayAsTheyAre() {
    byte[] notes = ExifBytes.of(LITTLE).text(0x010f, "Maker & Sons").shorts(0x0112, 1).end();

    assertThat(ExifBlock.of(notes).bytes(8, 6)).isEqualTo(notes);
  }

  @Test
  void notesOfTheLargestSize_areKept_andOneByteMoreAreNot() {
    int frame = 8 + 2 + 12 + 4;

    assertThat(ExifBlock.of(described(ExifBlock.LARGEST - frame)).bytes(1, 1))
        .hasSize(ExifBlock.LARGEST);
    assertThat(ExifBlock.of(described(ExifBlock.LARGEST - frame + 1)).isEmpty()).isTrue();
  }

  private static byte[] described(int length) {
    return ExifBytes.of(LITTLE).field(0x010e, 2, length, new byte[length]).end();
  }

  @Test
  void aLargeThumbnail_doesNotCount() {
    byte[] notes =
        ExifBytes.of(LITTLE).text(0x010f, "Maker & Sons").thumbnail(new byte[100_000]).end();

    assertThat(ExifBlock.of(notes).bytes(1, 1)).hasSizeLessThan(50);
  }

  @Test
  void aTagThatLeadsOutside_isLeftOut_andTheOthersStay() {
    byte[] outside = ByteBuffer.allocate(4).order(LITTLE).putInt(1_000_000).array();
    byte[] notes =
        ExifBytes.of(LITTLE)
            .field(0x010e, 2, 100, outside)
            .text(0x010f, "Maker & Sons")
            .field(0x0110, 2, -1, outside)
            .field(0x0131, 99, 4, outside)
            .field(ExifBytes.EXIF, 4, 1, outside)
            .field(ExifBytes.GPS, 4, 1, new byte[] {-1, -1, -1, -1})
            .end();

    ExifIFD0Directory first =
        read(ExifBlock.of(notes).bytes(1, 1)).getFirstDirectoryOfType(ExifIFD0Directory.class);
    assertThat(first.getTags()).hasSize(1);
    assertThat(first.getString(ExifIFD0Directory.TAG_MAKE)).isEqualTo("Maker & Sons");
  }

  /** Exif and GPS both lead back to the first directory. */
  @Test
  void aLoop_ends() {
    byte[] back = ByteBuffer.allocate(4).order(LITTLE).putInt(8).array();
    byte[] notes =
        ExifBytes.of(LITTLE)
            .text(0x010f, "Maker & Sons")
            .field(ExifBytes.EXIF, 4, 1, back)
            .field(ExifBytes.GPS, 4, 1, back)
            .end();

    assertThat(ExifBlock.of(notes).bytes(1, 1)).hasSizeLessThan(1000);
  }

  /** Sixty thousand entries that share one value of 60 000 bytes: 3.6 gigabytes, if copied. */
  @Test
  void manyTagsOfTheSameLargeValue_areTooMuch() {
    int count = 60_000;
    ByteBuffer notes = ByteBuffer.allocate(8 + 2 + 12 + 4 + 2 + 12 * count + 4 + 60_000);
    notes.put((byte) 'M').put((byte) 'M').putShort((short) 42).putInt(8);
    notes.putShort((short) 1).putShort((short) ExifBytes.EXIF).putShort((short) 4).putInt(1);
    notes.putInt(26).putInt(0).putShort((short) count);
    for (int i = 0; i < count; i++) {
      notes.putShort((short) i).putShort((short) 7).putInt(60_000).putInt(28 + 12 * count);
    }

    assertThat(ExifBlock.of(notes.array()).isEmpty()).isTrue();
  }

  @Test
  void damagedNotes_areKeptOrLeftOut_butNeverFatal() {
    Random random = new Random(5);
    byte[] notes = ExifBytes.ofACamera(LITTLE).end();
    int kept = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] damaged =
          Arrays.copyOf(notes, i % 3 == 0 ? random.nextInt(notes.length) : notes.length);
      for (int flips = random.nextInt(4); flips > 0 && damaged.length > 0; flips--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      }
      ExifBlock block = ExifBlock.of(damaged);
      if (!block.isEmpty()) {
        assertThat(block.bytes(7, 5)).hasSizeBetween(26, ExifBlock.LARGEST);
        kept++;
      }
    }
    assertThat(kept).isBetween(5_000, 19_999);
  }

  @Test
  void bytesThatAreNoNotes_giveNone() {
    assertThat(ExifBlock.of(new byte[0]).isEmpty()).isTrue();
    assertThat(ExifBlock.of(new byte[100]).isEmpty()).isTrue();
    assertThat(ExifBlock.of(ExifBytes.of(LITTLE).end()).isEmpty()).isTrue();
  }

  private static Metadata read(byte[] block) {
    Metadata metadata = new Metadata();
    new ExifReader().extract(new ByteArrayReader(block), metadata);
    for (Directory directory : metadata.getDirectories()) {
      assertThat(directory.getErrors()).isEmpty();
    }
    return metadata;
  }
}
