package io.iptstreams.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

class DashboardTest {
  /** What a stage tells of itself, without what the dashboard does not ask for. */
  private static final Set<String> TOLD =
      Set.of(
          "ipt_ready",
          "ipt_model",
          "ipt_frames_received_total",
          "ipt_frames_total",
          "ipt_frames_waiting",
          "ipt_frames_late_total",
          "ipt_dead_letters_total",
          "ipt_lag_records",
          "ipt_partitions",
          "ipt_frame_queue_seconds_bucket",
          "ipt_frame_work_seconds_bucket",
          "ipt_batch_calls_total",
          "ipt_batch_tiles_total",
          "ipt_batch_waiting_tiles",
          "ipt_batch_max_size",
          "ipt_noise_before_levels_sum",
          "ipt_noise_before_levels_count",
          "ipt_noise_after_levels_sum",
          "ipt_noise_after_levels_count",
          "ipt_psnr_to_input_decibels_sum",
          "ipt_psnr_to_input_decibels_count",
          "ipt_seams_ratio_sum",
          "ipt_seams_ratio_count",
          "process_resident_memory_bytes",
          "process_cpu_usage",
          "system_cpu_usage",
          "jvm_memory_used_bytes",
          "jvm_gc_pause_seconds_sum");

  @Test
  void everyPanel_hasATitleAUnitAndAQuery() throws IOException {
    assertThat(Dashboard.read().panels())
        .hasSizeGreaterThan(10)
        .allSatisfy(
            panel -> {
              assertThat(panel.title()).isNotBlank();
              assertThat(panel.unit()).as(panel.title()).isNotBlank();
              assertThat(panel.queries())
                  .as(panel.title())
                  .isNotEmpty()
                  .allSatisfy(query -> assertThat(query).contains("instance=~\"$instance\""));
            });
  }

  @Test
  void titles_areTold_once() throws IOException {
    assertThat(Dashboard.read().panels().stream().map(Dashboard.Panel::title))
        .doesNotHaveDuplicates();
  }

  @Test
  void metrics_areThoseThatAStageTells() throws IOException {
    assertThat(Dashboard.read().metrics()).containsExactlyInAnyOrderElementsOf(TOLD);
  }

  @Test
  void panels_askTheServerThatIsProvisioned() throws IOException {
    Path provisioned =
        Path.of(
            "src", "main", "docker", "grafana", "provisioning", "datasources", "prometheus.yml");
    String text = Files.readString(provisioned);
    assertThat(new Yaml().<Object>load(text)).asString().contains("uid=prometheus,");
    assertThat(Dashboard.read().panels())
        .allSatisfy(panel -> assertThat(panel.datasources()).containsExactly("prometheus"));
  }

  @Test
  void metrics_ofAQuery_areNeitherItsFunctionsNorItsLabels() {
    assertThat(
            Dashboard.metrics(
                "histogram_quantile(0.95, sum by (le, task) (rate(a_bucket{x=~\"$y\"}[5m])))"
                    + " / on (x) group_left (z) max(b) - 1e3 unless c"))
        .containsExactly("a_bucket", "b", "c");
  }
}
