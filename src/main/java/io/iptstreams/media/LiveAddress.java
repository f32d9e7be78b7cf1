package io.iptstreams.media;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Where a live video comes from or goes to: a camera, a server or a port, as a URL. A value.
 *
 * <p>What a URL says beside the place (user, password, query, path segments with {@code =}, where
 * some cameras want their password) is for FFmpeg alone: {@link #toString} leaves it out, so that
 * messages, logs and names of streams never carry it.
 */
public final class LiveAddress {
  private static final Pattern ADDRESS = Pattern.compile("(?s)([A-Za-z][A-Za-z0-9+.-]*)://(.*)");
  private static final Pattern PLACE =
      Pattern.compile(
          "(?:(?<user>[^/?#]*)@)?(?<host>\\[[0-9A-Fa-f:.]+]|[^:/?#@\\[\\]]*)(?::(?<port>[0-9]{1,5}))?"
              + "(?<path>/[^?#]*)?(?<query>[?#].*)?");

  /** What FFmpeg's lines may quote: user and password, and the query. */
  private static final Pattern SECRET =
      Pattern.compile("(?<=://)[^/\\s'\"]+@|(?<=://[^\\s?'\"]{1,400})\\?[^\\s'\"]+");

  /** A part of a path that some cameras take a password in; see {@link #shownPath}. */
  private static final Pattern SECRET_SEGMENT =
      Pattern.compile("(?<=://[^\\s'\"]{1,400})/[^/\\s'\"]*[=&;@][^/\\s'\"]*");

  /** How to talk there, by the schemes that ask for it. */
  enum Kind {
    RTSP("rtsp", "rtsps"),
    /** MPEG-TS, as everybody sends it over SRT. */
    SRT("srt"),
    /** MPEG-TS. */
    UDP("udp"),
    /** Multipart JPEG, an HLS playlist or a recording. */
    HTTP("http", "https");

    private final String[] schemes;

    Kind(String... schemes) {
      this.schemes = schemes;
    }
  }

  private final Kind kind;
  private final String url;
  private final String scheme;
  private final String host;
  private final int port;
  private final String path;
  private final boolean withUser;

  private LiveAddress(Kind kind, String url, String scheme, Matcher place) {
    this.kind = kind;
    this.url = url;
    this.scheme = scheme;
    this.host = place.group("host");
    this.port = place.group("port") == null ? 0 : Integer.parseInt(place.group("port"));
    this.path = place.group("path") == null ? "" : place.group("path");
    this.withUser = place.group("user") != null;
  }

  /** Whether the text is meant as an address rather than as the name of a file. */
  public static boolean isMeantBy(String text) {
    return ADDRESS.matcher(text).matches();
  }

  /**
   * @throws IllegalArgumentException if the scheme is unknown, or host or port are missing or wrong
   */
  public static LiveAddress parse(String text) {
    Matcher address = ADDRESS.matcher(text);
    if (!address.matches()) {
      throw new IllegalArgumentException("an address is like rtsp://camera/yard");
    }
    String scheme = address.group(1).toLowerCase(Locale.ROOT);
    Kind kind =
        kind(scheme)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "an address begins with rtsp, rtsps, srt, udp, http or https, got "
                            + scheme
                            + "://"));
    Matcher place = PLACE.matcher(address.group(2));
    // Not quoted: it may hold a password.
    if (!place.matches() || text.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "a "
              + scheme
              + " address is like "
              + scheme
              + "://HOST:PORT/PATH; /, ?, # and : in a user or password are written %2F, %3F, %23"
              + " and %3A");
    }
    LiveAddress parsed = new LiveAddress(kind, scheme + "://" + address.group(2), scheme, place);
    parsed.check();
    return parsed;
  }

  private static Optional<Kind> kind(String scheme) {
    return Arrays.stream(Kind.values())
        .filter(kind -> Arrays.asList(kind.schemes).contains(scheme))
        .findFirst();
  }

  private void check() {
    boolean needsPort = kind == Kind.SRT || kind == Kind.UDP;
    if (port > 65_535 || (needsPort && port == 0)) {
      throw new IllegalArgumentException(
          this + " needs a port from 1 to 65535, like " + scheme + "://HOST:5000");
    }
    if (host.isEmpty() && kind == Kind.RTSP) {
      throw new IllegalArgumentException(this + " names no host; it is like rtsp://HOST/PATH");
    }
  }

  Kind kind() {
    return kind;
  }

  /** All of it, as FFmpeg takes it. Never to be shown. */
  String url() {
    return url;
  }

  /** As written; empty if there is none, an IPv6 address in its brackets. */
  public String host() {
    return host;
  }

  /** 0 if there is none. */
  public int port() {
    return port;
  }

  /** From the first slash on, without the query; empty if there is none. */
  public String path() {
    return path;
  }

  /** Whether pictures can be served there, rather than pushed: plain http, and no password. */
  public boolean isServable() {
    return scheme.equals("http") && !withUser;
  }

  /** Whether this is http or https. */
  public boolean isHttp() {
    return kind == Kind.HTTP;
  }

  /** A name for a stream from there: host, port and path, without what is secret. */
  public String name() {
    return place().replaceFirst("/$", "");
  }

  private String place() {
    return host + (port == 0 ? "" : ":" + port) + shownPath();
  }

  private String shownPath() {
    return Arrays.stream(path.split("/", -1))
        .map(segment -> segment.matches("[^=&;@]*") ? segment : "…")
        .collect(Collectors.joining("/"));
  }

  /** A text with the credentials in its URLs left out: users, queries and telling path segments. */
  static String withoutSecrets(String text) {
    String withoutUser = SECRET.matcher(text).replaceAll("");
    return SECRET_SEGMENT.matcher(withoutUser).replaceAll("/…");
  }

  /** Scheme, host, port and path, without what is secret. */
  @Override
  public String toString() {
    return scheme + "://" + place();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LiveAddress that && url.equals(that.url);
  }

  @Override
  public int hashCode() {
    return url.hashCode();
  }
}
