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
    Optional<Path> others = TorchNatives.others();
    if (others.isPresent()) {
      return "unset "
          + TorchNatives.OTHERS
          + ", which takes "
          + others.get()
          + " instead of the libraries that come with the program, or let it name a folder with all"
          + " of libtorch";
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
      TorchNatives natives = TorchNatives.load();
      return List.of(
          Finding.ok(
              name(),
              natives.version()
                  + (TorchNatives.others().isPresent()
                      ? " by " + TorchNatives.OTHERS
                      : ", bundled, unpacked")
                  + " in "
                  + natives.folder()));
    } catch (ModelException e) {
      return List.of(Finding.fail(name(), e.getMessage(), remedy()));
    }
  }
}
