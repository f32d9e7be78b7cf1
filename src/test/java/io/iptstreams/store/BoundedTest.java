package io.iptstreams.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.iptstreams.store.StoreException.Kind;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BoundedTest {

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 65_535, 65_536, 65_537, 131_073, 300_000})
  void everySize_isReadWhole_whateverWasSaid(int size) throws IOException {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    for (long said : new long[] {-1, 0, size / 2, size}) {
      for (long max : new long[] {size, size + 1, 1 << 20}) {
        assertThat(Bounded.read(new ByteArrayInputStream(bytes), said, max, "it")).isEqualTo(bytes);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 0, 500, 1000})
  void oneByteTooMany_isTooLarge_howeverFewWereSaid(long said) {
    assertThatThrownBy(
            () -> Bounded.read(new ByteArrayInputStream(new byte[1001]), said, 1000, "it"))
        .isInstanceOf(StoreException.class)
        .hasMessage("it has more bytes than that, at most 1000 bytes are read")
        .extracting("kind")
        .isEqualTo(Kind.TOO_LARGE);
  }

  @Test
  void whatIsSaidToBeTooLarge_isNotRead() {
    InputStream untouched =
        new InputStream() {
          @Override
          public int read() {
            throw new AssertionError("it was read");
          }
        };

    assertThatThrownBy(() -> Bounded.read(untouched, 1001, 1000, "it"))
        .isInstanceOf(StoreException.class)
        .hasMessage("it has 1001 bytes, at most 1000 bytes are read");
  }

  @Test
  void anEndlessStream_isReadToOneByteBeyondTheLimit() {
    int[] count = {0};
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            count[0]++;
            return 0;
          }
        };

    assertThatThrownBy(() -> Bounded.read(endless, 10, 100_000, "it"))
        .isInstanceOf(StoreException.class);

    assertThat(count[0]).isEqualTo(100_001);
  }

  @Test
  void fewerBytesThanWereSaid_areNotTakenForAll() {
    assertThatThrownBy(() -> Bounded.read(new ByteArrayInputStream(new byte[3]), 5, 10, "it"))
        .isInstanceOf(EOFException.class)
        .hasMessage("broke off after 3 of 5 bytes");
  }
}
