/**
 * Says in dB how good a model is, on which pictures, by which rule. Knows {@code image}, {@code
 * task}, {@code degrade}, {@code model} and {@code restore}.
 */
package io.iptstreams.evaluate;
