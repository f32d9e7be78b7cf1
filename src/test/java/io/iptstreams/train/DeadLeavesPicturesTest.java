package io.iptstreams.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.iptstreams.image.Image;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class DeadLeavesPicturesTest {
  private static final PicturePlan PLAN = new PicturePlan(192, 1, 10, 1);

  @Test
  void crop_ofAStep_isTheSameWhateverWasAskedBefore() {
    Image crop;
    try (Pictures pictures = DeadLeavesPictures.open(PLAN, 0)) {
      pictures.at(0).crop(48, new Random(1));
      crop = pictures.at(12).crop(48, new Random(12));
    }

    try (Pictures resumed = DeadLeavesPictures.open(PLAN, 12)) {
      assertThat(resumed.at(12).crop(48, new Random(12))).isEqualTo(crop);
      assertThat(resumed.waited()).isZero();
    }
  }

  /** Crops as large as the pictures are whole pictures, in one of eight symmetries. */
  @Test
  void crop_ofOneShard_isFrom64Pictures_andNoneOfThemIsSetApart() {
    Set<Image> crops = new HashSet<>();
    try (Pictures pictures = DeadLeavesPictures.open(PLAN, 0)) {
      Random random = new Random(1);
      for (int i = 0; i < 4000; i++) {
        crops.add(pictures.at(i % 10).crop(192, random));
      }
      assertThat(crops)
          .hasSizeBetween(64 * 8 - 5, 64 * 8)
          .doesNotContainAnyElementsOf(pictures.validation());
    }
  }

  @Test
  void validation_isEightPictures_theSameInEveryRun() {
    List<Image> validation;
    try (Pictures pictures = DeadLeavesPictures.open(PLAN, 0)) {
      validation = pictures.validation();
    }

    assertThat(validation).hasSize(8).doesNotHaveDuplicates();
    try (Pictures resumed = DeadLeavesPictures.open(PLAN, 0)) {
      assertThat(resumed.validation()).isEqualTo(validation);
      assertThat(resumed.facts()).containsEntry("source", "dead leaves");
    }
  }

  @Test
  void crop_largerThanPlanned_isRefused() {
    try (Pictures pictures = DeadLeavesPictures.open(PLAN, 0)) {
      assertThatThrownBy(() -> pictures.at(0).crop(193, new Random(1)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("crops have 1 to 192 pixels a side, got 193");
    }
  }
}
