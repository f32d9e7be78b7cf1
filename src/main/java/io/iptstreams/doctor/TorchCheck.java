package io.iptstreams.doctor;

import io.iptstreams.model.ModelException;
import io.iptstreams.model.TorchNatives;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The native libraries of PyTorch. */
record TorchCheck() implements Check {
  @Override
  public String name() {
    return "pytorch";
  }

  @Override
  public Duration limit() {
    // Some hundred megabytes are unpacked at the first time.
    return Duration.ofMinutes(2);
  }

  @Override
  public String remedy() {
    if (TorchNatives.others().isPresent()) {
      return remedy(TorchNatives.others().get());
    }
    return FolderCheck.fault(TorchNatives.cache())
        .map(fault -> fault + "; set DJL_CACHE_DIR to a folder that can be written")
        .orElse(
            "build the program for this machine, by mvn package on it: natives are of one system"
                + " and one kind of processor, those for Linux need glibc (Alpine has none)");
  }

  @Override
  public List<Finding> look() {
    try {
      return List.of(finding(TorchNatives.load(), TorchNatives.others()));
    } catch (ModelException e) {
      Throwable root = e;
      while (root.getCause() != null) {
        root = root.getCause();
      }
      return List.of(Finding.fail(name(), e.getMessage() + ": " + root.getMessage(), remedy()));
    }
  }

  /**
   * @param others folder that the user names instead of the bundled ones
   */
  Finding finding(TorchNatives natives, Optional<Path> others) {
    String found = natives.version() + " in " + natives.folder();
    if (others.isEmpty()) {
      return Finding.ok(name(), found + ", bundled");
    }
    // Where it finds nothing in there, DJL takes the bundled ones without a word.
    return natives.folder().startsWith(others.get().toAbsolutePath())
        ? Finding.ok(name(), found + ", by " + TorchNatives.OTHERS)
        : Finding.warn(
            name(),
            found + ", bundled, as there is no libtorch in " + others.get(),
            remedy(others.get()));
  }

  private static String remedy(Path others) {
    return "unset "
        + TorchNatives.OTHERS
        + " to take the libraries that come with the program, or let it name a folder with all of"
        + " libtorch, not "
        + others;
  }
}
