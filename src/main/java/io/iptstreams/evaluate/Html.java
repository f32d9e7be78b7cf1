package io.iptstreams.evaluate;

import io.iptstreams.image.Image;
import io.iptstreams.image.ImageCodec;
import io.iptstreams.image.ImageFormat;
import java.util.Base64;

/** Text and pictures as they stand in an HTML page. */
final class Html {
  private Html() {}

  /** Text for content and for attributes in double quotes. */
  static String text(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  /**
   * A figure that carries its picture with it, as JPEG of quality 0.95: PNG would make the page
   * more than twice as large.
   */
  static String figure(Image picture, String caption) {
    String data = Base64.getEncoder().encodeToString(ImageCodec.encode(picture, ImageFormat.JPEG));
    return "<figure><img alt=\""
        + text(caption)
        + "\" src=\"data:image/jpeg;base64,"
        + data
        + "\"><figcaption>"
        + text(caption)
        + "</figcaption></figure>\n";
  }
}
