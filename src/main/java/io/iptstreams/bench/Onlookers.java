package io.iptstreams.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Browsers in front of a live page: each follows the news of the first stream and fetches both
 * pictures that they name, as the page's script does. They run on the processors of the stage. An
 * owner.
 */
final class Onlookers implements AutoCloseable {
  private static final Pattern STREAM = Pattern.compile("\"streams\":\\[\\{\"id\":(\\d+)");
  private static final Pattern LENGTH = Pattern.compile("(?i)content-length: *(\\d+)");

  private static final long AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private final URI page;
  private final List<Browser> browsers = new ArrayList<>();
  private final CountDownLatch told;
  private final AtomicLong news = new AtomicLong();
  private final AtomicLong pictures = new AtomicLong();

  private Onlookers(URI page, int count) {
    this.page = page;
    this.told = new CountDownLatch(count);
  }

  /** Opens the page in a number of browsers, and waits until each follows the news. */
  static Onlookers open(String address, int count) throws InterruptedException {
    Onlookers onlookers = new Onlookers(URI.create(address), count);
    for (int i = 0; i < count; i++) {
      Browser browser = onlookers.new Browser();
      onlookers.browsers.add(browser);
      browser.start();
    }
    onlookers.told.await();
    return onlookers;
  }

  /** How often any of them was told the news. */
  long news() {
    return news.get();
  }

  /** Pictures that they fetched. */
  long pictures() {
    return pictures.get();
  }

  /** Sends them away; the page notices when it next tells them something. */
  @Override
  public void close() {
    browsers.forEach(Browser::leave);
  }

  /** One of them. */
  private final class Browser extends Thread {
    private Connection events;
    private Connection fetching;
    private boolean left;

    private Browser() {
      super("onlooker");
      setDaemon(true);
    }

    @Override
    public void run() {
      try (Connection forPictures = new Connection(page)) {
        fetching = forPictures;
        String stream = null;
        while (stream == null) {
          stream = found(STREAM, follow("/events").news());
        }
        // Of that stream: no other object lies between its id and its picture.
        Pattern shown =
            Pattern.compile("\"id\":" + stream + ",[^{}]*\"shown\":\\{\"number\":(\\d+)");
        String last = "";
        Connection own = follow("/events?stream=" + stream);
        String line = own.news();
        told.countDown();
        while (true) {
          news.incrementAndGet();
          String number = found(shown, line);
          if (number != null && !number.equals(last)) {
            fetch(stream, number);
            last = number;
          }
          line = own.news();
        }
      } catch (IOException left) {
        // By whoever closed the onlookers.
      } finally {
        told.countDown();
      }
    }

    /** Follows the news; while too many others do, tries again. */
    private Connection follow(String path) throws IOException {
      while (true) {
        Connection asked = ask(path);
        if (asked.line().contains(" 200 ")) {
          return asked;
        }
        LockSupport.parkNanos(AGAIN_NANOS);
      }
    }

    private synchronized Connection ask(String path) throws IOException {
      if (left) {
        throw new IOException("left");
      }
      close(events);
      events = new Connection(page);
      events.ask(path);
      return events;
    }

    private void fetch(String stream, String number) throws IOException {
      for (String side : List.of("before", "after")) {
        fetching.ask("/streams/" + stream + "/" + number + "/" + side + ".jpg");
        fetching.skipAnswer();
        pictures.incrementAndGet();
      }
    }

    private synchronized void leave() {
      left = true;
      close(events);
      close(fetching);
    }

    private static void close(Connection connection) {
      if (connection != null) {
        try {
          connection.close();
        } catch (IOException gone) {
          // Then it is closed.
        }
      }
    }
  }

  private static String found(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? matcher.group(1) : null;
  }

  /** As much of HTTP/1.1 as this takes. */
  private static final class Connection implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;

    private Connection(URI page) throws IOException {
      socket = new Socket(page.getHost(), page.getPort());
      in = new BufferedInputStream(socket.getInputStream(), 16 << 10);
    }

    private void ask(String path) throws IOException {
      String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    }

    /** The next line of news. */
    private String news() throws IOException {
      String line = line();
      while (!line.startsWith("data: ")) {
        line = line();
      }
      return line;
    }

    private void skipAnswer() throws IOException {
      long length = 0;
      for (String line = line(); !line.isEmpty(); line = line()) {
        Matcher named = LENGTH.matcher(line);
        length = named.matches() ? Long.parseLong(named.group(1)) : length;
      }
      in.skipNBytes(length);
    }

    private String line() throws IOException {
      StringBuilder line = new StringBuilder();
      for (int c = in.read(); c != '\n'; c = in.read()) {
        if (c < 0) {
          throw new IOException("sent away");
        }
        if (c != '\r') {
          line.append((char) c);
        }
      }
      return line.toString();
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
