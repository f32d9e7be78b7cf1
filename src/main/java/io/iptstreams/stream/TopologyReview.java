package io.iptstreams.stream;

import io.iptstreams.settings.Section;
import io.iptstreams.settings.Settings;
import io.iptstreams.settings.SettingsException;
import io.iptstreams.store.FolderLocation;
import io.iptstreams.store.StoreLocation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Everything that can be said of a topology file without a broker: its form, whether the models can
 * do what it asks for, whether Kafka takes its settings, whether its folders and pictures are
 * there.
 *
 * @param mistakes with which it will not run, or its tests will not; each as {@code file:line:
 *     what}
 * @param warnings of what may be right elsewhere, such as a folder that this machine has not
 */
public record TopologyReview(List<String> mistakes, List<String> warnings, Optional<Good> good) {

  /** What the file says, if it has no mistake. */
  public record Good(TopologyDefinition definition, List<TestCase> tests) {
    public Good {
      tests = List.copyOf(tests);
    }
  }

  public TopologyReview {
    mistakes = List.copyOf(mistakes);
    warnings = List.copyOf(warnings);
  }

  /**
   * Reads a file and looks at all of it.
   *
   * @param models what is known of a model by its name, as the file gives it; throws
   *     IllegalArgumentException with a sentence if there is no such model or it is broken
   */
  public static TopologyReview of(Path path, Function<String, ModelTraits> models) {
    Section file;
    try {
      file = Settings.read(path);
    } catch (SettingsException e) {
      return new TopologyReview(e.mistakes(), List.of(), Optional.empty());
    }
    TopologyFile.Contents contents = TopologyFile.contents(path, file);
    new Looking(file, contents.definition(), models).lookAt(contents.tests());
    try {
      file.check();
    } catch (SettingsException e) {
      return new TopologyReview(e.mistakes(), file.doubts(), Optional.empty());
    }
    return new TopologyReview(
        List.of(), file.doubts(), Optional.of(new Good(contents.definition(), contents.tests())));
  }

  /**
   * What the file says.
   *
   * @throws SettingsException with its mistakes, if it has any
   */
  public Good orElseThrow() {
    return good.orElseThrow(() -> new SettingsException(mistakes));
  }

  /** One look at what stands in a file; where its form is wrong, it is not looked at further. */
  private static final class Looking {
    private final Section file;
    private final TopologyDefinition definition;
    private final Function<String, ModelTraits> models;
    private final Map<String, Optional<ModelTraits>> known = new HashMap<>();

    Looking(Section file, TopologyDefinition definition, Function<String, ModelTraits> models) {
      this.file = file;
      this.definition = definition;
      this.models = models;
    }

    void lookAt(List<TestCase> tests) {
      model("restore.model", definition.restore().model());
      for (int i = 0; i < definition.rules().size(); i++) {
        if (definition.rules().get(i).verdict() instanceof TagRule.Restore verdict) {
          rule("tag[" + i + "]", verdict);
        }
      }
      kafka();
      definition.stores().forEach(this::store);
      for (int i = 0; i < tests.size(); i++) {
        String at = TestSections.TESTS + "[" + i + "].record.picture";
        tests.get(i).record().picture().ifPresent(picture -> picture(at, picture));
      }
    }

    private void rule(String at, TagRule.Restore verdict) {
      verdict.model().ifPresent(name -> model(at + ".model", name));
      String name = definition.model(verdict);
      String task = file.hasAt(at + ".otherwise") ? at + ".otherwise" : at + ".task";
      known
          .getOrDefault(name, Optional.empty())
          .ifPresent(
              model -> {
                List<String> unknown = verdict.unknownTo(model.tasks());
                if (!unknown.isEmpty()) {
                  file.rejectAt(
                      task,
                      "asks for "
                          + String.join(", ", unknown)
                          + ", which model "
                          + name
                          + " cannot do; it knows "
                          + model.tasks());
                }
              });
    }

    /** Looks at a model where the file names it first. */
    private void model(String at, String name) {
      if (!file.isRightAt(at) || known.containsKey(name)) {
        return;
      }
      try {
        known.put(name, Optional.of(models.apply(name)));
      } catch (IllegalArgumentException e) {
        known.put(name, Optional.empty());
        file.rejectAt(at, ": " + e.getMessage());
        return;
      }
      try {
        definition.restore().limits().tiling().requireFit(known.get(name).get().tile(), name);
      } catch (IllegalArgumentException e) {
        file.rejectAt("restore.overlap", ": " + e.getMessage());
      }
    }

    private void kafka() {
      Map<String, String> right = new HashMap<>(definition.kafka());
      definition
          .kafka()
          .forEach(
              (key, value) -> {
                String at = "kafka." + key;
                KafkaSettings.unknown(key).ifPresent(why -> file.doubtAt(at, why));
                KafkaSettings.fault(key, value).ifPresent(fault -> file.rejectAt(at, ": " + fault));
                if (!file.isRightAt(at)) {
                  right.remove(key);
                }
              });
      if (file.isRightAt("threads") && file.isRightAt("restore.deadline")) {
        StageSettings.faults(definition.withKafka(right), StageTopics.PARTITIONS)
            .forEach(fault -> file.rejectAt(fault.path(), fault.why()));
      }
    }

    private void store(String name, StoreLocation location) {
      if (location instanceof FolderLocation at && !Files.isDirectory(at.folder())) {
        file.doubtAt(
            "stores." + name + ".folder",
            ": there is no folder " + at.folder() + "; it must be there when the stage starts");
      }
    }

    private void picture(String at, Path picture) {
      if (!Files.isRegularFile(picture)) {
        file.rejectAt(at, ": there is no file " + picture);
        return;
      }
      try {
        long size = Files.size(picture);
        if (size > StageSettings.MAX_RECORD_BYTES) {
          file.rejectAt(
              at,
              ": "
                  + picture
                  + " has "
                  + size
                  + " bytes, records have at most "
                  + StageSettings.MAX_RECORD_BYTES);
        }
      } catch (IOException e) {
        file.rejectAt(at, ": " + picture + " cannot be read: " + e.getMessage());
      }
    }
  }
}
