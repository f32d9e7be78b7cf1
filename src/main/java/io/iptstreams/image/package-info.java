/** A picture as plain numbers on the heap, and the bytes it is stored as. Knows only the JDK. */
package io.iptstreams.image;
