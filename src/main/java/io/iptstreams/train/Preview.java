package io.iptstreams.train;

import io.iptstreams.degrade.ClipDegradation;
import io.iptstreams.degrade.Degradation;
import io.iptstreams.degrade.Rain;
import io.iptstreams.image.Image;
import io.iptstreams.image.ImageCodec;
import io.iptstreams.image.ImageFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;

/**
 * What a run would learn from, as pictures to look at. Follows from the plan's seed and the
 * pictures, so two previews are alike.
 *
 * <pre>
 *   TASK-1.png … TASK-4.png    spoiled | clean; crops as large as the plan has any. A picture that is
 *                              to be enlarged is shown at the clean one's size, each pixel repeated.
 *   TASK-clip.png              for rain: four frames of a clip whose scene stands still
 * </pre>
 */
public final class Preview {
  private static final int PAIRS = 4;
  private static final int FRAMES = 4;

  /** Sets the random numbers apart from those of shards, which are for an epoch and a file. */
  private static final long PURPOSE = -2;

  private final TrainingPlan plan;
  private final Pictures pictures;
  private final List<Path> written = new ArrayList<>();

  private Preview(TrainingPlan plan, Pictures pictures) {
    this.plan = plan;
    this.pictures = pictures;
  }

  /**
   * Writes the pictures of all tasks, in place of files of the same names.
   *
   * @param pictures those of step 0
   * @param folder made if need be
   * @return the files, in the order of the tasks
   */
  public static List<Path> write(TrainingPlan plan, Pictures pictures, Path folder)
      throws IOException {
    Files.createDirectories(folder);
    Preview preview = new Preview(plan, pictures);
    for (int task = 0; task < plan.tasks().size(); task++) {
      preview.write(task, folder);
    }
    return preview.written;
  }

  private void write(int number, Path folder) throws IOException {
    TrainingTask task = plan.tasks().get(number);
    for (int pair = 1; pair <= PAIRS; pair++) {
      RandomGenerator random = Randomness.of(plan.seed(), PURPOSE, number, pair);
      Image clean = crop(task, random);
      Image spoiled = task.spoil(clean, random).image().quantised();
      write(
          folder.resolve(task.fileName() + "-" + pair + ".png"),
          List.of(SampleSheet.repeated(spoiled, task.scale()), clean));
    }
    if (task.degradation() instanceof Rain rain) {
      RandomGenerator random = Randomness.of(plan.seed(), PURPOSE, number, 0);
      write(folder.resolve(task.fileName() + "-clip.png"), frames(rain, crop(task, random)));
    }
  }

  private Image crop(TrainingTask task, RandomGenerator random) {
    int largest = plan.pictures().minimumSide();
    return pictures.at(0).crop(largest - largest % task.scale(), random);
  }

  /** Of the first clip by number that is not dry. */
  private List<Image> frames(Degradation rain, Image clean) {
    ClipDegradation clip =
        LongStream.iterate(plan.seed(), seed -> seed + 1)
            .mapToObj(rain::ofClip)
            .filter(candidate -> !candidate.spoil(clean, 0).equals(clean))
            .findFirst()
            .orElseThrow();
    return LongStream.range(0, FRAMES)
        .mapToObj(frame -> clip.spoil(clean, frame).quantised())
        .toList();
  }

  private void write(Path file, List<Image> besides) throws IOException {
    Files.write(file, ImageCodec.encode(joined(besides), ImageFormat.PNG));
    written.add(file);
  }

  /** Pictures of one size, from left to right. */
  private static Image joined(List<Image> images) {
    Image first = images.get(0);
    Image row = Image.blank(first.channels(), first.height(), images.size() * first.width());
    int rows = first.channels() * first.height();
    for (int y = 0; y < rows; y++) {
      for (int i = 0; i < images.size(); i++) {
        System.arraycopy(
            images.get(i).samples(),
            y * first.width(),
            row.samples(),
            (y * images.size() + i) * first.width(),
            first.width());
      }
    }
    return row;
  }
}
