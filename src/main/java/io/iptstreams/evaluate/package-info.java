/** Says in dB how good a model is, on which pictures, by which rule. */
package io.iptstreams.evaluate;
