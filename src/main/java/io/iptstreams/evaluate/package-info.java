/**
 * Says in PSNR and SSIM how good a model is, on which pictures, by which rule, beside a classical
 * method that the caller passes in. Knows {@code image}, {@code task}, {@code degrade}, {@code
 * model} and {@code restore}.
 */
package io.iptstreams.evaluate;
