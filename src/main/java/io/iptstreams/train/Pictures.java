package io.iptstreams.train;

import io.iptstreams.image.Image;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Clean pictures to learn from. */
public interface Pictures extends AutoCloseable {
  Image crop(long step, int side, RandomGenerator random);

  List<Image> validation();

  Map<String, Object> facts();

  @Override
  void close();
}
