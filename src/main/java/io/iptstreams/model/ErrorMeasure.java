package io.iptstreams.model;

/** How far the answers of a network in training are from what they should be, in grey levels. */
public enum ErrorMeasure {
  /** The mean absolute error, as in the paper. */
  ABSOLUTE,
  /** The root of the mean squared error over all crops of a task: what PSNR is made of. */
  SQUARED
}
