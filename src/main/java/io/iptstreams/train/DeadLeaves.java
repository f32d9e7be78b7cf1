package io.iptstreams.train;

import io.iptstreams.image.Image;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * Draws pictures that no camera took and that look to a network much like photographs: shaded,
 * textured ellipses, rectangles and splinters that hide one another, as many of each size as nature
 * has (radius density ∝ r⁻³).
 *
 * @see <a href="https://doi.org/10.1023/A:1011109015675">Lee, Mumford, Huang: Occlusion models for
 *     natural images</a>
 */
public final class DeadLeaves {
  private static final int TEXTURES = 3;

  /** Less than half a level of what lies behind: not worth another leaf. */
  private static final float HIDDEN = 1 / 512f;

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

  /** An ellipse around the origin, cut along straight sides. All lengths in pixels. */
  private static final class Outline {
    private final double radius;
    private final double flatness;
    private final double cos;
    private final double sin;
    private final double[] sideY;
    private final double[] sideX;
    private final double[] sideDistance;

    private Outline(double radius, double flatness, double turn, int sides) {
      this.radius = radius;
      this.flatness = flatness;
      this.cos = Math.cos(turn);
      this.sin = Math.sin(turn);
      this.sideY = new double[sides];
      this.sideX = new double[sides];
      this.sideDistance = new double[sides];
    }

    static Outline random(double radius, RandomGenerator random) {
      double turn = random.nextDouble(2 * Math.PI);
      double kind = random.nextDouble();
      if (kind < 0.5) {
        return new Outline(radius, random.nextDouble(0.4, 1), turn, 0);
      }
      return kind < 0.75 ? rectangle(radius, turn, random) : splinter(radius, turn, random);
    }

    /** Its corners lie on the circle. */
    private static Outline rectangle(double radius, double turn, RandomGenerator random) {
      Outline rectangle = new Outline(radius, 1, turn, 4);
      double diagonal = random.nextDouble(Math.PI / 12, Math.PI / 4);
      for (int i = 0; i < 4; i++) {
        double across = i % 2 == 0 ? Math.sin(diagonal) : Math.cos(diagonal);
        rectangle.cut(i, turn + i * Math.PI / 2, radius * across);
      }
      return rectangle;
    }

    private static Outline splinter(double radius, double turn, RandomGenerator random) {
      int sides = random.nextInt(3, 7);
      Outline splinter = new Outline(radius, 1, turn, sides);
      for (int i = 0; i < sides; i++) {
        double direction = turn + 2 * Math.PI * (i + random.nextDouble(-0.3, 0.3)) / sides;
        splinter.cut(i, direction, radius * random.nextDouble(0.35, 0.9));
      }
      return splinter;
    }

    private void cut(int side, double direction, double distance) {
      sideY[side] = Math.sin(direction);
      sideX[side] = Math.cos(direction);
      sideDistance[side] = distance;
    }

    /** How far inside the outline a point lies, in pixels; negative outside. */
    double depth(double y, double x) {
      double along = y * cos + x * sin;
      double across = (x * cos - y * sin) / flatness;
      double depth = (radius - Math.sqrt(along * along + across * across)) * flatness;
      for (int i = 0; i < sideDistance.length; i++) {
        depth = Math.min(depth, sideDistance[i] - sideY[i] * y - sideX[i] * x);
      }
      return depth;
    }
  }

  /**
   * Clouds of noise of all sizes, an octave apart, that repeat without a seam: mean 0, standard
   * deviation 1.
   */
  private static final class Texture {
    private static final int SIDE = 128;

    private final float[] levels = new float[SIDE * SIDE];

    /**
     * @param roughness power of its wavelength that an octave's amplitude follows: 0 is as rough as
     *     noise, 1 as smooth as clouds
     */
    Texture(double roughness, RandomGenerator random) {
      for (int wavelength = 2; wavelength <= SIDE / 2; wavelength *= 2) {
        add(wavelength, Math.pow(wavelength, roughness), random);
      }
      normalise();
    }

    private void add(int wavelength, double amplitude, RandomGenerator random) {
      int knots = SIDE / wavelength;
      float[] lattice = new float[knots * knots];
      for (int i = 0; i < lattice.length; i++) {
        lattice[i] = (float) (amplitude * random.nextGaussian());
      }
      for (int y = 0; y < SIDE; y++) {
        int above = y / wavelength * knots;
        int below = (y / wavelength + 1) % knots * knots;
        float down = (float) (y % wavelength) / wavelength;
        for (int x = 0; x < SIDE; x++) {
          int left = x / wavelength;
          int right = (left + 1) % knots;
          float across = (float) (x % wavelength) / wavelength;
          float top = lattice[above + left] * (1 - across) + lattice[above + right] * across;
          float bottom = lattice[below + left] * (1 - across) + lattice[below + right] * across;
          levels[y * SIDE + x] += top * (1 - down) + bottom * down;
        }
      }
    }

    private void normalise() {
      double sum = 0;
      double squares = 0;
      for (float level : levels) {
        sum += level;
        squares += level * level;
      }
      double mean = sum / levels.length;
      double deviation = Math.sqrt(squares / levels.length - mean * mean);
      for (int i = 0; i < levels.length; i++) {
        levels[i] = (float) ((levels[i] - mean) / deviation);
      }
    }

    float at(int y, int x) {
      return levels[y % SIDE * SIDE + x % SIDE];
    }
  }

  /** What all leaves of a picture share. */
  private record Place(
      int height, int width, double smallest, List<Colour> palette, List<Texture> textures) {
    static Place random(int height, int width, RandomGenerator random) {
      double smallest = random.nextDouble(2, 8);
      int colours = random.nextInt(4, 8);
      return new Place(
          height,
          width,
          smallest,
          Stream.generate(() -> Colour.random(random)).limit(colours).toList(),
          Stream.generate(() -> new Texture(random.nextDouble(0, 1), random))
              .limit(TEXTURES)
              .toList());
    }

    /** Inverse of the cumulative distribution of r⁻³ between the two radii. */
    double radius(RandomGenerator random) {
      double largest = Math.max(2 * smallest, 0.5 * Math.max(height, width));
      double u = random.nextDouble();
      return 1 / Math.sqrt(u / (largest * largest) + (1 - u) / (smallest * smallest));
    }
  }

  private record Leaf(
      double y,
      double x,
      Outline outline,
      Colour colour,
      double slopeY,
      double slopeX,
      double grain,
      Texture texture,
      int textureY,
      int textureX) {

    static Leaf random(Place place, RandomGenerator random) {
      double radius = place.radius(random);
      boolean shaded = random.nextBoolean();
      return new Leaf(
          random.nextDouble(-radius, place.height() + radius),
          random.nextDouble(-radius, place.width() + radius),
          Outline.random(radius, random),
          place.palette().get(random.nextInt(place.palette().size())),
          shaded ? random.nextDouble(-30, 30) / radius : 0,
          shaded ? random.nextDouble(-30, 30) / radius : 0,
          random.nextDouble() < 0.6 ? random.nextDouble(2, 14) : 0,
          place.textures().get(random.nextInt(TEXTURES)),
          random.nextInt(Texture.SIDE),
          random.nextInt(Texture.SIDE));
    }

    double radius() {
      return outline.radius;
    }

    double shade(int py, int px) {
      return slopeY * (py - y)
          + slopeX * (px - x)
          + (grain == 0 ? 0 : grain * texture.at(py + textureY, px + textureX));
    }
  }

  private final Image picture;

  /** How much of what lies further behind shows through each pixel, 1 to 0. */
  private final float[] open;

  private final int[] openInRow;
  private int openPixels;

  private DeadLeaves(int height, int width) {
    this.picture = Image.blank(3, height, width);
    this.openPixels = height * width;
    this.open = new float[openPixels];
    Arrays.fill(open, 1);
    this.openInRow = new int[height];
    Arrays.fill(openInRow, width);
  }

  /** A picture of 3 × height × width whole levels; equal random numbers draw alike. */
  public static Image draw(int height, int width, RandomGenerator random) {
    Place place = Place.random(height, width, random);
    DeadLeaves leaves = new DeadLeaves(height, width);
    // From the front to the back: what is hidden is never painted, and it ends when all is hidden.
    while (leaves.openPixels > 0) {
      leaves.putBehind(Leaf.random(place, random));
    }
    return leaves.picture.quantised();
  }

  private void putBehind(Leaf leaf) {
    int top = (int) Math.max(0, leaf.y() - leaf.radius() - 1);
    int bottom = (int) Math.min(picture.height() - 1.0, leaf.y() + leaf.radius() + 1);
    int left = (int) Math.max(0, leaf.x() - leaf.radius() - 1);
    int right = (int) Math.min(picture.width() - 1.0, leaf.x() + leaf.radius() + 1);
    for (int y = top; y <= bottom; y++) {
      if (openInRow[y] > 0) {
        for (int x = left; x <= right; x++) {
          if (open[y * picture.width() + x] > 0) {
            putBehind(leaf, y, x);
          }
        }
      }
    }
  }

  private void putBehind(Leaf leaf, int y, int x) {
    // A pixel on the outline is part leaf, part what lies behind: no camera draws stairs.
    double cover = Math.min(1, leaf.outline().depth(y - leaf.y(), x - leaf.x()) + 0.5);
    if (cover <= 0) {
      return;
    }
    int pixel = y * picture.width() + x;
    float share = (float) (cover * open[pixel]);
    open[pixel] -= share;
    if (open[pixel] < HIDDEN) {
      share += open[pixel];
      open[pixel] = 0;
      openInRow[y]--;
      openPixels--;
    }
    double shade = leaf.shade(y, x);
    for (int c = 0; c < 3; c++) {
      double level = Math.min(255, Math.max(0, leaf.colour().channel(c) + shade));
      picture.samples()[c * open.length + pixel] += (float) (share * level);
    }
  }
}
