package io.iptstreams.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.iptstreams.batch.BatchPolicy;
import io.iptstreams.image.Image;
import io.iptstreams.model.IdentityModel;
import io.iptstreams.task.Task;
import io.iptstreams.tiling.Tiling;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PublishedRulesTest {
  private static final Task DERAIN = new Task.Derain();

  private static Restorer restorer(int tile, Tiling tiling) {
    return Restorer.open(
        new IdentityModel(tile, List.of(DERAIN)),
        new BatchPolicy(4, Duration.ofMillis(1)),
        2,
        new Limits(10_000, tiling, true, Duration.ofSeconds(30)));
  }

  private static Image noise(int channels, int height, int width) {
    Random random = new Random(5);
    float[] samples = new float[channels * height * width];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = random.nextInt(256);
    }
    return new Image(channels, height, width, samples);
  }

  @Test
  void restore_byAModelThatChangesNothing_givesAnyPictureBack() {
    for (Tiling tiling : List.of(new Tiling.Official(), new Tiling.MindSpore())) {
      try (Restorer restorer = restorer(8, tiling)) {
        for (Image picture : List.of(noise(3, 8, 8), noise(4, 21, 30), noise(1, 3, 17))) {
          assertThat(restorer.restore(picture, DERAIN).samples())
              .containsExactly(picture.samples(), Offset.offset(1e-3f));
        }
      }
    }
  }

  @Test
  void open_withTilesThatDoNotDivide_isRefused() {
    assertThatThrownBy(() -> restorer(6, new Tiling.MindSpore()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("those of identity have 6 pixels");
  }
}
