/** The front door: reads words, opens owners, calls one room, closes in reverse. */
package io.iptstreams.cli;
