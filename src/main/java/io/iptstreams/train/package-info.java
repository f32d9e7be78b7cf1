/**
 * Makes models: spoils clean pictures, fits the network, writes weights and card. Knows {@code
 * image}, {@code task}, {@code degrade}, {@code settings}, {@code batch}, {@code model}, {@code
 * restore}, {@code evaluate} and DJL.
 *
 * <pre>
 *   Pictures (of Photographs, of DeadLeavesPictures) → CropSupply (PairBatches of the next steps)
 *     → Trainer: split among Workers → network, Contrast → gradients of each → Optimiser
 *     → TrainingRun → model folder, checkpoint, log.csv, curve.svg, sheet.png, report.html
 * </pre>
 */
package io.iptstreams.train;
