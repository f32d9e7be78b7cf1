package io.iptstreams.evaluate;

import io.iptstreams.image.Image;

/**
 * By which rule a restored picture is compared with the clean one. Restored pictures are rounded to
 * 8 bits first.
 */
public enum Protocol {
  /**
   * RGB PSNR, no border: the rule of the denoising tables (noise is drawn unclipped and not
   * rounded).
   */
  RGB {
    @Override
    public double psnr(Image picture, Image clean, int scale) {
      return Psnr.RGB.of(picture, clean, 0);
    }
  },
  /**
   * PSNR of BT.601 luma; {@code scale} pixels are left out along each side where the task enlarges.
   */
  Y {
    @Override
    public double psnr(Image picture, Image clean, int scale) {
      return Psnr.Y.of(picture, clean, scale > 1 ? scale : 0);
    }
  };

  /** PSNR in dB of a picture against the clean one, both 3 × H × W. */
  public abstract double psnr(Image picture, Image clean, int scale);
}
