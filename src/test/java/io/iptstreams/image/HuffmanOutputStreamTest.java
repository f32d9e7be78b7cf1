package io.iptstreams.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written is read by the JDK's inflater, which checks the checksum. */
class HuffmanOutputStreamTest {
  private static final int BLOCK = 1 << 16;

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 1000, BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK + 17})
  void bytes_areReadAsTheyWere_howeverMany(int count) throws IOException {
    assertThat(inflated(compressed(likeDifferences(count)))).isEqualTo(likeDifferences(count));
  }

  @Test
  void aSingleValue_throughout_isReadAsItWas() throws IOException {
    for (byte value : new byte[] {0, 1, -1}) {
      byte[] same = new byte[BLOCK + 5];
      Arrays.fill(same, value);
      assertThat(inflated(compressed(same))).isEqualTo(same);
    }
  }

  @Test
  void values_eachRarerThanAllBefore_areReadAsTheyWere() throws IOException {
    // Counts as of Fibonacci give a tree of one branch, deeper than the format can say.
    byte[] steep = new byte[BLOCK];
    int at = 0;
    int next = 1;
    int count = 1;
    for (int value = 0; at < steep.length; value++) {
      int end = Math.min(steep.length, at + count);
      Arrays.fill(steep, at, end, (byte) value);
      at = end;
      int sum = count + next;
      count = next;
      next = sum;
    }
    assertThat(inflated(compressed(steep))).isEqualTo(steep);
  }

  @Test
  void differences_takeHardlyMoreThanByZlibsOwnCodes() throws IOException {
    byte[] differences = likeDifferences(500_000);
    assertThat(compressed(differences).length).isLessThan(huffmanOnly(differences) * 1005 / 1000);
  }

  @Test
  void noise_growsByLessThanAHalfPercent() throws IOException {
    byte[] noise = new byte[500_000];
    new Random(1).nextBytes(noise);
    assertThat(compressed(noise).length).isLessThan(502_500);
    assertThat(inflated(compressed(noise))).isEqualTo(noise);
  }

  @Test
  void aByteAtATime_givesTheSameFile() throws IOException {
    byte[] bytes = likeDifferences(300);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try (HuffmanOutputStream out = new HuffmanOutputStream(file)) {
      for (byte value : bytes) {
        out.write(value);
      }
    }
    assertThat(file.toByteArray()).isEqualTo(compressed(bytes));
  }

  /** Mostly near zero, of either sign. */
  private static byte[] likeDifferences(int count) {
    Random random = new Random(count);
    byte[] bytes = new byte[count];
    for (int i = 0; i < count; i++) {
      bytes[i] = (byte) Math.round(6 * random.nextGaussian());
    }
    return bytes;
  }

  private static byte[] compressed(byte... bytes) throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try (HuffmanOutputStream out = new HuffmanOutputStream(file)) {
      out.write(bytes);
    }
    return file.toByteArray();
  }

  private static byte[] inflated(byte... file) throws IOException {
    try (InflaterInputStream in = new InflaterInputStream(new ByteArrayInputStream(file))) {
      return in.readAllBytes();
    }
  }

  private static int huffmanOnly(byte... bytes) throws IOException {
    Deflater deflater = new Deflater(Deflater.BEST_SPEED);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try (DeflaterOutputStream out = new DeflaterOutputStream(file, deflater)) {
      deflater.setStrategy(Deflater.HUFFMAN_ONLY);
      out.write(bytes);
    } finally {
      deflater.end();
    }
    return file.size();
  }
}
