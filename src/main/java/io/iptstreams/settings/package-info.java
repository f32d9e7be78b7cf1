/**
 * Reads a YAML file, collecting all of its mistakes at once, each with its line. Knows SnakeYAML.
 *
 * <pre>
 *   Section file = Settings.read(path);                   // throws if it is no YAML
 *   Section batch = file.optionalSection("batch");
 *   int size = batch.number("max-size", 1, 4096, 8);      // 8 when absent
 *   Duration delay = batch.duration("max-delay", ZERO, TEN_SECONDS, ZERO);
 *   file.check();                                         // throws every mistake, unknown keys too
 *   return new BatchPolicy(size, delay);
 * </pre>
 *
 * <p>A reader never stops at a mistake: it notes it and hands out a stand-in of the right type, so
 * what was read counts only after {@link io.iptstreams.settings.Section#check} has passed.
 *
 * <pre>
 *   duration = digits ("ms" | "s" | "min" | "h")          ; 20 ms, 2 s
 *   bytes    = digits ("KiB" | "MiB")                     ; 4 MiB
 *   pixels   = digits ["px"]                              ; 12 px
 *   flag     = "true" | "false"
 *   range    = number [" to " number]                     ; 10 to 40, or 25 for 25 to 25
 * </pre>
 */
package io.iptstreams.settings;
