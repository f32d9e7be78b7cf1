/**
 * What can be wrong with a picture (noise, rain, too few pixels, or a spoiling a user trained for).
 * Knows only the JDK.
 */
package io.iptstreams.task;
