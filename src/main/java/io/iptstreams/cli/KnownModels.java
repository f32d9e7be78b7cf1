package io.iptstreams.cli;

import io.iptstreams.model.IdentityModel;
import io.iptstreams.model.ModelException;
import io.iptstreams.model.ModelFolder;
import io.iptstreams.settings.Spelling;
import io.iptstreams.stream.ModelTraits;
import java.util.HashMap;
import java.util.Map;

/** Models by the names in topologies, each read once, none run. For one thread. */
final class KnownModels {
  private final Map<String, ModelFolder> read = new HashMap<>();

  /**
   * The model at rest.
   *
   * @throws IllegalArgumentException with a sentence if there is none, or if it is broken
   */
  ModelFolder folder(String name) {
    ModelFolder known = read.get(name);
    if (known == null) {
      try {
        known = ModelFolder.open(name);
      } catch (ModelException e) {
        throw new IllegalArgumentException(
            e.getMessage() + Spelling.suggestion(name, ModelFolder.BUNDLED), e);
      }
      read.put(name, known);
    }
    return known;
  }

  /** What a topology has to know of it; throws as {@link #folder} does. */
  ModelTraits traits(String name) {
    ModelFolder model = folder(name);
    return new ModelTraits(model.card().taskSet(), model.card().tile());
  }

  /** Something that takes its tasks and tiles and restores nothing. */
  IdentityModel standIn(String name) {
    ModelTraits traits = traits(name);
    return new IdentityModel(name, traits.tile(), traits.tasks());
  }
}
