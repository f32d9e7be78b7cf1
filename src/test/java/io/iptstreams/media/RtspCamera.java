package io.iptstreams.media;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A camera of H.264 for one viewer at a time, who gets so many seconds of video from the beginning
 * over the connection he asked on. FFmpeg makes the RTP packets; it has no RTSP server of its own.
 */
final class RtspCamera implements AutoCloseable {
  private static final String DESCRIPTION =
      """
      v=0
      o=- 0 0 IN IP4 127.0.0.1
      s=camera
      c=IN IP4 127.0.0.1
      t=0 0
      m=video 0 RTP/AVP 96
      a=rtpmap:96 H264/90000
      a=fmtp:96 packetization-mode=1
      a=control:track
      """
          .replace("\n", "\r\n");

  private final ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
  private final Thread thread = new Thread(this::serve, "camera");
  private final List<Integer> secondsPerViewer;
  private final boolean hangsUp;
  private final List<String> sizes;
  private final List<Process> encoders = new ArrayList<>();
  private volatile Socket viewer;

  /**
   * @param hangsUp whether the connection is closed after the video, or just falls silent
   * @param sizes of the pictures for each viewer, as FFmpeg writes them
   */
  RtspCamera(List<Integer> secondsPerViewer, boolean hangsUp, List<String> sizes)
      throws IOException {
    this.secondsPerViewer = secondsPerViewer;
    this.hangsUp = hangsUp;
    this.sizes = sizes;
    thread.start();
  }

  LiveAddress address() {
    return LiveAddress.parse("rtsp://user:secret@127.0.0.1:" + server.getLocalPort() + "/yard");
  }

  private void serve() {
    for (int i = 0; i < sizes.size(); i++) {
      try (Socket accepted = server.accept()) {
        viewer = accepted;
        answer(accepted, secondsPerViewer.get(i), sizes.get(i));
      } catch (SocketException gone) {
        if (server.isClosed()) {
          return;
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void answer(Socket socket, int seconds, String size) throws IOException {
    BufferedReader in =
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
    OutputStream out = socket.getOutputStream();
    String request = in.readLine();
    while (request != null) {
      String sequence = "0";
      for (String line = in.readLine(); !line.isEmpty(); line = in.readLine()) {
        if (line.startsWith("CSeq:")) {
          sequence = line.substring(5).strip();
        }
      }
      String method = request.substring(0, request.indexOf(' '));
      out.write(response(method, sequence).getBytes(StandardCharsets.US_ASCII));
      if (method.equals("PLAY")) {
        play(out, seconds, size);
        if (hangsUp) {
          return;
        }
      }
      request = in.readLine();
    }
  }

  private static String response(String method, String sequence) {
    String head = "RTSP/1.0 200 OK\r\nCSeq: " + sequence + "\r\n";
    return switch (method) {
      case "OPTIONS" -> head + "Public: OPTIONS, DESCRIBE, SETUP, PLAY, TEARDOWN\r\n\r\n";
      case "DESCRIBE" ->
          head
              + "Content-Type: application/sdp\r\nContent-Length: "
              + DESCRIPTION.length()
              + "\r\n\r\n"
              + DESCRIPTION;
      case "SETUP" -> head + "Session: 1\r\nTransport: RTP/AVP/TCP;unicast;interleaved=0-1\r\n\r\n";
      default -> head + "Session: 1\r\n\r\n";
    };
  }

  /** Sends each RTP packet of FFmpeg on with the four bytes that mark it as one of channel 0. */
  private void play(OutputStream out, int seconds, String size) throws IOException {
    try (DatagramSocket packets =
        new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
      Process encoder =
          FfmpegTool.start(
              "-re",
              "-f",
              "lavfi",
              "-i",
              "testsrc=size=" + size + ":rate=25:duration=" + seconds,
              "-c:v",
              "libopenh264",
              "-g",
              "25",
              "-flags",
              "-global_header",
              "-f",
              "rtp",
              "rtp://127.0.0.1:" + packets.getLocalPort());
      encoders.add(encoder);
      packets.setSoTimeout(100);
      byte[] packet = new byte[2000];
      boolean ended = false;
      while (!ended) {
        try {
          DatagramPacket received = new DatagramPacket(packet, packet.length);
          packets.receive(received);
          int length = received.getLength();
          out.write(new byte[] {'$', 0, (byte) (length >> 8), (byte) length});
          out.write(packet, 0, length);
          out.flush();
        } catch (SocketTimeoutException silence) {
          ended = !encoder.isAlive();
        }
      }
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    if (viewer != null) {
      viewer.close();
    }
    encoders.forEach(Process::destroyForcibly);
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IOException("interrupted while the camera was ending", e);
    }
  }
}
