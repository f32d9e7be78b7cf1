package io.iptstreams.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.iptstreams.image.Image;
import io.iptstreams.jvm.ResidentMemory;
import io.iptstreams.jvm.Tenths;
import io.iptstreams.task.Task;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Memory outside the heap stays what it is, however many batches of whatever size go through. */
class NativeMemoryIT {
  private static final int PASSES = 2000;

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void residentMemory_after2000PassesOfMixedSizes_isFlat(Precision precision) throws Exception {
    ResidentMemory.assumeReadable();
    assumeTrue(precision.isOfThisProcessor(), "this processor does not take bfloat16");
    double[] tenths = ResidentMemory.tenthsOf(folder, Passes.class, precision.name());
    assertThat(tenths[9])
        .as("resident MB in each tenth: %s", Tenths.line(tenths))
        .isLessThan(1.05 * tenths[1]);
  }

  /** The passes; prints the highest resident memory of each tenth, in MB. */
  static final class Passes {
    public static void main(String[] arguments) throws IOException {
      ModelFolder folder =
          SmallNetworks.fresh(
              SmallNetworks.COMPACT,
              16,
              new Task.Derain(),
              new Task.Upscale(2),
              new Task.Upscale(3));
      Image tile = Image.blank(3, 16, 16);
      Tenths resident = new Tenths();
      try (IptModel model = IptModel.open(folder, Precision.valueOf(arguments[0]))) {
        for (int pass = 0; pass < PASSES; pass++) {
          Task task =
              model.tasks().abilities().get(pass % model.tasks().abilities().size()).example();
          model.restore(task, Collections.nCopies(1 + pass * 7 % 6, tile));
          resident.note((double) pass / PASSES, ResidentMemory.megabytes());
        }
      }
      System.out.println(Tenths.line(resident.highest()));
    }
  }
}
