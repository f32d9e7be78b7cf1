package io.iptstreams.evaluate;

import io.iptstreams.degrade.Degradation;
import io.iptstreams.image.Image;
import io.iptstreams.image.ImageCodec;
import io.iptstreams.image.ImageException;
import io.iptstreams.task.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;

/**
 * Test pictures of a folder, in one of three shapes:
 *
 * <pre>
 *   DIR/input/NAME, DIR/target/NAME              given pairs (Rain100L)
 *   DIR/HR/NAME.png, DIR/LR_bicubic/X2/NAMEx2.png    given reductions (Set5, Set14, …), for upscaling
 *   DIR/NAME  or  DIR/HR/NAME                    clean pictures, the i-th spoiled here with seed i
 * </pre>
 */
final class TestSet {
  private static final long MAX_PIXELS = 64_000_000;

  private final Path folder;
  private final Task task;
  private final Protocol protocol;
  private final List<Path> clean;

  private TestSet(Path folder, Task task, Protocol protocol, List<Path> clean) {
    this.folder = folder;
    this.task = task;
    this.protocol = protocol;
    this.clean = clean;
  }

  /**
   * Lists the pictures.
   *
   * @param protocol says what the model is shown of a picture spoiled here
   * @param limit at most so many, the first by name
   * @throws IllegalArgumentException if the folder holds none
   */
  static TestSet open(Path folder, Task task, Protocol protocol, int limit) throws IOException {
    Path pictures = folder;
    for (String name : List.of("target", "HR")) {
      if (Files.isDirectory(folder.resolve(name))) {
        pictures = folder.resolve(name);
      }
    }
    if (!Files.isDirectory(pictures)) {
      throw new IllegalArgumentException("there is no folder " + pictures);
    }
    try (Stream<Path> files = Files.list(pictures)) {
      List<Path> clean =
          files
              .filter(f -> f.toString().matches("(?i).*\\.(png|jpe?g)"))
              .sorted()
              .limit(limit)
              .toList();
      if (clean.isEmpty()) {
        throw new IllegalArgumentException("no PNG or JPEG files in " + pictures);
      }
      return new TestSet(folder, task, protocol, clean);
    }
  }

  int size() {
    return clean.size();
  }

  /**
   * Reads one pair.
   *
   * @param index from 0, in order of the names
   * @throws IllegalArgumentException if the clean picture's given counterpart is not there
   * @throws ImageException if a file is no colour picture; names it
   */
  TestPair pair(int index) throws IOException {
    Path file = clean.get(index);
    String name = file.getFileName().toString();
    Image picture = read(file);
    if (Files.isDirectory(folder.resolve("input"))) {
      return new TestPair(name, read(input(name)), picture);
    }
    int scale = task.scale();
    Path reduced =
        folder
            .resolve("LR_bicubic/X" + scale)
            .resolve(name.replaceFirst("\\.[^.]+$", "x" + scale + ".png"));
    if (scale > 1 && Files.exists(reduced)) {
      Image small = read(reduced);
      return new TestPair(
          name, small, picture.crop(0, 0, small.height() * scale, small.width() * scale));
    }
    Image whole =
        picture.crop(0, 0, picture.height() / scale * scale, picture.width() / scale * scale);
    Image spoiled =
        Degradation.of(task)
            .spoil(whole, RandomGeneratorFactory.of("L64X128MixRandom").create(index));
    return new TestPair(name, scale > 1 ? spoiled.quantised() : protocol.shown(spoiled), whole);
  }

  private Path input(String name) {
    Path input = folder.resolve("input").resolve(name);
    if (!Files.exists(input)) {
      throw new IllegalArgumentException("there is no " + input + " for target/" + name);
    }
    return input;
  }

  private static Image read(Path file) throws IOException {
    try {
      Image image = ImageCodec.decode(Files.readAllBytes(file), MAX_PIXELS);
      if (image.channels() >= 3) {
        return image.channels(0, 3);
      }
      throw new ImageException("a test picture is in colour, this is " + image);
    } catch (ImageException e) {
      throw new ImageException(file + ": " + e.getMessage());
    }
  }
}
