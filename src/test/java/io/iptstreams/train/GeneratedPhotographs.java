package io.iptstreams.train;

import io.iptstreams.image.Image;
import io.iptstreams.image.ImageCodec;
import io.iptstreams.image.ImageFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;

/** Pictures to train on that no test has to bring along. */
final class GeneratedPhotographs {
  private GeneratedPhotographs() {}

  /** Writes {@code 00.png}, {@code 01.png}, … of dead leaves. */
  static void write(Path folder, int count, int side) throws IOException {
    for (int i = 0; i < count; i++) {
      write(folder, i, DeadLeaves.draw(side, side, new Random(i)));
    }
  }

  static void write(Path folder, int number, Image picture) throws IOException {
    Files.write(
        folder.resolve(String.format(Locale.ROOT, "%02d.png", number)),
        ImageCodec.encode(picture, ImageFormat.PNG));
  }
}
