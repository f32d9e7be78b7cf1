package io.iptstreams.train;

import io.iptstreams.image.Image;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The pictures of a stretch of steps.
 *
 * @param pictures at least one, all as large as the largest crop
 */
record Shard(List<Held> pictures) {

  /**
   * One picture.
   *
   * @param reduced smaller copies of it, if any
   */
  record Held(ByteImage whole, List<ByteImage> reduced) {

    /** From the picture itself and from its copies equally often. */
    Image crop(int side, RandomGenerator random) {
      return reduced.isEmpty() || random.nextBoolean()
          ? whole.crop(side, random)
          : reduced.get(random.nextInt(reduced.size())).crop(side, random);
    }
  }

  Shard {
    pictures = List.copyOf(pictures);
  }

  /** From all pictures equally often, whatever their size. */
  Image crop(int side, RandomGenerator random) {
    return pictures.get(random.nextInt(pictures.size())).crop(side, random);
  }
}
