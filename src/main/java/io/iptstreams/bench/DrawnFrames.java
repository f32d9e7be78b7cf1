package io.iptstreams.bench;

import io.iptstreams.degrade.Degradation;
import io.iptstreams.degrade.GaussianNoise;
import io.iptstreams.image.Image;
import io.iptstreams.image.ImageCodec;
import io.iptstreams.image.ImageFormat;
import io.iptstreams.tiling.TilePlan;
import io.iptstreams.train.DeadLeaves;
import java.util.ArrayList;
import java.util.List;

/** Drawn pictures under noise, a few that come again and again; every run draws the same. */
final class DrawnFrames {
  private static final int PICTURES = 8;
  private static final long SEED = 4;
  private static final double SIGMA = 30;

  private final List<Image> pictures;
  private final List<byte[]> files;

  private DrawnFrames(List<Image> pictures) {
    this.pictures = pictures;
    this.files =
        pictures.stream().map(picture -> ImageCodec.encode(picture, ImageFormat.PNG)).toList();
  }

  /** Draws windows of that size, side by side, of one scene. */
  static DrawnFrames draw(int height, int width) {
    Image scene = DeadLeaves.draw(height, PICTURES * width, Degradation.generator(SEED));
    GaussianNoise noise = new GaussianNoise(SIGMA);
    List<Image> pictures = new ArrayList<>();
    for (int i = 0; i < PICTURES; i++) {
      Image clean = scene.crop(0, i * width, height, width);
      pictures.add(noise.spoil(clean, Degradation.generator(SEED + 1 + i)).quantised());
    }
    return new DrawnFrames(pictures);
  }

  /** The PNG file of a frame. */
  byte[] file(int number) {
    return files.get(number % PICTURES);
  }

  /** All tiles of all pictures. */
  List<Image> tiles(TilePlan plan) {
    List<Image> tiles = new ArrayList<>();
    for (Image picture : pictures) {
      for (int i = 0; i < plan.count(); i++) {
        tiles.add(plan.cut(picture, i));
      }
    }
    return tiles;
  }
}
