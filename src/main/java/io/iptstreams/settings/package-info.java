/**
 * Reads a YAML file, collecting all of its mistakes at once, each with its line. Knows SnakeYAML.
 */
package io.iptstreams.settings;
