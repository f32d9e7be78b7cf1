package io.iptstreams.degrade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.iptstreams.image.Image;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BicubicReductionTest {
  private final Random random = new Random(1);

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4})
  void spoil_ofAFlatPicture_staysFlat(int scale) {
    Image flat = Image.blank(3, 24, 12);
    Arrays.fill(flat.samples(), 77);

    Image reduced = new BicubicReduction(scale).spoil(flat, random);

    assertThat(reduced).hasToString("3 × " + 24 / scale + " × " + 12 / scale);
    assertThat(reduced.samples()).containsOnly(new float[] {77}, within(1e-4f));
  }

  /**
   * Sample i of the result lies at (i + 0.5) · s - 0.5 of the ramp; a kernel that is symmetric and
   * of sum 1 gives exactly that value where no tap is mirrored.
   */
  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4})
  void spoil_ofARamp_staysARampInside(int scale) {
    Image ramp = Image.blank(1, scale, 48);
    for (int i = 0; i < ramp.samples().length; i++) {
      ramp.samples()[i] = i % 48;
    }

    Image reduced = new BicubicReduction(scale).spoil(ramp, random);

    for (int x = 2; x < 48 / scale - 2; x++) {
      assertThat(reduced.at(0, 0, x)).isCloseTo((x + 0.5f) * scale - 0.5f, within(1e-4f));
    }
  }

  /** Antialiasing: the finest stripes have no place in a picture of half the width. */
  @Test
  void spoil_ofTheFinestStripes_leavesGrey() {
    Image stripes = Image.blank(1, 2, 32);
    for (int i = 0; i < stripes.samples().length; i++) {
      stripes.samples()[i] = i % 2 == 0 ? 0 : 200;
    }

    Image reduced = new BicubicReduction(2).spoil(stripes, random);

    for (int x = 2; x < 14; x++) {
      assertThat(reduced.at(0, 0, x)).isCloseTo(100, within(1e-3f));
    }
  }

  /**
   * MATLAB's own files. It rounds to 8 bits after each axis, we do after both: two roundings differ
   * from one by two levels at most, here and there, at the border no more than inside.
   */
  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4})
  void spoil_ofSet5_givesWhatMatlabGave_upToTheBorder(int scale) throws IOException {
    Path set5 = SharedPictures.folder("Set5");
    for (Path file : SharedPictures.files(set5.resolve("HR"))) {
      String name = file.getFileName().toString().replace(".png", "x" + scale + ".png");
      Image expected = SharedPictures.read(set5.resolve("LR_bicubic/X" + scale).resolve(name));
      Image clean =
          SharedPictures.read(file).crop(0, 0, expected.height() * scale, expected.width() * scale);

      Image reduced = new BicubicReduction(scale).spoil(clean, random).quantised();

      double largest = 0;
      double mean = 0;
      for (int i = 0; i < expected.samples().length; i++) {
        double difference = Math.abs(reduced.samples()[i] - expected.samples()[i]);
        largest = Math.max(largest, difference);
        mean += difference / expected.samples().length;
      }
      assertThat(largest).as(name + ", largest difference").isLessThanOrEqualTo(2);
      assertThat(mean).as(name + ", mean difference").isLessThan(0.25);
    }
  }

  @Test
  void spoil_ofSidesThatDoNotDivide_isRefused() {
    assertThatThrownBy(() -> new BicubicReduction(3).spoil(Image.blank(3, 9, 10), random))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a picture to reduce by 3 has sides that divide by it, got 3 × 9 × 10");
  }
}
