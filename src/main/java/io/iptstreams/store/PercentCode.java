package io.iptstreams.store;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Percent-encoding of UTF-8 (RFC 3986, section 2). Unlike the JDK's decoders it refuses what is no
 * such code, where those put a replacement character.
 */
final class PercentCode {
  private static final String PLAIN = "-._~/";

  private PercentCode() {}

  /** Encodes all but letters and digits of ASCII and {@code - . _ ~ /}. */
  static String encode(String text) {
    StringBuilder code = new StringBuilder();
    for (byte value : text.getBytes(StandardCharsets.UTF_8)) {
      if (isLetterOrDigit(value) || PLAIN.indexOf(value) >= 0) {
        code.append((char) value);
      } else {
        code.append('%').append(HexFormat.of().withUpperCase().toHexDigits(value));
      }
    }
    return code.toString();
  }

  private static boolean isLetterOrDigit(byte value) {
    return value >= 'a' && value <= 'z'
        || value >= 'A' && value <= 'Z'
        || value >= '0' && value <= '9';
  }

  /** Decodes a path of a URI, in which + is a plus. */
  static String decodePath(String code) {
    return decode(code, (byte) '+');
  }

  /** Decodes a form's value, in which + is a space. */
  static String decodeForm(String code) {
    return decode(code, (byte) ' ');
  }

  /**
   * @throws IllegalArgumentException whose message ends a sentence about the code
   */
  private static String decode(String code, byte plus) {
    try {
      ByteBuffer in = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(code));
      ByteBuffer out = ByteBuffer.allocate(in.remaining());
      while (in.hasRemaining()) {
        byte value = in.get();
        out.put(value == '%' ? escaped(in) : value == '+' ? plus : value);
      }
      return StandardCharsets.UTF_8.newDecoder().decode(out.flip()).toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("is no UTF-8 when its % are decoded", e);
    }
  }

  private static byte escaped(ByteBuffer in) {
    if (in.remaining() < 2) {
      throw new IllegalArgumentException("ends inside a % code");
    }
    int high = in.get();
    int low = in.get();
    if (!HexFormat.isHexDigit(high) || !HexFormat.isHexDigit(low)) {
      throw new IllegalArgumentException("has a % without two hexadecimal digits");
    }
    return (byte) (HexFormat.fromHexDigit(high) << 4 | HexFormat.fromHexDigit(low));
  }
}
