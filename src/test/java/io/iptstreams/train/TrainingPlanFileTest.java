package io.iptstreams.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.iptstreams.degrade.JpegCompression;
import io.iptstreams.model.ModelFolder;
import io.iptstreams.model.Precision;
import io.iptstreams.settings.SettingsException;
import io.iptstreams.task.Ability;
import io.iptstreams.task.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TrainingPlanFileTest {
  private static final Path PLANS = Path.of("src/main/resources/plans");

  @TempDir private Path folder;
  private PlanText plan;

  @BeforeEach
  void start() {
    plan = new PlanText(folder);
  }

  static List<Path> plans() throws IOException {
    try (Stream<Path> files = Files.list(PLANS)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  /** What an earlier sitting leaves in a folder is here the bundled model. */
  @ParameterizedTest
  @MethodSource("plans")
  void read_ofEveryBundledPlan_givesAPlanOfTheFilesName(Path file) throws IOException {
    String text =
        Files.readString(file).replaceAll("(from|teacher): out/(ipt-[a-z]+)(-[0-9])?", "$1: $2");
    Path copy = Files.writeString(folder.resolve(file.getFileName()), text);

    String name = TrainingPlanFile.read(copy).plan().name();

    assertThat(file.getFileName().toString()).matches(name + "(-[0-9])?\\.yaml");
  }

  @Test
  void read_ofIptNano_findsWhatIsWritten() {
    TrainingPlan nano = TrainingPlanFile.read(PLANS.resolve("ipt-nano.yaml")).plan();

    assertThat(nano.tasks())
        .extracting(TrainingTask::ability)
        .containsExactly(
            new Ability.DenoiseRange(1, 60),
            new Ability.Single(new Task.Derain()),
            new Ability.Single(new Task.Upscale(2)),
            new Ability.Single(new Task.Upscale(3)),
            new Ability.Single(new Task.Upscale(4)));
    assertThat(nano.architecture().projection()).isTrue();
    assertThat(nano.architecture().imageResidual()).isTrue();
    assertThat(nano.architecture().valueScale()).isEqualTo(63.75f);
    assertThat(nano.precision()).isEqualTo(Precision.BFLOAT16);
    assertThat(nano.optimisation().method()).isEqualTo(Optimisation.Method.MUON);
    assertThat(nano.objective().mixed()).isTrue();
  }

  @Test
  void read_ofAnOwnTask_findsWhatSpoilsItsPictures() {
    TrainingTask own = TrainingPlanFile.read(PLANS.resolve("deblock.yaml")).plan().tasks().get(0);

    assertThat(own.ability()).isEqualTo(new Ability.Single(new Task.Custom("deblock", 1)));
    assertThat(own.degradation()).isEqualTo(new JpegCompression(10, 40));
  }

  @Test
  void read_ofTheFewestKeys_takesTheUsualValues() {
    TrainingPlan read = plan.without("crop: ").read().plan();

    assertThat(read.crops()).isEqualTo(new Crops(8, 4, 0.15, 1));
    assertThat(read.tile()).isEqualTo(16);
    assertThat(read.objective().contrastive()).isEmpty();
    assertThat(read.optimisation())
        .isEqualTo(
            new Optimisation(
                Optimisation.Method.ADAMW,
                0.01,
                new Schedule(0.03, new Schedule.Cosine(0.01)),
                1e-4,
                1,
                0.999,
                0,
                1));
    assertThat(read.precision()).isEqualTo(Precision.FLOAT32);
    assertThat(read.seed()).isEqualTo(1);
  }

  @Test
  void read_fromABundledModel_takesItsArchitectureAndTile() {
    TrainingPlan read = plan.fromNano().read().plan();

    ModelFolder nano = ModelFolder.open("ipt-nano");
    assertThat(read.from().orElseThrow().fingerprint()).isEqualTo(nano.fingerprint());
    assertThat(read.architecture()).isEqualTo(nano.card().architecture());
    assertThat(read.tile()).isEqualTo(nano.card().tile());
    assertThat(read.crops().side()).isEqualTo(48);
  }

  @Test
  void read_fromAFolder_looksBesideThePlan() throws IOException {
    ModelFolder nano = ModelFolder.open("ipt-nano");
    ModelFolder.write(folder.resolve("mine"), nano.card(), nano.weights());

    TrainingPlan read = plan.fromNano().with("from: ipt-nano", "from: mine").read().plan();

    assertThat(read.from()).isPresent();
  }

  @Test
  void read_ofAFolderOfPictures_takesItAsBesideThePlan() {
    assertThat(plan.and("data: photographs").read().data())
        .contains(new PictureSource.Folder(folder.resolve("photographs")));
  }

  @Test
  void read_ofTheWordDeadLeaves_asksForDrawnPictures() {
    assertThat(plan.and("data: dead-leaves").read().data())
        .contains(new PictureSource.DeadLeaves());
  }

  @Test
  void read_withoutData_leavesItToTheCommand() {
    assertThat(plan.read().data()).isEmpty();
  }

  @Test
  void read_ofTheRecipesOfThePublishedModels_isPossible() {
    TrainingPlan read =
        plan.and(
                "batches: one-task",
                "contrastive: {form: supervised, weight: 0.1, temperature: 0.07}",
                "decay: {form: multi-step, at: [0.5, 0.8], factor: 0.2}",
                "crops-per-task: 8")
            .without("crops-per-task: 4")
            .read()
            .plan();

    assertThat(read.objective().mixed()).isFalse();
    assertThat(read.objective().contrastive())
        .contains(new Objective.Contrastive(new ContrastiveLoss.Supervised(0.07), 0.1));
    assertThat(read.optimisation().schedule().descent())
        .isEqualTo(new Schedule.MultiStep(List.of(0.5, 0.8), 0.2));
  }

  @Test
  void read_ofSeveralMistakes_reportsAllWithTheirLines() {
    assertThat(
            plan.with("denoise-30", "dehaze")
                .with("features", "featurs")
                .with("crop: 16 px", "crop: 16 cm")
                .with("crops-per-task: 4", "crops-per-task: none")
                .and("precision: float8", "transformer-from: 2000")
                .mistakes())
        .satisfiesExactly(
            m -> assertThat(m).startsWith("3: tasks[0].task: unknown task \"dehaze\""),
            m -> assertThat(m).isEqualTo("4: architecture.features is missing"),
            m ->
                assertThat(m)
                    .isEqualTo("4: unknown key architecture.featurs; did you mean features?"),
            m -> assertThat(m).isEqualTo("7: crop must be between 1 px and 1024 px, got \"16 cm\""),
            m ->
                assertThat(m)
                    .isEqualTo(
                        "8: crops-per-task must be a whole number between 1 and 1024, got"
                            + " \"none\""),
            m ->
                assertThat(m)
                    .isEqualTo(
                        "11: precision must be float32 or bfloat16, got \"float8\"; did you mean"
                            + " float32?"),
            m ->
                assertThat(m)
                    .isEqualTo(
                        "12: transformer-from must be at most steps, 1000 (never), got 2000"));
  }

  @Test
  void read_ofAnUnknownKey_suggestsTheKnownOne() {
    assertThat(plan.and("optimizer: muon").mistakes())
        .containsExactly("11: unknown key optimizer; did you mean optimiser?");
  }

  /** The keys that a plan may have are those that the refusal of a strange one lists. */
  @Test
  void everyKey_isInTheManual() throws IOException {
    String manual = Files.readString(Path.of("src/docs/TRAINING.md"));

    String refusal = plan.and("zzzzzzzzzzzzzzzz: 1").mistakes().get(0);

    String[] keys = refusal.substring(refusal.indexOf("known: ") + 7).split(", ");
    assertThat(keys).hasSizeGreaterThan(20);
    for (String key : keys) {
      assertThat(manual).contains("`" + key + "`");
    }
  }

  @Test
  void read_ofALearningRateOutOfRange_printsTheRangeAsPeopleWriteIt() {
    assertThat(plan.with("learning-rate: 0.01", "learning-rate: 1").mistakes())
        .containsExactly("10: learning-rate must be a number between 0.0000001 and 0.1, got \"1\"");
  }

  @Test
  void read_ofNoSteps_saysTheRange() {
    assertThat(plan.with("steps: 1000", "steps: 0").mistakes())
        .containsExactly("9: steps must be a whole number between 1 and 16777216, got \"0\"");
  }

  @Test
  void read_ofANameThatIsNoFolder_saysWhatNamesAreMadeOf() {
    assertThat(plan.with("name: small", "name: ../small").mistakes())
        .containsExactly(
            "1: name must be 1 to 80 letters, digits, dots, dashes and underscores, got"
                + " \"../small\"");
    assertThat(new PlanText(folder).with("name: small", "name: ..").mistakes())
        .hasSize(1)
        .first()
        .asString()
        .startsWith("1: name must be");
  }

  @Test
  void read_ofSizesThatDoNotFitEachOther_saysAllThatDoNot() {
    assertThat(
            plan.with("token: 2", "token: 3")
                .with("attention-heads: 2", "attention-heads: 3")
                .with("head-kernel: 3", "head-kernel: 4")
                .mistakes())
        .containsExactly(
            "4: architecture.attention-heads must divide width 8, got 3",
            "4: architecture.token must divide window 4, got 3",
            "6: architecture.head-kernel must be odd, 1 to 9, got 4");
  }

  @Test
  void read_ofAWidthThatNeedsAProjection_saysTheWidthWithoutOne() {
    assertThat(plan.with("projection: true", "projection: false").mistakes())
        .containsExactly(
            "4: architecture.width must be features · token² = 16 without projection: true, got"
                + " 8");
  }

  @Test
  void read_ofATileAndACropOfBrokenWindows_pointsAtBoth() {
    assertThat(plan.with("crop: 16 px", "crop: 20 px").and("tile: 50 px").mistakes())
        .containsExactly(
            "7: crop must hold whole windows, a multiple of 8 px (window · stem), got 20",
            "11: tile must be a multiple of 8 px (window · stem), got 50");
  }

  @Test
  void read_ofACropThatNoPictureHolds_namesTheTaskThatNeedsIt() {
    assertThat(plan.with("crop: 16 px", "crop: 240").with("denoise-30", "upscale-x4").mistakes())
        .containsExactly(
            "7: crop must be smaller: upscale-x4 needs clean crops of 960 px a side, twice the"
                + " usual in the finish, at most 768 are possible; got 240");
    assertThat(
            new PlanText(folder)
                .with("crop: 16 px", "crop: 240")
                .with("denoise-30", "upscale-x4")
                .and("finish: 0")
                .read()
                .plan()
                .pictures()
                .minimumSide())
        .isEqualTo(480);
  }

  @Test
  void read_fromAModelThatIsNotThere_suggestsABundledOne() {
    assertThat(plan.fromNano().with("from: ipt-nano", "from: ipt-nana").mistakes())
        .containsExactly(
            "7: from: no model \"ipt-nana\": give a folder with card.json and weights.safetensors,"
                + " or one of ipt-nano, ipt-tiny; did you mean ipt-nano?");
  }

  @Test
  void read_ofATeacher_opensIt() throws IOException {
    TrainingPlan read =
        plan.fromNano().with("denoise-30", "derain").and("teacher: ipt-tiny").read().plan();

    assertThat(read.objective().teacher().orElseThrow().card().name()).isEqualTo("ipt-tiny");
  }

  @Test
  void read_ofATeacherThatIsNotThere_suggestsABundledOne() {
    assertThat(plan.and("teacher: ipt-tini").mistakes())
        .containsExactly(
            "11: teacher: no model \"ipt-tini\": give a folder with card.json and"
                + " weights.safetensors, or one of ipt-nano, ipt-tiny; did you mean ipt-tiny?");
  }

  @Test
  void read_ofATeacherThatDoesNotKnowATask_saysWhatItKnows() {
    assertThat(plan.fromNano().and("teacher: ipt-tiny").mistakes())
        .containsExactly(
            "8: teacher: ipt-tiny cannot denoise-30; it can denoise-1 to denoise-60, derain,"
                + " upscale-x2, upscale-x3, upscale-x4");
  }

  @Test
  void read_ofCropsThatAreNoWholeWindowsOfTheTeacher_saysWhatItNeeds() {
    assertThat(plan.with("denoise-30", "upscale-x2").and("teacher: ipt-tiny").mistakes())
        .containsExactly(
            "7: crop must hold whole windows of the teacher: upscale-x2 gets crops of 8 px, not a"
                + " multiple of 24 px; got 16");
  }

  @Test
  void read_ofAnArchitectureBesideFrom_saysThatItIsTheModels() {
    assertThat(plan.and("from: ipt-nano").mistakes())
        .contains("4: architecture is that of the model in from; leave it out");
  }

  @Test
  void read_ofFreezeWithoutFrom_saysWhatIsMissing() {
    assertThat(plan.and("freeze: [pretrained]").mistakes())
        .containsExactly("11: freeze needs a model to start from, and there is no from");
  }

  @Test
  void read_ofAFrozenNameThatNoParameterHas_suggestsOne() {
    assertThat(plan.fromNano().and("freeze: [boddy.encoder, head.0]").mistakes())
        .containsExactly(
            "8: freeze: no parameter is called \"boddy.encoder\"; did you mean body.encoder?; known"
                + " are pretrained, and beginnings of names such as body, body.encoder, head.0,"
                + " tail.0");
  }

  @Test
  void read_ofAPlanWhereAllIsFrozen_saysThatNothingIsLeft() {
    assertThat(plan.fromNano().and("freeze: [body, head, tail]").mistakes())
        .containsExactly(
            "8: freeze: nothing is left to learn: every task is frozen by [body, head, tail]");
  }

  @Test
  void read_ofATransformerThatNeverStarts_isPossible_butNotLater() {
    assertThat(plan.and("transformer-from: 1001").mistakes())
        .containsExactly("11: transformer-from must be at most steps, 1000 (never), got 1001");
    assertThat(
            new PlanText(folder)
                .and("transformer-from: 1000")
                .read()
                .plan()
                .optimisation()
                .transformerFrom())
        .isEqualTo(1000);
  }

  @Test
  void read_ofALateTransformerWithoutAProjection_saysWhyNot() {
    assertThat(
            plan.with("projection: true", "projection: false")
                .with("width: 8", "width: 16")
                .and("transformer-from: 10")
                .mistakes())
        .containsExactly(
            "11: transformer-from must be 0 without projection: true, since the transformer then"
                + " does not start as if it were not there; got 10");
  }

  @Test
  void read_ofAContrastiveLossWithoutTheTransformer_saysWhichTwoExcludeEachOther() {
    assertThat(
            plan.and("transformer-from: 1000", "contrastive: {weight: 0.0004}", "finish: 0")
                .mistakes())
        .containsExactly(
            "12: contrastive is about the tokens of the transformer, and transformer-from 1000"
                + " leaves it out in all of the 1000 steps; leave out one of them");
  }

  @Test
  void read_ofAContrastiveLossOfOneCrop_saysHowManyItNeeds() {
    assertThat(
            plan.with("crops-per-task: 4", "crops-per-task: 1")
                .and("contrastive: {weight: 0.0004}", "finish: 0")
                .mistakes())
        .containsExactly(
            "11: contrastive compares the crops of a step, and a step has 1: crops-per-task must be"
                + " at least 2");
  }

  /** A quarter as many crops in the finish: of 4 one is left. */
  @Test
  void read_ofAContrastiveLossOfOneCropInTheFinish_saysHowManyItNeeds() {
    assertThat(plan.and("contrastive: {weight: 0.0004}").mistakes())
        .containsExactly(
            "11: contrastive compares the crops of a step, and in the finish a step has 1:"
                + " crops-per-task must be at least 8, or finish 0, got 4");
    assertThat(
            new PlanText(folder)
                .with("  - task: denoise-30", "  [{task: denoise-30}, {task: derain}]")
                .and("contrastive: {weight: 0.0004}")
                .read()
                .plan()
                .objective()
                .contrastive())
        .isPresent();
  }

  @Test
  void read_ofAContrastiveLossOfOneLearningTask_countsTheFrozenOneOut() {
    assertThat(
            plan.fromNano()
                .with("  - task: denoise-30", "  [{task: derain}, {task: denoise-30}]")
                .and("freeze: [body, head.0, tail.0]", "contrastive: {weight: 0.0004}")
                .mistakes())
        .containsExactly(
            "9: contrastive compares the crops of a step, and in the finish a step has 1:"
                + " crops-per-task must be at least 8, or finish 0, got 4");
  }

  @Test
  void read_ofATemperatureOfThePapersLoss_saysWhoseItIs() {
    assertThat(
            plan.and("contrastive: {form: paper, weight: 0.0004, temperature: 1}", "finish: 0")
                .mistakes())
        .containsExactly(
            "11: contrastive.temperature belongs to form: supervised; the paper's loss has none");
  }

  @Test
  void read_ofAContrastiveLossWithoutWeight_asksForIt() {
    assertThat(plan.and("contrastive: {form: papre}", "finish: 0").mistakes())
        .containsExactly(
            "11: contrastive.form must be paper or supervised, got \"papre\"; did you mean paper?",
            "11: contrastive.weight is missing");
  }

  @Test
  void read_ofStepsDownThatGoBack_saysThatTheyMustAscend() {
    assertThat(plan.and("decay: {form: multi-step, at: [0.8, 0.5], factor: 0.2}").mistakes())
        .containsExactly("11: decay.at must be ascending, got [0.8, 0.5]");
  }

  @Test
  void read_ofStepsDownWithoutPlaces_asksForThem() {
    assertThat(plan.and("decay: {form: multi-step}").mistakes())
        .containsExactly(
            "11: decay.at is missing: shares of the run after the warm-up, such as [0.5, 0.8]",
            "11: decay.factor is missing");
  }

  @Test
  void read_ofNoTask_saysSo() {
    assertThat(plan.without("tasks", "  - task").mistakes()).containsExactly("1: tasks is missing");
    assertThat(new PlanText(folder).without("tasks", "  - task").and("tasks: []").mistakes())
        .containsExactly("9: tasks names no task");
  }

  @Test
  void read_ofAMissingFile_namesIt() {
    assertThatThrownBy(() -> TrainingPlanFile.read(folder.resolve("none.yaml")))
        .isInstanceOf(SettingsException.class)
        .hasMessage(folder.resolve("none.yaml") + ": there is no such file");
  }
}
