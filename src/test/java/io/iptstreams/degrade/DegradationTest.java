package io.iptstreams.degrade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.iptstreams.image.Image;
import io.iptstreams.task.Task;
import org.junit.jupiter.api.Test;

class DegradationTest {
  @Test
  void of_eachBuiltInTask_isWhatItUndoes() {
    assertThat(Degradation.of(new Task.Denoise(50))).isEqualTo(new GaussianNoise(50));
    assertThat(Degradation.of(new Task.Derain())).isEqualTo(new Rain());
    assertThat(Degradation.of(new Task.Upscale(3))).isEqualTo(new BicubicReduction(3));
  }

  @Test
  void of_aUsersOwnTask_saysThatItIsNotKnown() {
    assertThatThrownBy(() -> Degradation.of(new Task.Custom("dehaze", 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("how a clean picture is spoiled for task dehaze is not known");
  }

  @Test
  void ofClip_givesEveryFrameNoiseOfItsOwn_inWhateverOrder() {
    Image clean = Image.blank(3, 8, 8);
    ClipDegradation clip = new GaussianNoise(30).ofClip(4);

    Image second = clip.spoil(clean, 1);

    assertThat(clip.spoil(clean, 0)).isNotEqualTo(second);
    assertThat(clip.spoil(clean, 1)).isEqualTo(second);
    assertThat(new GaussianNoise(30).ofClip(4).spoil(clean, 1)).isEqualTo(second);
  }

  @Test
  void ofClip_ofRain_keepsOneSceneForTheClip() {
    Image clean = Image.blank(3, 60, 80);

    RainScene scene = new Rain().ofClip(2);

    assertThat(scene).isEqualTo(new Rain().ofClip(2)).isNotEqualTo(new Rain().ofClip(3));
    assertThat(scene.spoil(clean, 0)).isNotEqualTo(scene.spoil(clean, 1));
  }

  @Test
  void construction_ofAnImpossibleDegradation_saysTheRange() {
    assertThatThrownBy(() -> new GaussianNoise(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("sigma must be 0 to 255, got -1.0");
    assertThatThrownBy(() -> new BicubicReduction(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("scale must be at least 1, got 0");
  }
}
