package io.iptstreams.evaluate;

import io.iptstreams.image.Image;
import io.iptstreams.task.Task;

/**
 * By which rule pictures are spoiled and compared with the clean ones.
 *
 * <p>In all of them: noise is normal, independent in every sample and drawn by the picture's number
 * as seed; what a model or a classical method makes is rounded to 8 bits (halves to even) and
 * clamped before it is measured, the degraded picture is measured as the model sees it; a set's
 * number is the mean over its pictures of their PSNR in dB and of their SSIM.
 */
public enum Protocol {
  /**
   * PSNR over all samples of R, G and B, SSIM as the mean of the three; no border, whatever the
   * task. Noise is neither clipped nor rounded. The rule of most denoising tables.
   */
  RGB("RGB") {
    @Override
    public int border(int scale) {
      return 0;
    }

    @Override
    public double psnr(Image picture, Image clean, int scale) {
      return Psnr.RGB.of(picture, clean, 0);
    }

    @Override
    double ssim(Image picture, Image clean, int scale) {
      return Ssim.of(picture, clean, 0);
    }

    @Override
    Image shown(Image degraded) {
      return degraded;
    }
  },
  /**
   * PSNR and SSIM of BT.601 luma (16 to 235, not rounded); where a task enlarges by {@code scale},
   * that many pixels are left out along each side. Noise is neither clipped nor rounded. The rule
   * of the super-resolution and deraining tables.
   */
  Y("Y") {
    @Override
    public int border(int scale) {
      return scale > 1 ? scale : 0;
    }

    @Override
    public double psnr(Image picture, Image clean, int scale) {
      return Psnr.Y.of(picture, clean, border(scale));
    }

    @Override
    double ssim(Image picture, Image clean, int scale) {
      return Ssim.of(Luma.of(picture), Luma.of(clean), border(scale));
    }

    @Override
    Image shown(Image degraded) {
      return degraded;
    }
  },
  /**
   * What IPT's authors measure and print: as {@link #Y} for every task, and noise is clipped to
   * 0..255 before the model sees it, not rounded. Denoising reads about 1.5 dB better than by
   * {@link #RGB}. Their code has no SSIM; it is that of {@link #Y} here.
   */
  IPT("Y") {
    @Override
    public int border(int scale) {
      return Y.border(scale);
    }

    @Override
    public double psnr(Image picture, Image clean, int scale) {
      return Y.psnr(picture, clean, scale);
    }

    @Override
    double ssim(Image picture, Image clean, int scale) {
      return Y.ssim(picture, clean, scale);
    }

    @Override
    Image shown(Image degraded) {
      float[] samples = degraded.samples().clone();
      for (int i = 0; i < samples.length; i++) {
        samples[i] = Math.max(0, Math.min(255, samples[i]));
      }
      return new Image(degraded.channels(), degraded.height(), degraded.width(), samples);
    }
  };

  private final String channel;

  Protocol(String channel) {
    this.channel = channel;
  }

  /** Pixels left out along each side of a picture enlarged by {@code scale}. */
  public abstract int border(int scale);

  /** PSNR in dB of a picture against the clean one, both 3 × H × W. */
  public abstract double psnr(Image picture, Image clean, int scale);

  /** SSIM of a picture against the clean one, both 3 × H × W. */
  abstract double ssim(Image picture, Image clean, int scale);

  /** What the model is shown of a picture spoiled here. */
  abstract Image shown(Image degraded);

  Score score(Image picture, Image clean, int scale) {
    return new Score(psnr(picture, clean, scale), ssim(picture, clean, scale));
  }

  /** The rule in words, as far as it touches the task: channel, border, noise. */
  public String words(Task task) {
    String noise = this == IPT ? "noise clipped to 0..255" : "noise not clipped";
    return channel
        + ", border "
        + border(task.scale())
        + (task instanceof Task.Denoise ? ", " + noise : "");
  }
}
