package io.iptstreams.demo;

/** Is told after each frame how the clip compares with the clean one so far. */
@FunctionalInterface
public interface Gauge {

  /**
   * The means of the frames so far.
   *
   * @param stream name of the stream
   * @param spoiled RGB PSNR of the spoiled frames, in dB
   * @param restored the same of the restored ones
   */
  void measured(String stream, double spoiled, double restored);
}
