package io.iptstreams.web;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A port that answers requests for reading, with a thread each, and gives up who does not take what
 * was asked for within ten seconds. An owner.
 *
 * <p>On a loopback address only requests that name this machine are answered: a page of a stranger
 * could else have its own name resolved to this machine, and read what is meant for it alone.
 */
final class HttpPort implements AutoCloseable {
  /** Requests at once; further ones wait. */
  static final int MOST_THREADS = 300;

  private static final Logger log = LoggerFactory.getLogger(HttpPort.class);
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final List<String> METHODS = List.of("GET", "HEAD");
  private static final long WATCH_MILLIS = 2000;

  /** Names that nobody else can have; {@code 127.example.org} is anybody's. */
  private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]");

  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
          + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  static {
    // Of the JDK's server: seconds that a browser may take to say what it asks for.
    if (System.getProperty("sun.net.httpserver.maxReqTime") == null) {
      System.setProperty("sun.net.httpserver.maxReqTime", "10");
    }
  }

  private final HttpServer server;
  private final ThreadPoolExecutor threads;

  /** Threads that write to a browser now, and since when by {@link System#nanoTime}. */
  private final Map<Thread, Long> writing = new ConcurrentHashMap<>();

  private final Thread watch = new Thread(this::endStalled, "live-page-watch");

  private HttpPort(HttpServer server) {
    this.server = server;
    this.threads =
        new ThreadPoolExecutor(
            MOST_THREADS,
            MOST_THREADS,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            work -> {
              Thread thread = new Thread(work, "live-page-request");
              thread.setDaemon(true);
              return thread;
            });
    threads.allowCoreThreadTimeOut(true);
    watch.setDaemon(true);
  }

  /**
   * Takes a port; requests wait until it is {@link #start started}.
   *
   * @param host an address of this machine, {@code 0.0.0.0} for all of them
   * @param port 0 for any that is free
   * @throws WebException if the port is taken, or the host is none of this machine
   */
  static HttpPort open(String host, int port) {
    try {
      InetSocketAddress address = new InetSocketAddress(InetAddress.getByName(host), port);
      return new HttpPort(HttpServer.create(address, 0));
    } catch (UnknownHostException e) {
      throw new WebException("there is no host called " + host + " to serve the page on", e);
    } catch (BindException e) {
      throw new WebException(
          "cannot serve the page on "
              + host
              + ":"
              + port
              + ": "
              + e.getMessage().toLowerCase(Locale.ROOT)
              + "; choose another with --port, or 0 for any that is free",
          e);
    } catch (IOException e) {
      throw new WebException("cannot serve the page on " + host + ":" + port + ": " + e, e);
    }
  }

  /**
   * Begins to answer.
   *
   * @param answer to every request
   */
  void start(HttpHandler answer) {
    server.setExecutor(threads);
    server.createContext("/", exchange -> guarded(exchange, answer));
    server.start();
    watch.start();
  }

  private void guarded(HttpExchange exchange, HttpHandler answer) throws IOException {
    try (exchange) {
      Headers headers = exchange.getResponseHeaders();
      headers.set("Cache-Control", "no-store");
      headers.set("X-Content-Type-Options", "nosniff");
      headers.set("Content-Security-Policy", POLICY);
      headers.set("Referrer-Policy", "no-referrer");
      if (!isMeant(exchange)) {
        send(exchange, Reply.text(421, "this page is served to its own machine only"));
      } else if (!METHODS.contains(exchange.getRequestMethod())) {
        headers.set("Allow", String.join(", ", METHODS));
        send(exchange, Reply.text(405, "only GET and HEAD are answered here"));
      } else {
        answered(exchange, answer);
      }
    }
  }

  private void answered(HttpExchange exchange, HttpHandler answer) throws IOException {
    try {
      answer.handle(exchange);
    } catch (RuntimeException fault) {
      log.warn("could not answer {}: {}", exchange.getRequestURI(), fault.toString());
      send(exchange, Reply.text(500, "the answer could not be made; the log says why"));
    }
  }

  private boolean isMeant(HttpExchange exchange) {
    if (!server.getAddress().getAddress().isLoopbackAddress()) {
      return true;
    }
    return Optional.ofNullable(exchange.getRequestHeaders().getFirst("Host"))
        .map(host -> host.replaceAll(":\\d+$", ""))
        .filter(host -> LOOPBACK.matcher(host).matches())
        .isPresent();
  }

  /** Sends a whole answer. */
  void send(HttpExchange exchange, Reply reply) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", reply.mediaType());
    patiently(
        () -> {
          boolean head = exchange.getRequestMethod().equals("HEAD");
          exchange.sendResponseHeaders(reply.status(), head ? -1 : reply.body().length);
          if (!head) {
            exchange.getResponseBody().write(reply.body());
          }
        });
  }

  /** Writes to a browser; one that takes nothing has its connection closed under the write. */
  void patiently(Writing work) throws IOException {
    writing.put(Thread.currentThread(), System.nanoTime());
    try {
      work.write();
    } finally {
      writing.remove(Thread.currentThread());
    }
  }

  /** Gives up the browsers that take nothing, again and again. */
  private void endStalled() {
    try {
      while (true) {
        Thread.sleep(WATCH_MILLIS);
        long now = System.nanoTime();
        writing.forEach(
            (thread, since) -> {
              if (now - since > PATIENCE_NANOS) {
                // Which closes the connection under the write.
                thread.interrupt();
              }
            });
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  /** Where it is served. */
  InetSocketAddress address() {
    return server.getAddress();
  }

  @Override
  public void close() {
    watch.interrupt();
    server.stop(0);
    threads.shutdownNow();
  }

  /** Something that writes to a browser. */
  @FunctionalInterface
  interface Writing {
    void write() throws IOException;
  }
}
