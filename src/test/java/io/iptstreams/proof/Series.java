package io.iptstreams.proof;

import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** Frames without end: keys in turn, tasks drawn by seed, pictures again and again. */
final class Series implements Supplier<Frame> {
  private final List<String> keys;
  private final List<String> tasks;
  private final List<byte[]> pictures;
  private final Random random;
  private int count;

  Series(List<String> keys, List<String> tasks, List<byte[]> pictures, long seed) {
    this.keys = keys;
    this.tasks = tasks;
    this.pictures = pictures;
    this.random = new Random(seed);
  }

  /** Small pictures of eight keys for three tasks of the bundled models. */
  static Series ofThreeTasks(int partitions, int pictures) throws IOException {
    return new Series(
        Keys.spread(8, partitions),
        List.of("denoise-30", "derain", "upscale-x2"),
        Crops.png(pictures, 1),
        1);
  }

  @Override
  public Frame get() {
    int number = count++;
    return new Frame(
        number,
        keys.get(number % keys.size()),
        tasks.get(random.nextInt(tasks.size())),
        picture(number));
  }

  /** The picture of the frame of that number. */
  byte[] picture(int number) {
    return pictures.get(number % pictures.size());
  }

  /** Frames taken out. */
  int count() {
    return count;
  }
}
