package io.iptstreams.web;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import io.iptstreams.image.FileCodec;
import io.iptstreams.stream.Sight;
import io.iptstreams.stream.Spectator;
import io.iptstreams.stream.Stage;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The live page of a stage, its metrics and its health, on one port. An owner, to be opened before
 * the stage and closed after it.
 *
 * <ul>
 *   <li>{@code /} the page, {@code /events} what it is told, {@code /streams/…} and {@code
 *       /dead-letters/…} its pictures
 *   <li>{@code /metrics} in the text format of Prometheus
 *   <li>{@code /healthz} 200 unless only a new start can help, {@code /readyz} 200 while frames can
 *       flow; else 503, and why
 * </ul>
 */
public final class LivePage implements Spectator, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(LivePage.class);
  private static final Pattern PICTURE =
      Pattern.compile("/streams/(\\d{1,18})/(\\d{1,18})/(before|after)\\.jpg");
  private static final Pattern DEAD_LETTER = Pattern.compile("/dead-letters/(\\d{1,18})\\.jpg");
  private static final Pattern CHOICE = Pattern.compile("stream=(\\d{1,18})");

  private static final byte[] COMMENT = ": starting\n\n".getBytes(StandardCharsets.UTF_8);

  /** Of pictures to be shown; the frames of 4K video are just below. */
  private static final long MOST_PIXELS = 9_000_000;

  private static final long MOST_DEAD_PIXELS = 4_000_000;

  /** Between two rounds of news; more when many look on, or pictures take long to paint. */
  private static final long SHORTEST_MILLIS = 500;

  private static final long MILLIS_PER_BROWSER = 20;

  /** Of the processor's time that a round took, how often it rests until the next. */
  private static final long REST = 12;

  /** Not the clock: on a busy machine most of a round is waiting for a turn, which costs nobody. */
  private static final ThreadMXBean WORK = ManagementFactory.getThreadMXBean();

  private final Metrics metrics = new Metrics();
  private final StageMeters meters = new StageMeters(metrics.registry());
  private final Gallery gallery = new Gallery(InstantSource.system());
  private final Feed feed = new Feed();
  private final Showcase showcase;
  private final HttpPort port;
  private final Thread newsroom = new Thread(this::report, "live-page");
  private volatile Vitals stage;
  private Optional<KafkaStreamsMetrics> kafkaMeters = Optional.empty();

  private LivePage(String host, int port, FileCodec codec) {
    this.showcase =
        new Showcase(
            gallery, new Painter(codec, MOST_PIXELS), new Painter(codec, MOST_DEAD_PIXELS));
    this.port = HttpPort.open(host, port);
    this.port.start(this::answer);
    newsroom.setDaemon(true);
    newsroom.start();
  }

  /**
   * Takes the port. Until a stage is there, the page has nothing to show, and is alive but not
   * ready.
   *
   * @param host an address of this machine: {@code localhost} for this machine alone, {@code
   *     0.0.0.0} for everybody, without a password
   * @param port 0 for any that is free
   * @param codec reads the pictures that are shown
   * @throws WebException if the port is taken, or the host is none of this machine
   */
  public static LivePage open(String host, int port, FileCodec codec) {
    return new LivePage(host, port, codec);
  }

  /** Begins to show a stage. */
  public void show(Vitals vitals) {
    meters.watch(vitals);
    stage = vitals;
  }

  /** Begins to show a stage with what Kafka's clients measure of it. */
  public void show(Vitals vitals, Stage running) {
    kafkaMeters = Optional.of(running.bindTo(metrics.registry()));
    show(vitals);
  }

  /** Sees a picture; called by the stage. */
  @Override
  public void see(Sight sight) {
    meters.see(sight);
    gallery.see(sight);
  }

  /**
   * Notes how the pictures of a stream compare with the clean ones.
   *
   * @param before PSNR of the degraded ones, in dB
   * @param after the same of the restored ones
   */
  public void measured(String stream, double before, double after) {
    gallery.measured(stream, new Exhibit.Measured(before, after));
  }

  /** Where it is served, for people: {@code http://127.0.0.1:8080/}. */
  public String address() {
    InetSocketAddress address = port.address();
    String host =
        address.getAddress().isAnyLocalAddress()
            ? "localhost"
            : address.getAddress().getHostAddress();
    return "http://"
        + (host.contains(":") ? "[" + host + "]" : host)
        + ":"
        + address.getPort()
        + "/";
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    if (path.equals("/events")) {
      stay(exchange);
    } else {
      port.send(exchange, reply(path));
    }
  }

  private Reply reply(String path) {
    Optional<Asset> asset = Asset.at(path);
    if (asset.isPresent()) {
      return asset.get().reply();
    }
    return switch (path) {
      case "/metrics" -> measured();
      case "/healthz" -> health("alive", stage == null ? List.of() : stage.fatalities());
      case "/readyz" ->
          health("ready", stage == null ? List.of("the stage is starting") : stage.obstacles());
      default ->
          picture(path)
              .map(jpeg -> new Reply(200, "image/jpeg", jpeg))
              .orElseGet(() -> Reply.text(404, "there is nothing here; the page is at /"));
    };
  }

  private Reply measured() {
    meters.refresh();
    return metrics.reply();
  }

  private static Reply health(String name, List<String> reasons) {
    Map<String, Object> health = Map.of(name, reasons.isEmpty(), "reasons", reasons);
    String json = new ObjectMapper().valueToTree(health).toString();
    return Reply.json(reasons.isEmpty() ? 200 : 503, json);
  }

  private Optional<byte[]> picture(String path) {
    Matcher deadLetter = DEAD_LETTER.matcher(path);
    if (deadLetter.matches()) {
      return showcase.deadLetter(Long.parseLong(deadLetter.group(1)));
    }
    Matcher picture = PICTURE.matcher(path);
    if (!picture.matches()) {
      return Optional.empty();
    }
    return showcase
        .shown(Long.parseLong(picture.group(1)), Long.parseLong(picture.group(2)))
        .map(shown -> picture.group(3).equals("before") ? shown.before() : shown.after())
        .map(Painter.Painting::jpeg);
  }

  /** Tells a browser the news until it leaves. */
  private void stay(HttpExchange exchange) throws IOException {
    OptionalLong browser = feed.enter(choice(exchange.getRequestURI().getQuery()));
    if (browser.isEmpty()) {
      exchange.getResponseHeaders().set("Retry-After", "10");
      port.send(
          exchange,
          Reply.text(503, Feed.MOST_BROWSERS + " browsers look on already; come back later"));
      return;
    }
    try {
      exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
      if (exchange.getRequestMethod().equals("HEAD")) {
        exchange.sendResponseHeaders(200, -1);
        return;
      }
      exchange.sendResponseHeaders(200, 0);
      OutputStream out = exchange.getResponseBody();
      Optional<Feed.News> news = feed.await(0);
      while (news.isPresent()) {
        byte[] event = news.get().event();
        port.patiently(
            () -> {
              out.write(event);
              out.flush();
            });
        news = feed.await(news.get().number());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      feed.leave(browser.getAsLong());
    }
  }

  private static OptionalLong choice(String query) {
    Matcher choice = CHOICE.matcher(query == null ? "" : query);
    return choice.matches()
        ? OptionalLong.of(Long.parseLong(choice.group(1)))
        : OptionalLong.empty();
  }

  /** Tells the browsers the news, while there are any. */
  private void report() {
    try {
      while (feed.awaitBrowser()) {
        long begin = WORK.getCurrentThreadCpuTime();
        try {
          tell();
        } catch (RuntimeException | LinkageError fault) {
          log.warn("the live page could not be renewed: {}", fault.toString());
        }
        long spent = (WORK.getCurrentThreadCpuTime() - begin) / 1_000_000;
        Thread.sleep(
            Math.max(
                Math.max(SHORTEST_MILLIS, feed.browsers() * MILLIS_PER_BROWSER), REST * spent));
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private void tell() {
    Vitals vitals = stage;
    if (vitals == null) {
      // Says nothing, but finds out who has left.
      feed.publish(COMMENT);
      return;
    }
    showcase.renew(feed.watched());
    Bulletin bulletin =
        Bulletin.of(System.nanoTime() / 1e9, vitals, meters, showcase, feed.browsers());
    feed.publish(("data: " + bulletin.json() + "\n\n").getBytes(StandardCharsets.UTF_8));
  }

  /** Sends the browsers away and gives the port back. */
  @Override
  public void close() {
    feed.end();
    newsroom.interrupt();
    port.close();
    kafkaMeters.ifPresent(KafkaStreamsMetrics::close);
    metrics.close();
  }
}
