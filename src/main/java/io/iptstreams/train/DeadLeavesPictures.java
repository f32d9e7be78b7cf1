package io.iptstreams.train;

import io.iptstreams.image.Image;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Dead leaves without end, for those who have no photographs: shards of {@value #PER_SHARD}
 * squares, drawn in the background. A shard of 192 pixels takes half a CPU second to draw, too dear
 * for one crop a picture. Reduced copies are not made: leaves look the same at every size.
 *
 * <p><b>Memory:</b> two shards and the validation pictures at a byte a sample, 15 MB for squares of
 * 192 pixels, 240 MB for the largest, 768 pixels.
 */
final class DeadLeavesPictures implements Pictures.Stock {
  static final int PER_SHARD = 64;
  private static final int VALIDATION = 8;
  private static final int LEAST_SIDE = 192;

  /** Validation pictures are numbered as a shard that no step has. */
  private static final long VALIDATION_SHARD = -1;

  private final PicturePlan plan;
  private final int side;
  private final List<ByteImage> validation;

  private DeadLeavesPictures(PicturePlan plan) {
    this.plan = plan;
    this.side = Math.max(LEAST_SIDE, plan.minimumSide());
    this.validation = draw(VALIDATION_SHARD, VALIDATION);
  }

  /**
   * Draws the validation pictures and the first shard.
   *
   * @param firstStep the step to begin or to go on at
   */
  static Pictures open(PicturePlan plan, long firstStep) {
    return new Pictures(plan, new DeadLeavesPictures(plan), firstStep);
  }

  @Override
  public Shard shard(long number) {
    return new Shard(
        draw(number, PER_SHARD).stream()
            .map(picture -> new Shard.Held(picture, List.of()))
            .toList());
  }

  @Override
  public long shardOf(long step) {
    return step / plan.stepsPerShard();
  }

  @Override
  public boolean isOneShard() {
    return false;
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

  /** Eight pictures of other random numbers than all that are trained on. */
  @Override
  public List<ByteImage> validation() {
    return validation;
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
}
