package io.iptstreams.media;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.iptstreams.frame.FrameHeaders;
import io.iptstreams.image.Image;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/**
 * Serves a stream as multipart JPEG, which a browser shows like a picture: {@code
 * multipart/x-mixed-replace}, one part per frame.
 *
 * <p>Each viewer has a thread of its own and gets the newest frame whenever it has taken the one
 * before: a slow one misses frames, one that leaves or takes nothing for ten seconds ends its
 * thread, and none holds up another or the stream. Frames go at the distances of their times, see
 * {@link Pace}.
 *
 * <p>Who reaches the port sees the stream. Without a host in the address only this machine does.
 */
public final class MjpegServer implements FrameOutput {
  static final int MOST_VIEWERS = 16;

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Who is sent away needs a thread for that, too. */
  private static final int MOST_THREADS = MOST_VIEWERS + 4;

  private static final String BOUNDARY = "frame";
  private static final int USUAL_PORT = 80;

  private final HttpServer server;
  private final ExecutorService threads;
  private final Function<Image, byte[]> jpeg;
  private final String path;
  private final long patienceNanos;

  /** Threads that write to a viewer now, and since when by {@link System#nanoTime}. */
  private final Map<Thread, Long> writing = new ConcurrentHashMap<>();

  private final Pace pace = new Pace(System::nanoTime, Sleeper.REAL);
  private final Semaphore places = new Semaphore(MOST_VIEWERS);
  private final Object news = new Object();
  private byte[] newest;
  private long number;
  private boolean ended;

  private MjpegServer(
      HttpServer server, String path, Function<Image, byte[]> jpeg, Duration patience) {
    this.server = server;
    this.path = path;
    this.jpeg = jpeg;
    this.patienceNanos = patience.toNanos();
    this.threads =
        Executors.newFixedThreadPool(
            MOST_THREADS,
            task -> {
              Thread thread = new Thread(task, "viewer");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Serves at host, port and path of the address: without a host on localhost, {@code 0.0.0.0} for
   * everybody.
   *
   * @param jpeg makes a JPEG file of a picture
   * @throws MediaException if the port is taken or the host is none of this machine
   */
  public static MjpegServer open(LiveAddress address, Function<Image, byte[]> jpeg) {
    return open(address, jpeg, PATIENCE);
  }

  /** With another patience for viewers that take nothing. */
  static MjpegServer open(LiveAddress address, Function<Image, byte[]> jpeg, Duration patience) {
    int port = address.port() == 0 ? USUAL_PORT : address.port();
    try {
      InetAddress host =
          address.host().isEmpty()
              ? InetAddress.getLoopbackAddress()
              : InetAddress.getByName(address.host());
      MjpegServer served =
          new MjpegServer(
              HttpServer.create(new InetSocketAddress(host, port), 0),
              address.path().isEmpty() ? "/" : address.path(),
              jpeg,
              patience);
      served.server.setExecutor(served.threads);
      served.server.createContext("/", served::answer);
      served.server.start();
      return served;
    } catch (IOException e) {
      throw new MediaException("cannot serve at " + address + ": " + e.getMessage(), e);
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getResponseHeaders().set("Cache-Control", "no-store");
      if (!exchange.getRequestURI().getPath().equals(path)) {
        exchange.sendResponseHeaders(404, -1);
      } else if (!exchange.getRequestMethod().equals("GET")) {
        exchange.sendResponseHeaders(405, -1);
      } else if (!places.tryAcquire()) {
        exchange.sendResponseHeaders(503, -1);
      } else {
        try {
          show(exchange);
        } finally {
          places.release();
        }
      }
    }
  }

  private void show(HttpExchange exchange) throws IOException {
    exchange
        .getResponseHeaders()
        .set("Content-Type", "multipart/x-mixed-replace; boundary=" + BOUNDARY);
    exchange.sendResponseHeaders(200, 0);
    OutputStream out = exchange.getResponseBody();
    out.write(("--" + BOUNDARY + "\r\n").getBytes(StandardCharsets.US_ASCII));
    long shown = 0;
    while (true) {
      byte[] picture;
      synchronized (news) {
        while (number == shown && !ended) {
          try {
            news.wait();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
          }
        }
        if (number == shown) {
          return;
        }
        picture = newest;
        shown = number;
      }
      writing.put(Thread.currentThread(), System.nanoTime());
      try {
        out.write(head(picture).getBytes(StandardCharsets.US_ASCII));
        out.write(picture);
        // With the boundary after it the browser need not wait for the next part to show this one.
        out.write(("\r\n--" + BOUNDARY + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
      } finally {
        writing.remove(Thread.currentThread());
      }
    }
  }

  /** Gives up viewers that take nothing: a sleeping machine would keep its place for hours. */
  private void endStalled() {
    long now = System.nanoTime();
    writing.forEach(
        (viewer, since) -> {
          if (now - since > patienceNanos) {
            // Which closes the connection under the write.
            viewer.interrupt();
          }
        });
  }

  /** Places that are free. */
  int places() {
    return places.availablePermits();
  }

  private static String head(byte[] picture) {
    return "Content-Type: image/jpeg\r\nContent-Length: " + picture.length + "\r\n\r\n";
  }

  /** Shows the frame to whoever looks; nobody need. */
  @Override
  public void accept(VideoFrame frame, FrameHeaders headers) {
    endStalled();
    byte[] picture = jpeg.apply(frame.image());
    double seconds =
        frame.pts() * headers.fraction(FrameHeaders.TIME_BASE).orElseThrow().toDouble();
    pace.await(seconds, headers.text(FrameHeaders.TIME).isPresent());
    synchronized (news) {
      newest = picture;
      number++;
      news.notifyAll();
    }
  }

  /** Where it is served, for who asked for port 0. */
  int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void finish() {
    end();
  }

  private void end() {
    synchronized (news) {
      ended = true;
      news.notifyAll();
    }
  }

  /** Ends the viewers' connections, also those that take nothing any more. */
  @Override
  public void close() {
    end();
    server.stop(0);
    threads.shutdownNow();
  }
}
