/**
 * Makes models: spoils clean pictures, fits the network, writes weights and card. Knows {@code
 * image}, {@code task}, {@code degrade}, {@code settings}, {@code model}, {@code evaluate} and DJL.
 *
 * <pre>
 *   Pictures (Photographs, DeadLeavesPictures) → PairBatch → Trainer (network, AdamW) → TrainingRun → model folder, checkpoint, log.csv
 * </pre>
 */
package io.iptstreams.train;
