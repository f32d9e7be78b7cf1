package io.iptstreams.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.iptstreams.degrade.BlindGaussianNoise;
import io.iptstreams.degrade.JpegCompression;
import io.iptstreams.degrade.PoissonGaussianNoise;
import io.iptstreams.degrade.Rain;
import io.iptstreams.model.Architecture;
import io.iptstreams.model.ModelFolder;
import io.iptstreams.model.SmallNetworks;
import io.iptstreams.task.Ability;
import io.iptstreams.task.Task;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first task of the plan stands in line 3. */
class TaskSectionsTest {
  @TempDir private Path folder;

  private PlanText with(String... lines) {
    return new PlanText(folder).with("task: denoise-30", String.join("\n    ", lines));
  }

  private TrainingTask task(String... lines) {
    return with(lines).read().plan().tasks().get(0);
  }

  private List<String> mistakes(String... lines) {
    return with(lines).mistakes();
  }

  @Test
  void read_ofARangeOfNoise_givesAHeadThatIsToldIt() {
    assertThat(task("task: denoise", "sigma: 5 to 50").ability())
        .isEqualTo(new Ability.DenoiseRange(5, 50));
  }

  @Test
  void read_ofOneSigma_givesARangeOfOne() {
    assertThat(task("task: denoise", "sigma: 25").ability())
        .isEqualTo(new Ability.DenoiseRange(25, 25));
  }

  @Test
  void read_ofABuiltInTask_knowsItsScale() {
    assertThat(task("task: upscale-x3").ability())
        .isEqualTo(new Ability.Single(new Task.Upscale(3)));
  }

  @Test
  void read_ofOwnTasks_findsWhatSpoilsTheirPictures() {
    assertThat(task("task: deblock", "degradation: jpeg", "quality: 10 to 40").degradation())
        .isEqualTo(new JpegCompression(10, 40));
    assertThat(
            task(
                    "task: dusk",
                    "degradation: poisson-gaussian",
                    "shot: 0.0001 to 0.012",
                    "read: 0.001 to 0.03")
                .degradation())
        .isEqualTo(new PoissonGaussianNoise(0.0001, 0.012, 0.001, 0.03));
    assertThat(task("task: photons", "degradation: poisson-gaussian", "shot: 0.01", "read: 0"))
        .extracting(TrainingTask::degradation)
        .isEqualTo(new PoissonGaussianNoise(0.01, 0.01, 0, 0));
    assertThat(task("task: grain", "degradation: gaussian-noise", "sigma: 5 to 50").degradation())
        .isEqualTo(new BlindGaussianNoise(5, 50));
    assertThat(task("task: yard-rain", "degradation: rain").degradation()).isEqualTo(new Rain());
  }

  @Test
  void read_ofAShare_givesTheTaskSoManyTimesTheCrops() {
    assertThat(task("task: derain").share()).isEqualTo(1);
    assertThat(task("task: derain", "share: 5").share()).isEqualTo(5);
    assertThat(mistakes("task: derain", "share: 17"))
        .containsExactly("4: tasks[0].share must be a whole number between 1 and 16, got \"17\"");
  }

  @Test
  void read_ofAMisspeltTask_suggestsTheKnownOne() {
    assertThat(mistakes("task: derian"))
        .containsExactly(
            "3: tasks[0].task: unknown task \"derian\"; did you mean derain?; known: denoise with"
                + " sigma: 1 to 60, denoise-1 to denoise-99, derain, upscale-x2, upscale-x3,"
                + " upscale-x4; a task of your own needs a degradation: jpeg, poisson-gaussian,"
                + " gaussian-noise, rain");
  }

  /** One mistake, not another one for a key that only the degradation would make known. */
  @Test
  void read_ofAnOwnTaskWithoutDegradation_asksForOne() {
    assertThat(mistakes("task: deblock", "quality: 10 to 40"))
        .hasSize(1)
        .first()
        .asString()
        .startsWith("3: tasks[0].task: unknown task \"deblock\"; known: ")
        .endsWith(
            "a task of your own needs a degradation: jpeg, poisson-gaussian, gaussian-noise, rain");
  }

  @Test
  void read_ofAnUnknownDegradation_suggestsTheKnownOne() {
    assertThat(mistakes("task: deblock", "degradation: jpg", "quality: 10 to 40"))
        .containsExactly(
            "4: tasks[0].degradation must be jpeg, poisson-gaussian, gaussian-noise or rain, got"
                + " \"jpg\"; did you mean jpeg?");
  }

  @Test
  void read_ofRangesThatDoNotFit_saysTheirLimits() {
    assertThat(mistakes("task: deblock", "degradation: jpeg", "quality: 10 to 400"))
        .containsExactly(
            "5: tasks[0].quality must be a range of whole numbers within 1 to 100, got \"10 to"
                + " 400\"");
    assertThat(
            mistakes("task: dusk", "degradation: poisson-gaussian", "shot: 0 to 2", "read: bright"))
        .containsExactly(
            "5: tasks[0].shot must be a range within 0.000001 to 1, got \"0 to 2\"",
            "6: tasks[0].read must be a range within 0 to 1, got \"bright\"");
    assertThat(mistakes("task: denoise", "sigma: 0.5 to 70"))
        .containsExactly(
            "4: tasks[0].sigma must be a range of whole numbers within 1 to 99, got \"0.5 to 70\"");
    assertThat(mistakes("task: grain", "degradation: gaussian-noise", "sigma: 50 to 5"))
        .containsExactly("5: tasks[0].sigma must be a range within 0 to 255, got \"50 to 5\"");
  }

  @Test
  void read_ofReadNoiseFromNothingOn_saysWhy() {
    assertThat(
            mistakes(
                "task: dusk", "degradation: poisson-gaussian", "shot: 0.01", "read: 0 to 0.03"))
        .containsExactly(
            "6: tasks[0].read must start above 0, or be 0 for none: it is drawn by its logarithm");
  }

  @Test
  void read_ofAMissingRange_asksForIt() {
    assertThat(mistakes("task: deblock", "degradation: jpeg"))
        .containsExactly("3: tasks[0].quality is missing");
    assertThat(mistakes("task: denoise")).containsExactly("3: tasks[0].sigma is missing");
  }

  @Test
  void read_ofADegradationOfABuiltInTask_saysThatItIsKnown() {
    assertThat(mistakes("task: derain", "degradation: jpeg", "quality: 10 to 40"))
        .containsExactly(
            "4: tasks[0].degradation is known for the built-in task derain; leave it out or rename"
                + " the task");
    assertThat(mistakes("task: denoise", "sigma: 1 to 60", "degradation: rain"))
        .containsExactly(
            "5: tasks[0].degradation is known for denoise, whose head is told sigma; leave it out"
                + " or rename the task");
  }

  @Test
  void read_ofASigmaBesideAFixedOne_saysHowToNameARange() {
    assertThat(mistakes("task: denoise-30", "sigma: 1 to 60"))
        .containsExactly(
            "4: tasks[0].sigma is 30 by the name of the task; for a range name it denoise");
  }

  @Test
  void read_ofANameThatNoTaskCanHave_saysWhatItIsMadeOf() {
    assertThat(mistakes("task: De-block", "degradation: rain"))
        .containsExactly(
            "3: tasks[0].task: a task name is 1 to 40 lower-case letters, digits and dashes and"
                + " starts with a letter, got \"De-block\"");
    assertThat(mistakes("task: pass", "degradation: rain"))
        .containsExactly(
            "3: tasks[0].task pass means something else in topology files; choose another name");
  }

  @Test
  void read_ofATaskTwice_namesIt() {
    assertThat(new PlanText(folder).with("task: denoise-30", "task: derain\n  - task: derain"))
        .extracting(PlanText::mistakes)
        .isEqualTo(List.of("4: tasks[1].task derain is listed twice"));
  }

  @Test
  void read_ofWordsForTasks_saysThatTheyAreSections() {
    assertThat(new PlanText(folder).with("- task: denoise-30", "- derain").mistakes())
        .containsExactly("3: tasks[0] must be a section of keys, got \"derain\"");
  }

  @Test
  void read_ofATaskThatEnlargesOtherwiseInTheModelToStartFrom_saysBothScales() throws IOException {
    Architecture sizes = SmallNetworks.COMPACT;
    ModelFolder trained = SmallNetworks.fresh(sizes, 16, new Task.Custom("old-film", 2));
    ModelFolder.write(folder.resolve("mine"), trained.card(), trained.weights());

    assertThat(
            with("task: old-film", "degradation: gaussian-noise", "sigma: 5 to 50")
                .without("architecture", "    feed", "    head")
                .and("from: mine")
                .mistakes())
        .containsExactly(
            "3: tasks[0].task old-film enlarges by 2 in the model to start from and by 1 here;"
                + " choose another name");
  }
}
