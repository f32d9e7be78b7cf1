package io.iptstreams.evaluate;

/** What the pictures of a folder have to do with each other. */
public enum Sequence {
  /** Nothing. */
  UNRELATED,
  /** They are the frames of a clip, in order of their names: {@link Flicker} is measured, too. */
  CLIP,
  /** The same, and what the model made of them is steadied before it is measured. */
  STEADIED_CLIP
}
