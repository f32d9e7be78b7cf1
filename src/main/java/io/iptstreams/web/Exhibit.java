package io.iptstreams.web;

import java.util.Optional;

/**
 * A stream and its newest picture.
 *
 * @param id of the stream in addresses; its name is a stranger's text
 * @param seen how many of its pictures were seen
 * @param newest the newest, if it can be shown
 * @param measured how it compares with the clean pictures, where these are known
 */
record Exhibit(
    long id, String name, long seen, Optional<Exposure> newest, Optional<Measured> measured) {

  /**
   * PSNR against the clean picture, in dB, mean of all frames so far.
   *
   * @param before of the degraded pictures
   * @param after of the restored ones
   */
  record Measured(double before, double after) {}
}
