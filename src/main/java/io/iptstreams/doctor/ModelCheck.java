package io.iptstreams.doctor;

import io.iptstreams.model.ModelException;
import io.iptstreams.model.ModelFolder;
import java.util.List;
import java.util.Locale;

/**
 * The files of a model: whether they can be read, fit together and are undamaged.
 *
 * @param model name of a bundled one, or a folder
 */
record ModelCheck(String model) implements Check {
  @Override
  public String name() {
    return "model";
  }

  @Override
  public String remedy() {
    return ModelFolder.BUNDLED.contains(model)
        ? "build the program again, by mvn package, or copy it again from where it came"
        : "copy the folder again from where it came, or make it anew by train or models import;"
            + " models list says which come with the program";
  }

  @Override
  public List<Finding> look() {
    ModelFolder folder;
    try {
      folder = ModelFolder.open(model);
    } catch (ModelException e) {
      return List.of(Finding.fail(name(), e.getMessage(), remedy()));
    }
    String found =
        String.format(
            Locale.ROOT,
            "%s: %,d parameters, fingerprint %s",
            model,
            folder.weights().parameters(),
            folder.fingerprint().substring(0, 8));
    return List.of(
        folder.card().weightsSha256() == null
            ? Finding.warn(
                name(),
                found + "; its card holds no SHA-256 of the weights, so damage could not be seen",
                "if you trust them, write what sha256sum says of weights.safetensors into card.json"
                    + " as \"weightsSha256\"")
            : Finding.ok(name(), found + ", weights as in the card"));
  }
}
