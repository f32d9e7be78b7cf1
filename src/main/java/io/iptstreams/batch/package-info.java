/**
 * Gathers tiles of one task from many frames until there are enough or the oldest waited long
 * enough. Knows only the JDK.
 */
package io.iptstreams.batch;
