package io.iptstreams.parity;

import io.iptstreams.batch.BatchPolicy;
import io.iptstreams.image.Image;
import io.iptstreams.model.IptModel;
import io.iptstreams.restore.Limits;
import io.iptstreams.restore.Restorer;
import io.iptstreams.task.Task;
import io.iptstreams.tiling.Mosaic;
import io.iptstreams.tiling.TilePlan;
import io.iptstreams.tiling.Tiling;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whole pictures through the official tiling give what the official code gives. */
class TilingParityIT {

  private static Image untouched(IptModel model, Task task, Image picture) {
    TilePlan plan = new Tiling.Official().plan(picture.height(), picture.width(), model.tile());
    Mosaic mosaic = plan.mosaic(task.scale(), 3);
    for (int i = 0; i < plan.count(); i++) {
      mosaic.add(model.restore(task, List.of(plan.cut(picture, i))).get(0));
    }
    return mosaic.picture();
  }

  private static Image clamped(Image picture) {
    float[] samples = picture.samples().clone();
    for (int i = 0; i < samples.length; i++) {
      samples[i] = Math.min(255, Math.max(0, samples[i]));
    }
    return new Image(picture.channels(), picture.height(), picture.width(), samples);
  }

  private static Restorer restorer(IptModel model, boolean selfEnsemble) {
    return Restorer.open(
        model,
        new BatchPolicy(8, Duration.ofMillis(5)),
        1,
        new Limits(1_000_000, new Tiling.Official(), selfEnsemble, Duration.ofMinutes(5)));
  }

  @Test
  void officialTiling_beforeClamping_agreesForAllSizes() throws IOException {
    try (IptModel model = IptModel.open(Fixtures.model())) {
      for (Map.Entry<String, String> task : Fixtures.TASKS.entrySet()) {
        Image in = Fixtures.array("chop/" + task.getKey() + "-in").picture(0);
        Image out = Fixtures.array("chop/" + task.getKey() + "-out").picture(0);
        Fixtures.assertClose(
            "chop " + task.getKey() + " " + in,
            untouched(model, Task.of(task.getValue()), in),
            out,
            Fixtures.PICTURE_LIMIT);
      }
    }
  }

  @Test
  void officialTiling_throughTheCorridor_agrees() throws IOException {
    try (IptModel model = IptModel.open(Fixtures.model());
        Restorer restorer = restorer(model, false)) {
      for (String task : List.of("sr3", "denoise30")) {
        Image in = Fixtures.array("chop/" + task + "-in").picture(0);
        Image out = Fixtures.array("chop/" + task + "-out").picture(0);
        Fixtures.assertClose(
            "corridor " + task,
            restorer.restore(in, Task.of(Fixtures.TASKS.get(task))),
            clamped(out),
            Fixtures.PICTURE_LIMIT);
      }
    }
  }

  @Test
  void selfEnsemble_throughTheCorridor_agrees() throws IOException {
    try (IptModel model = IptModel.open(Fixtures.model());
        Restorer restorer = restorer(model, true)) {
      for (String task : List.of("denoise30", "sr2")) {
        Image in = Fixtures.array("x8/" + task + "-in").picture(0);
        Image out = Fixtures.array("x8/" + task + "-out").picture(0);
        Fixtures.assertClose(
            "x8 " + task,
            restorer.restore(in, Task.of(Fixtures.TASKS.get(task))),
            clamped(out),
            Fixtures.PICTURE_LIMIT);
      }
    }
  }
}
