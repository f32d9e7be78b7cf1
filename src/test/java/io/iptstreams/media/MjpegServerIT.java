package io.iptstreams.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.iptstreams.frame.FrameHeaders;
import io.iptstreams.image.ImageCodec;
import io.iptstreams.image.ImageFormat;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Viewers of a stream that goes on at 25 frames per second whatever they do. */
@Timeout(60)
class MjpegServerIT {
  private static final long MAX_PIXELS = 1_000_000;
  private static final FrameHeaders HEADERS =
      FrameHeaders.none().with(FrameHeaders.TIME_BASE, "1/25");

  private final AtomicBoolean goesOn = new AtomicBoolean(true);
  private int port;
  private MjpegServer server;
  private Thread stream;

  @BeforeEach
  void serve() throws IOException {
    port = Ports.freeTcp();
    server = open("http://:" + port + "/yard");
    stream =
        new Thread(
            () -> {
              for (int i = 0; goesOn.get(); i++) {
                server.accept(new VideoFrame(Pictures.waves(160, 120, i), i), HEADERS);
              }
            });
    stream.start();
  }

  @AfterEach
  void end() throws InterruptedException {
    goesOn.set(false);
    stream.join();
    server.close();
  }

  @Test
  void severalViewers_seeTheFrames() {
    try (LiveSource one = viewer();
        LiveSource other = viewer()) {
      for (int i = 0; i < 25; i++) {
        assertThat(one.next().orElseThrow().image().width()).isEqualTo(160);
        assertThat(other.next()).isPresent();
      }
      assertThat(one.isLive()).isTrue();
    }
  }

  @Test
  void viewerThatLeaves_orTakesNothing_holdsUpNobody() throws IOException {
    try (Socket stuck = request("/yard")) {
      for (int i = 0; i < 3 * MjpegServer.MOST_VIEWERS; i++) {
        try (Socket leaving = request("/yard")) {
          assertThat(leaving.getInputStream().read()).isEqualTo('H');
        }
        awaitPlace();
      }
      try (LiveSource viewer = viewer()) {
        for (int i = 0; i < 25; i++) {
          assertThat(viewer.next()).isPresent();
        }
      }
      assertThat(stuck.isConnected()).isTrue();
    }
  }

  @Test
  void moreViewersThanPlaces_areSentAway() throws IOException {
    List<Socket> viewers = new ArrayList<>();
    try {
      for (int i = 0; i < MjpegServer.MOST_VIEWERS; i++) {
        Socket viewer = request("/yard");
        viewers.add(viewer);
        assertThat(viewer.getInputStream().read()).isEqualTo('H');
      }
      assertThat(status("/yard")).isEqualTo(503);
    } finally {
      for (Socket viewer : viewers) {
        viewer.close();
      }
    }
  }

  @Test
  void aViewerThatTakesNothing_losesItsPlace() throws Exception {
    int largePort = Ports.freeTcp();
    byte[] large = new byte[8 << 20];
    try (MjpegServer large8 =
            MjpegServer.open(
                LiveAddress.parse("http://:" + largePort + "/"),
                image -> large,
                Duration.ofMillis(100));
        Socket stalled = new Socket("127.0.0.1", largePort)) {
      stalled
          .getOutputStream()
          .write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      assertThat(stalled.getInputStream().read()).isEqualTo('H');
      assertThat(large8.places()).isEqualTo(MjpegServer.MOST_VIEWERS - 1);

      for (int i = 0; large8.places() < MjpegServer.MOST_VIEWERS; i++) {
        large8.accept(new VideoFrame(Pictures.waves(16, 12, i), i), HEADERS);
      }
    }
  }

  @Test
  void onlyItsPathIsServed() throws IOException {
    assertThat(status("/")).isEqualTo(404);
    assertThat(status("/yard/../etc")).isEqualTo(404);
  }

  @Test
  void endOfTheStream_endsTheViewers() throws Exception {
    try (Socket viewer = request("/yard")) {
      assertThat(viewer.getInputStream().read()).isEqualTo('H');
      goesOn.set(false);
      stream.join();
      server.finish();

      String rest = new String(viewer.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      assertThat(rest).contains("multipart/x-mixed-replace; boundary=frame").endsWith("0\r\n\r\n");
    }
  }

  @Test
  void withoutAHost_onlyThisMachineReachesIt() throws IOException {
    List<NetworkInterface> interfaces =
        Collections.list(NetworkInterface.getNetworkInterfaces()).stream()
            .filter(network -> network.getInetAddresses().hasMoreElements())
            .toList();
    for (NetworkInterface network : interfaces) {
      for (var address : Collections.list(network.getInetAddresses())) {
        if (!address.isLoopbackAddress() && !address.isLinkLocalAddress()) {
          assertThatThrownBy(
                  () -> {
                    try (Socket socket = new Socket()) {
                      socket.connect(new InetSocketAddress(address, port), 2000);
                    }
                  })
              .isInstanceOfAny(java.net.ConnectException.class, SocketTimeoutException.class);
        }
      }
    }
    assertThat(status("/")).isEqualTo(404);
  }

  @Test
  void portThatIsTaken_isSaidSo() throws IOException {
    try (ServerSocket taken = new ServerSocket(0)) {
      String url = "http://0.0.0.0:" + taken.getLocalPort() + "/";
      assertThatThrownBy(() -> open(url))
          .isInstanceOf(MediaException.class)
          .hasMessageStartingWith("cannot serve at " + url + ": Address already in use");
    }
  }

  private static MjpegServer open(String url) {
    return MjpegServer.open(
        LiveAddress.parse(url), image -> ImageCodec.encode(image, ImageFormat.JPEG));
  }

  private LiveSource viewer() {
    return LiveSource.open(
        LiveAddress.parse("http://127.0.0.1:" + port + "/yard"), MAX_PIXELS, line -> {});
  }

  private Socket request(String path) throws IOException {
    Socket socket = new Socket("127.0.0.1", port);
    socket
        .getOutputStream()
        .write(
            ("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private int status(String path) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection) URI.create("http://127.0.0.1:" + port + path).toURL().openConnection();
    try {
      return connection.getResponseCode();
    } finally {
      connection.disconnect();
    }
  }

  /** Until the server has noticed that a viewer left, which it does when it writes to him. */
  private void awaitPlace() throws IOException {
    long deadline = System.nanoTime() + 20_000_000_000L;
    while (status("/yard") == 503) {
      assertThat(System.nanoTime()).isLessThan(deadline);
    }
  }
}
