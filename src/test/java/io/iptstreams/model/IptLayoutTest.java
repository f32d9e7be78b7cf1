package io.iptstreams.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.iptstreams.task.Ability;
import io.iptstreams.task.Task;
import io.iptstreams.task.TaskSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class IptLayoutTest {
  /** 3 × 3 weights and 3 biases of each of the two fixed mean shifts, which are no tensors here. */
  private static final int MEAN_SHIFTS = 24;

  private static TaskSet tasks(Integer... scales) {
    return TaskSet.of(
        Stream.of(scales).map(scale -> new Task.Custom("by-" + scale, scale)).toList());
  }

  private static long parameters(Integer... scales) {
    return new IptLayout(Architecture.paper(), tasks(scales))
        .shapes().values().stream()
            .mapToLong(shape -> shape.stream().mapToLong(side -> side).reduce(1, (a, b) -> a * b))
            .sum();
  }

  @Test
  void paper_withOneTask_hasThePublishedNumberOfParameters() {
    assertThat(parameters(1) + MEAN_SHIFTS).isEqualTo(115_312_731);
    assertThat(parameters(2) + MEAN_SHIFTS).isEqualTo(115_460_443);
    assertThat(parameters(3) + MEAN_SHIFTS).isEqualTo(115_645_083);
    assertThat(parameters(4) + MEAN_SHIFTS).isEqualTo(115_608_155);
  }

  @Test
  void paper_withSixTasks_hasThePublishedNumberOfParameters() {
    assertThat(parameters(2, 3, 4, 1, 1, 1) + MEAN_SHIFTS).isEqualTo(118_892_394);
  }

  @Test
  void shapes_carryTheOfficialNames() {
    assertThat(new IptLayout(Architecture.paper(), tasks(4)).shapes())
        .containsEntry("head.0.1.body.2.weight", List.of(64, 64, 5, 5))
        .containsEntry("body.decoder.layers.11.multihead_attn.in_proj_weight", List.of(1728, 576))
        .containsEntry("body.query_embed.weight", List.of(1, 147456))
        .containsEntry("tail.0.0.2.bias", List.of(256))
        .containsEntry("tail.0.1.weight", List.of(3, 64, 3, 3));
  }

  @Test
  void aHeadThatIsToldTheNoise_hasAWeightForItInEveryFeature() {
    TaskSet tasks = new TaskSet(List.of(new Ability.DenoiseRange(1, 60)));
    assertThat(new IptLayout(SmallNetworks.COMPACT, tasks).shapes())
        .containsEntry("head.0.sigma.weight", List.of(4));
  }

  @Test
  void initial_ofEqualSeeds_isEqual() {
    IptLayout layout = new IptLayout(SmallNetworks.COMPACT, tasks(1, 2));
    float[] one = layout.initial(7).tensors().get("body.linear_encoding.weight").values();
    float[] two = layout.initial(7).tensors().get("body.linear_encoding.weight").values();
    float[] other = layout.initial(8).tensors().get("body.linear_encoding.weight").values();
    assertThat(one).isEqualTo(two).isNotEqualTo(other);
  }
}
