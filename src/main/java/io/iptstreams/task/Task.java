package io.iptstreams.task;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is wrong with a picture, hence which head, tail and query of the model undo it. A value,
 * equal by its name and scale.
 */
public sealed interface Task permits Task.Denoise, Task.Derain, Task.Upscale, Task.Custom {

  /**
   * Name in headers, topologies and model cards, e.g. {@code denoise-30}: lower-case letters,
   * digits and dashes.
   */
  String id();

  /** Factor by which height and width grow; 1 for tasks that keep the size. */
  default int scale() {
    return 1;
  }

  /**
   * The built-in task of that name.
   *
   * @throws IllegalArgumentException if no built-in task has it, saying which names there are
   */
  static Task of(String id) {
    Matcher denoise = Names.DENOISE.matcher(id);
    if (denoise.matches()) {
      return new Denoise(Integer.parseInt(denoise.group(1)));
    }
    Matcher upscale = Names.UPSCALE.matcher(id);
    if (upscale.matches()) {
      return new Upscale(Integer.parseInt(upscale.group(1)));
    }
    if (id.equals("derain")) {
      return new Derain();
    }
    throw new IllegalArgumentException(
        "unknown task \""
            + id
            + "\"; known: denoise-1 to denoise-99, derain, upscale-x2, upscale-x3, upscale-x4");
  }

  /** Gaussian noise of standard deviation {@code sigma}, 1 to 99 on the 0..255 scale. */
  record Denoise(int sigma) implements Task {
    public Denoise {
      if (sigma < 1 || sigma > 99) {
        throw new IllegalArgumentException(
            "sigma must be 1 to 99 on the 0..255 scale, got " + sigma);
      }
    }

    @Override
    public String id() {
      return "denoise-" + sigma;
    }
  }

  /** Rain streaks. */
  record Derain() implements Task {
    @Override
    public String id() {
      return "derain";
    }
  }

  /**
   * Too few pixels by a factor of {@code scale}, 2 to 4: super-resolution of a bicubic reduction.
   */
  record Upscale(int scale) implements Task {
    public Upscale {
      if (scale < 2 || scale > 4) {
        throw new IllegalArgumentException("scale must be 2, 3 or 4, got " + scale);
      }
    }

    @Override
    public String id() {
      return "upscale-x" + scale;
    }
  }

  /** A task that a user trained, known by the name in the model's card. */
  record Custom(String id, int scale) implements Task {
    public Custom {
      if (!Names.CUSTOM.matcher(id).matches()) {
        throw new IllegalArgumentException(
            "a task name is 1 to 40 lower-case letters, digits and dashes and starts with a letter, got \""
                + id
                + "\"");
      }
      if (scale < 1 || scale > 4) {
        throw new IllegalArgumentException("scale must be 1 to 4, got " + scale);
      }
    }
  }
}

/** The spellings of task names. */
final class Names {
  static final Pattern DENOISE = Pattern.compile("denoise-([1-9][0-9]?)");
  static final Pattern UPSCALE = Pattern.compile("upscale-x([234])");
  static final Pattern CUSTOM = Pattern.compile("[a-z][a-z0-9-]{0,39}");

  private Names() {}
}
