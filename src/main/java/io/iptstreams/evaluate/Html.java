package io.iptstreams.evaluate;

import io.iptstreams.image.Image;
import io.iptstreams.image.ImageCodec;
import io.iptstreams.image.ImageFormat;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Text and pictures as they stand in an HTML page, and the page: it needs no other file. */
public final class Html {
  private Html() {}

  /** Text for content and for attributes in double quotes. */
  public static String text(String text) {
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
  public static String figure(Image picture, String caption) {
    String data = Base64.getEncoder().encodeToString(ImageCodec.encode(picture, ImageFormat.JPEG));
    return "<figure><img alt=\""
        + text(caption)
        + "\" src=\"data:image/jpeg;base64,"
        + data
        + "\"><figcaption>"
        + text(caption)
        + "</figcaption></figure>\n";
  }

  /**
   * A whole page in the look of all our pages, to be written as UTF-8.
   *
   * @param title plain text, also the page's heading
   * @param body HTML
   */
  public static String page(String title, String body) {
    return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
        + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>"
        + text(title)
        + "</title>\n<style>\n"
        + style()
        + "</style>\n</head>\n<body>\n<h1>"
        + text(title)
        + "</h1>\n"
        + body
        + "</body>\n</html>\n";
  }

  private static String style() {
    try (InputStream style = Html.class.getResourceAsStream("report.css")) {
      return new String(style.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
