package io.iptstreams.stream;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A test in a topology file: a record, and what is to become of it.
 *
 * @param line of the file that it starts in
 */
public record TestCase(String name, int line, Given record, Fate expected) {

  /**
   * The record.
   *
   * @param topic it arrives on, one of the sources
   * @param key of the record; absent where the topic tells of objects
   * @param object key of the object that it tells of; present where the topic tells of objects
   * @param headers by name
   * @param picture file of the picture; absent: any small one
   * @param age of the record when the stage gets it
   */
  public record Given(
      String topic,
      Optional<String> key,
      Optional<String> object,
      Map<String, String> headers,
      Optional<Path> picture,
      Duration age) {
    public Given {
      headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }
  }
}
