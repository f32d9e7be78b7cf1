package io.iptstreams.train;

import io.iptstreams.image.Image;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Dead leaves without end, for those who have no photographs: shards of {@value #PER_SHARD}
 * squares, drawn in the background. A shard of 192 pixels takes half a CPU second to draw, too dear
 * for one crop a picture. Reduced copies are not made: leaves look the same at every size.
 *
 * <p><b>Memory:</b> two shards and the validation pictures at a byte a sample, 15 MB for squares of
 * 192 pixels, 240 MB for the largest, 768 pixels.
 */
public final class DeadLeavesPictures implements Pictures {
  static final int PER_SHARD = 64;
  private static final int VALIDATION = 8;
  private static final int LEAST_SIDE = 192;

  /** Validation pictures are numbered as a shard that no step has. */
  private static final long VALIDATION_SHARD = -1;

  private final PicturePlan plan;
  private final int side;
  private final List<ByteImage> validation;
  private final ShardsAhead shards;

  private DeadLeavesPictures(PicturePlan plan, long firstStep) {
    this.plan = plan;
    this.side = Math.max(LEAST_SIDE, plan.minimumSide());
    this.validation = draw(VALIDATION_SHARD, VALIDATION);
    this.shards =
        new ShardsAhead("dead-leaves", this::shard, firstStep / plan.stepsPerShard(), false);
  }

  /**
   * Draws the validation pictures and the first shard.
   *
   * @param firstStep the step to begin or to go on at
   */
  public static DeadLeavesPictures open(PicturePlan plan, long firstStep) {
    return new DeadLeavesPictures(plan, firstStep);
  }

  private Shard shard(long number) {
    return new Shard(
        draw(number, PER_SHARD).stream()
            .map(picture -> new Shard.Held(picture, List.of()))
            .toList());
  }

  private List<ByteImage> draw(long shard, int count) {
    List<ByteImage> pictures = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ShardsAhead.checkWanted();
      Image picture = DeadLeaves.draw(side, side, Randomness.of(plan.seed(), shard, i));
      pictures.add(ByteImage.of(picture));
    }
    return List.copyOf(pictures);
  }

  @Override
  public Image crop(long step, int side, RandomGenerator random) {
    plan.checkCrop(side);
    return shards.at(step / plan.stepsPerShard()).crop(side, random);
  }

  /** Eight pictures of other random numbers than all that are trained on. */
  @Override
  public List<Image> validation() {
    return validation.stream().map(ByteImage::image).toList();
  }

  @Override
  public Map<String, Object> facts() {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("source", "dead leaves");
    facts.put("pictureSide", side);
    facts.put("picturesPerShard", PER_SHARD);
    facts.put("picturesToValidate", VALIDATION);
    return facts;
  }

  @Override
  public Duration waited() {
    return shards.waited();
  }

  @Override
  public void close() {
    shards.close();
  }
}
