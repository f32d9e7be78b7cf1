package io.iptstreams.cli;

import io.iptstreams.evaluate.Protocol;
import io.iptstreams.image.ImageFormat;
import io.iptstreams.media.VideoCodec;
import io.iptstreams.model.ModelFolder;
import io.iptstreams.model.Precision;
import io.iptstreams.task.Ability;
import io.iptstreams.task.Task;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Words that a shell offers to complete an option with. Others may be right, too. */
final class Candidates {
  private Candidates() {}

  /** Models that come with the program. */
  static final class Models implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return ModelFolder.BUNDLED.iterator();
    }
  }

  /** The same, and the one whose weights are random. */
  static final class BenchModels implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      List<String> models = new ArrayList<>(ModelFolder.BUNDLED);
      models.add(ModelFolder.BASE);
      return models.iterator();
    }
  }

  /** Tasks of the models that come with the program; of noise, the strengths of most papers. */
  static final class Tasks implements Iterable<String> {
    private static final List<Integer> SIGMAS = List.of(15, 25, 30, 50);

    @Override
    public Iterator<String> iterator() {
      return ModelFolder.BUNDLED.stream()
          .flatMap(model -> ModelFolder.open(model).card().taskSet().abilities().stream())
          .flatMap(Tasks::examples)
          .distinct()
          .iterator();
    }

    private static Stream<String> examples(Ability ability) {
      return ability instanceof Ability.DenoiseRange
          ? SIGMAS.stream().map(Task.Denoise::new).filter(ability::covers).map(Task::id)
          : Stream.of(ability.example().id());
    }
  }

  /** Devices, of several GPUs the first. */
  static final class Devices implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return List.of("auto", "cpu", "gpu").iterator();
    }
  }

  /** Names of an enumeration, as users write them. */
  private abstract static class Words implements Iterable<String> {
    private final List<String> words;

    Words(Enum<?>[] values) {
      words = Stream.of(values).map(value -> value.name().toLowerCase(Locale.ROOT)).toList();
    }

    @Override
    public Iterator<String> iterator() {
      return words.iterator();
    }
  }

  /** For {@code --encoder}. */
  static final class Encoders extends Words {
    Encoders() {
      super(VideoCodec.values());
    }
  }

  /** For {@code --format}. */
  static final class Formats extends Words {
    Formats() {
      super(ImageFormat.values());
    }
  }

  /** For {@code --protocol}. */
  static final class Protocols extends Words {
    Protocols() {
      super(Protocol.values());
    }
  }

  /** For {@code --precision}. */
  static final class Precisions extends Words {
    Precisions() {
      super(Precision.values());
    }
  }

  /** For {@code --scenario}. */
  static final class Scenarios extends Words {
    Scenarios() {
      super(BenchStreamCommand.Scenario.values());
    }
  }

  /** For {@code --tiling}. */
  static final class Tilings extends Words {
    Tilings() {
      super(CorridorOptions.Rule.values());
    }
  }

  /** For {@code --log}. */
  static final class LogFormats extends Words {
    LogFormats() {
      super(LogFormat.values());
    }
  }
}
