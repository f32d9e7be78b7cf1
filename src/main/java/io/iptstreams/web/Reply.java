package io.iptstreams.web;

import java.nio.charset.StandardCharsets;

/**
 * A whole answer to a request.
 *
 * @param status of HTTP
 */
record Reply(int status, String mediaType, byte[] body) {

  /** A sentence for people. */
  static Reply text(int status, String sentence) {
    return new Reply(status, "text/plain; charset=utf-8", bytes(sentence + "\n"));
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static Reply json(int status, String json) {
    return new Reply(status, "application/json", bytes(json));
  }
}
