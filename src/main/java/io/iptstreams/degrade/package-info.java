/**
 * Spoils a clean picture in the way a task undoes: for training, for evaluation, for the demo.
 * Knows {@code image} and {@code task}.
 */
package io.iptstreams.degrade;
