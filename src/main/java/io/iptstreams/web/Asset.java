package io.iptstreams.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;

/** The files that the page is made of. */
enum Asset {
  PAGE("/", "page.html", "text/html; charset=utf-8"),
  SCRIPT("/page.js", "page.js", "text/javascript; charset=utf-8"),
  STYLE("/page.css", "page.css", "text/css; charset=utf-8"),
  ICON("/icon.svg", "icon.svg", "image/svg+xml");

  private final String path;
  private final String file;
  private final String mediaType;

  Asset(String path, String file, String mediaType) {
    this.path = path;
    this.file = file;
    this.mediaType = mediaType;
  }

  /** The file that is served at a path. */
  static Optional<Asset> at(String path) {
    for (Asset asset : values()) {
      if (asset.path.equals(path)) {
        return Optional.of(asset);
      }
    }
    return Optional.empty();
  }

  Reply reply() {
    try (InputStream in = Asset.class.getResourceAsStream("/web/" + file)) {
      return new Reply(200, mediaType, in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
