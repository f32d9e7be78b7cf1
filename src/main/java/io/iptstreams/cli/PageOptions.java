package io.iptstreams.cli;

import io.iptstreams.web.LivePage;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where the live page is served. */
final class PageOptions {
  private static final int LARGEST_PORT = 65_535;

  @Option(
      names = "--port",
      paramLabel = "P",
      description = "serve the live page, /metrics, /healthz and /readyz there; 0 for a free port")
  private Integer port;

  @Option(
      names = "--host",
      paramLabel = "H",
      description =
          "address of this machine to serve them on; 0.0.0.0 for everybody, without a password"
              + " (127.0.0.1)")
  private String host;

  /** The page, if one is asked for. */
  Optional<LivePage> open() {
    if (host != null && port == null) {
      throw new UsageException("--host says where --port is served; give --port, too");
    }
    return port == null ? Optional.empty() : Optional.of(open(port));
  }

  /** The page, on a free port unless one is asked for. */
  LivePage openAnyway() {
    return open(port == null ? 0 : port);
  }

  /**
   * The words for one of several processes on this machine, each of which has a page of its own: at
   * the port asked for, the next one and so on.
   *
   * @param number of the process, from 1
   */
  List<String> words(int number) {
    if (port == null) {
      return List.of();
    }
    int own = port == 0 ? 0 : port + number - 1;
    return List.of("--port", String.valueOf(own), "--host", host());
  }

  /**
   * Checks that each of several processes can have a port of its own.
   *
   * @throws UsageException if there are not that many
   */
  void requirePorts(int processes) {
    if (port != null && port + processes - 1 > LARGEST_PORT) {
      throw new UsageException(
          processes
              + " processes with a port each need --port "
              + (LARGEST_PORT - processes + 1)
              + " or below, got "
              + port);
    }
  }

  private String host() {
    return host == null ? "127.0.0.1" : host;
  }

  private LivePage open(int at) {
    if (at < 0 || at > LARGEST_PORT) {
      throw new UsageException("--port must be 0 to " + LARGEST_PORT + ", got " + at);
    }
    return LivePage.open(host(), at, Pipeline.CODEC);
  }
}
