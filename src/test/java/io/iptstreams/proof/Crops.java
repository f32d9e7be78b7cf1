package io.iptstreams.proof;

import io.iptstreams.image.Image;
import io.iptstreams.image.ImageCodec;
import io.iptstreams.image.ImageFormat;
import io.iptstreams.train.DeadLeaves;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Small pictures: crops of the published photographs that lie beside a developer's checkout, or of
 * drawn ones elsewhere.
 */
final class Crops {
  private static final Path PHOTOGRAPHS = Path.of("..", "shared", "data", "test", "CBSD68");
  private static final int SCENES = 8;
  private static final int SMALLEST = 48;
  private static final int LARGEST = 96;

  private Crops() {}

  /** PNG files of 48 to 96 pixels a side, the same for the same seed. */
  static List<byte[]> png(int count, long seed) throws IOException {
    Random random = new Random(seed);
    List<Image> scenes = scenes(random);
    List<byte[]> crops = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      crops.add(ImageCodec.encode(crop(scenes.get(i % scenes.size()), random), ImageFormat.PNG));
    }
    return crops;
  }

  private static Image crop(Image scene, Random random) {
    int height = random.nextInt(SMALLEST, LARGEST + 1);
    int width = random.nextInt(SMALLEST, LARGEST + 1);
    return scene.crop(
        random.nextInt(scene.height() - height + 1),
        random.nextInt(scene.width() - width + 1),
        height,
        width);
  }

  private static List<Image> scenes(Random random) throws IOException {
    List<Image> scenes = new ArrayList<>();
    if (Files.isDirectory(PHOTOGRAPHS)) {
      try (Stream<Path> files = Files.list(PHOTOGRAPHS)) {
        for (Path file : files.sorted().limit(SCENES).toList()) {
          scenes.add(ImageCodec.decode(Files.readAllBytes(file), 1 << 20));
        }
      }
    } else {
      for (int i = 0; i < SCENES; i++) {
        scenes.add(DeadLeaves.draw(160, 160, random));
      }
    }
    return scenes;
  }
}
