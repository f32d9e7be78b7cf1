package io.iptstreams.evaluate;

/**
 * How near a picture is to the clean one.
 *
 * @param psnr in dB; infinite for equal pictures
 * @param ssim 1 for equal pictures
 */
public record Score(double psnr, double ssim) {}
