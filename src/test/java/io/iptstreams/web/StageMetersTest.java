package io.iptstreams.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.iptstreams.restore.Restorers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What Prometheus reads. */
class StageMetersTest {
  private static final byte[] SMALL = {1};

  private final Metrics metrics = new Metrics();
  private final StageMeters meters = new StageMeters(metrics.registry());
  private final FakeStage stage = new FakeStage();

  @AfterEach
  void close() {
    metrics.close();
  }

  @Test
  void theOutcomes_areCounted_asTheEquationHasThem() {
    meters.watch(stage);
    PrometheusText text = text();

    assertThat(text.value("ipt_frames_received_total", "{}")).isEqualTo(14);
    assertThat(text.value("ipt_frames_total", "{outcome=tried-in-vain}")).isEqualTo(2);
    assertThat(text.value("ipt_frames_total", "{outcome=restored}")).isEqualTo(5);
    assertThat(text.value("ipt_frames_total", "{outcome=dead-lettered}")).isEqualTo(1);
    assertThat(text.value("ipt_frames_waiting", "{}")).isEqualTo(2);
    assertThat(text.value("ipt_frames_late_total", "{}")).isEqualTo(3);
  }

  @Test
  void batches_lag_andPartitions_areTold() {
    meters.watch(stage);
    PrometheusText text = text();

    assertThat(text.value("ipt_batch_tiles_total", "{}")).isEqualTo(32);
    assertThat(text.value("ipt_batch_max_size", "{}")).isEqualTo(8);
    assertThat(text.value("ipt_lag_records", "{}")).isEqualTo(7);
    assertThat(text.value("ipt_partitions", "{}")).isEqualTo(4);
  }

  @Test
  void aLagThatNobodyKnows_isNotANumber() {
    meters.watch(stage);
    stage.lag = OptionalLong.empty();

    assertThat(text().value("ipt_lag_records", "{}")).isNaN();
  }

  @Test
  void readiness_isOneOrZero() {
    meters.watch(stage);

    assertThat(text().value("ipt_ready", "{}")).isEqualTo(1);
    stage.obstacles = List.of("no broker answers");
    assertThat(text().value("ipt_ready", "{}")).isZero();
  }

  @Test
  void theTimesOfAFrame_areSpreadOverClasses() {
    meters.see(Sights.restored("yard", SMALL, SMALL));
    PrometheusText text = text();

    assertThat(text.value("ipt_frame_queue_seconds_bucket", "{le=0.2}")).isZero();
    assertThat(text.value("ipt_frame_queue_seconds_bucket", "{le=0.5}")).isEqualTo(1);
    assertThat(text.value("ipt_frame_work_seconds_bucket", "{le=0.1, task=derain}")).isEqualTo(1);
  }

  @Test
  void whatCannotBeToldOfARestoration_isLeftOut() {
    meters.see(Sights.restored("yard", SMALL, SMALL));
    PrometheusText text = text();

    assertThat(text.value("ipt_noise_before_levels_sum", "{task=derain}")).isEqualTo(28);
    assertThat(text.names()).doesNotContain("ipt_seams_ratio_sum");
  }

  @Test
  void everyMeterOfTheStage_saysWhatItIs() {
    meters.watch(stage);
    meters.see(Sights.restored("yard", SMALL, SMALL));
    meters.see(Sights.dead("yard", "torn", SMALL));

    assertThat(metrics.registry().getMeters())
        .filteredOn(meter -> meter.getId().getName().startsWith("ipt."))
        .isNotEmpty()
        .allSatisfy(meter -> assertThat(meter.getId().getDescription()).isNotBlank());
  }

  @Test
  void deadLetters_areCountedByStation() {
    meters.see(Sights.dead("yard", "torn", SMALL));

    assertThat(text().value("ipt_dead_letters_total", "{station=decode}")).isEqualTo(1);
  }

  @Test
  void whateverTasksAreAskedFor_thereAreFewSeries() {
    for (int i = 0; i < 1000; i++) {
      meters.see(Sights.restored("yard", "chain-" + i, SMALL, SMALL));
    }

    assertThat(text().value("ipt_frame_work_seconds_count", "{task=other}")).isEqualTo(950);
  }

  @Test
  void whateverStreamsAreCalled_noneIsATag() {
    meters.see(Sights.restored("secret-camera", SMALL, SMALL));
    meters.see(Sights.dead("secret-camera", "torn", SMALL));

    assertThat(metrics.registry().scrape()).doesNotContain("secret-camera");
  }

  @Test
  void theSpreadForThePage_isThatOfAllTasksTogether() {
    meters.see(Sights.restored("yard", "derain", SMALL, SMALL));
    meters.see(Sights.restored("yard", "denoise-30", SMALL, SMALL));
    Spread work = meters.work();

    assertThat(work.counts().get(work.bounds().indexOf(0.05))).isZero();
    assertThat(work.counts().get(work.bounds().indexOf(0.1))).isEqualTo(2);
    assertThat(work.counts()).hasSize(work.bounds().size() + 1).endsWith(2L);
  }

  @Test
  void aModelThatIsReplaced_isNoLongerNamed() {
    meters.watch(stage);
    stage.models = List.of(new Restorers.OpenModel("ipt-tiny", "fedcba98", "gpu:0 (chosen)"));
    PrometheusText text = text();

    assertThat(text.value("ipt_model", "{device=gpu:0, fingerprint=fedcba98, model=ipt-tiny}"))
        .isEqualTo(1);
    assertThat(metrics.registry().scrape()).doesNotContain("ipt-nano");
  }

  @Test
  void theCounts_areAllOfOneMoment_andAddUp() {
    meters.watch(stage);
    PrometheusText text = text();
    double outcomes = 0;
    for (String outcome :
        List.of("restored", "passed", "dropped", "ignored", "dead-lettered", "tried-in-vain")) {
      outcomes += text.value("ipt_frames_total", "{outcome=" + outcome + "}");
    }

    assertThat(text.value("ipt_frames_received_total", "{}"))
        .isEqualTo(outcomes + text.value("ipt_frames_waiting", "{}"));
  }

  private PrometheusText text() {
    meters.refresh();
    return PrometheusText.read(new String(metrics.reply().body(), StandardCharsets.UTF_8));
  }
}
