package io.iptstreams.train;

import io.iptstreams.image.Image;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Draws pictures that no camera took and that look to a network much like photographs: shaded,
 * textured ellipses that hide one another, as many of each size as nature has (radius density ∝
 * r⁻³).
 *
 * @see <a href="https://doi.org/10.1023/A:1011109015675">Lee, Mumford, Huang: Occlusion models for
 *     natural images</a>
 */
public final class DeadLeaves {
  private static final double SMALLEST = 4;

  /** Distinct enough that leaves stand out, close enough that the picture is of one place. */
  private record Colour(double red, double green, double blue) {
    static Colour random(RandomGenerator random) {
      double light = random.nextDouble(25, 230);
      return new Colour(
          light + random.nextDouble(-35, 35),
          light + random.nextDouble(-25, 25),
          light + random.nextDouble(-35, 35));
    }

    double channel(int c) {
      return c == 0 ? red : c == 1 ? green : blue;
    }
  }

  private record Leaf(
      double y,
      double x,
      double radius,
      double flatness,
      double turn,
      Colour colour,
      double slopeY,
      double slopeX,
      double grain,
      double grainY,
      double grainX) {

    static Leaf random(int height, int width, List<Colour> palette, RandomGenerator random) {
      double largest = 0.35 * Math.max(height, width);
      // Inverse of the cumulative distribution of r^-3 between the two radii.
      double u = random.nextDouble();
      double radius = 1 / Math.sqrt(u / (largest * largest) + (1 - u) / (SMALLEST * SMALLEST));
      return new Leaf(
          random.nextDouble(-radius, height + radius),
          random.nextDouble(-radius, width + radius),
          radius,
          random.nextDouble(0.4, 1),
          random.nextDouble(Math.PI),
          palette.get(random.nextInt(palette.size())),
          random.nextDouble(-40, 40) / radius,
          random.nextDouble(-40, 40) / radius,
          random.nextDouble() < 0.5 ? random.nextDouble(3, 14) : 0,
          random.nextDouble(0.3, 1.6),
          random.nextDouble(0.3, 1.6));
    }

    /** Distance from the centre in units of the outline: below 1 is inside. */
    double reach(double py, double px) {
      double along = (py - y) * Math.cos(turn) + (px - x) * Math.sin(turn);
      double across = ((px - x) * Math.cos(turn) - (py - y) * Math.sin(turn)) / flatness;
      return Math.sqrt(along * along + across * across) / radius;
    }

    double shade(double py, double px) {
      return slopeY * (py - y) / 2
          + slopeX * (px - x) / 2
          + grain * Math.sin(grainY * py) * Math.sin(grainX * px);
    }
  }

  private DeadLeaves() {}

  /** A picture of 3 × height × width whole levels; equal random numbers draw alike. */
  public static Image draw(int height, int width, RandomGenerator random) {
    List<Colour> palette = new ArrayList<>();
    for (int i = random.nextInt(4, 8); i > 0; i--) {
      palette.add(Colour.random(random));
    }
    Image picture = Image.blank(3, height, width);
    paint(picture, palette, random);
    return picture.quantised();
  }

  /** From the back to the front; large leaves first would not hide small ones as nature does. */
  private static void paint(Image picture, List<Colour> palette, RandomGenerator random) {
    int leaves = (int) (picture.pixels() / (SMALLEST * SMALLEST) / 1.5);
    for (int i = 0; i < leaves; i++) {
      paint(picture, Leaf.random(picture.height(), picture.width(), palette, random));
    }
  }

  private static void paint(Image picture, Leaf leaf) {
    int top = (int) Math.max(0, leaf.y() - leaf.radius() - 1);
    int bottom = (int) Math.min(picture.height() - 1.0, leaf.y() + leaf.radius() + 1);
    int left = (int) Math.max(0, leaf.x() - leaf.radius() - 1);
    int right = (int) Math.min(picture.width() - 1.0, leaf.x() + leaf.radius() + 1);
    float[] samples = picture.samples();
    for (int y = top; y <= bottom; y++) {
      for (int x = left; x <= right; x++) {
        // A pixel on the outline is part leaf, part what lies behind: no camera draws stairs.
        double cover =
            Math.min(
                1, Math.max(0, (1 - leaf.reach(y, x)) * leaf.radius() * leaf.flatness() + 0.5));
        if (cover > 0) {
          double shade = leaf.shade(y, x);
          for (int c = 0; c < 3; c++) {
            int i = (c * picture.height() + y) * picture.width() + x;
            double level = Math.min(255, Math.max(0, leaf.colour().channel(c) + shade));
            samples[i] += (float) (cover * (level - samples[i]));
          }
        }
      }
    }
  }
}
