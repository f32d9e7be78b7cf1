package io.iptstreams.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Playlists and descriptions of sessions, by which a stranger could have other files read. */
@Timeout(60)
class ReferringFilesIT {
  private static final long MAX_PIXELS = 1_000_000;

  @TempDir Path folder;
  private Path secret;

  @BeforeEach
  void makeAVideoThatNobodyAskedFor() throws IOException, InterruptedException {
    secret = folder.resolve("secret.ts");
    FfmpegTool.make(secret, FfmpegTool.pictureAndTone(1, "-c:v", "mpeg2video"));
  }

  @Test
  void localPlaylist_readsNoOtherFile() throws Exception {
    Path playlist = playlist("list.m3u8", "file://" + secret);

    // FFmpeg by itself would.
    assertThat(FfmpegTool.packets(playlist, "v")).hasSize(25);
    assertRefused(playlist, "hls");
    assertRefused(playlist("passwd.m3u8", "file:///etc/passwd"), "hls");
  }

  @Test
  void ending_hidesNoList() throws IOException {
    Path parts = Files.writeString(folder.resolve("innocent.mp4"), parts("secret.ts"));

    assertRefused(parts, "concat");
  }

  @Test
  void localListOfParts_readsNoOtherFile() throws Exception {
    Path parts = Files.writeString(folder.resolve("a.ffconcat"), parts("secret.ts"));

    assertThat(FfmpegTool.packets(parts, "v")).hasSize(25);
    assertRefused(parts, "concat");
  }

  @Test
  void localPlaylist_reachesNoServer() throws IOException {
    try (ServerSocketChannel server = ServerSocketChannel.open()) {
      server.bind(new InetSocketAddress("127.0.0.1", 0)).configureBlocking(false);
      int port = server.socket().getLocalPort();

      assertRefused(playlist("list.m3u8", "http://127.0.0.1:" + port + "/a.ts"), "hls");
      assertThat(server.accept()).isNull();
    }
  }

  @Test
  void localDescriptionOfASession_opensNoPort() throws IOException {
    Path session =
        Files.writeString(
            folder.resolve("a.sdp"),
            "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\n"
                + "m=video "
                + Ports.freeUdp()
                + " RTP/AVP 33\n");

    assertRefused(session, "sdp");
  }

  @Test
  void soundIsNotCopiedFromAPlaylistEither() throws IOException {
    Path playlist = playlist("list.m3u8", "file://" + secret);

    assertThatThrownBy(() -> StreamCopy.open(playlist))
        .isInstanceOf(MediaException.class)
        .hasMessageContaining("(hls) only names other files or addresses");
  }

  @Test
  void playlistOfAServer_readsNoLocalFile() throws IOException {
    playlist("list.m3u8", "file://" + secret);
    Files.writeString(folder.resolve("a.ffconcat"), parts("file:" + secret));
    try (WebFolder web = new WebFolder(folder)) {
      assertNothingRead(web.url("list.m3u8"));
      assertNothingRead(web.url("a.ffconcat"));
      assertThat(web.asked()).doesNotContain("secret.ts");
    }
  }

  @Test
  void playlistOfAServer_readsItsOwnParts() throws IOException {
    playlist("list.m3u8", "secret.ts");
    try (WebFolder web = new WebFolder(folder);
        LiveSource source =
            LiveSource.open(LiveAddress.parse(web.url("list.m3u8")), MAX_PIXELS, line -> {})) {
      assertThat(source.next()).isPresent();
    }
  }

  private Path playlist(String name, String segment) throws IOException {
    return Files.writeString(
        folder.resolve(name),
        "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n" + segment + "\n#EXT-X-ENDLIST\n");
  }

  private static String parts(String file) {
    return "ffconcat version 1.0\nfile '" + file + "'\n";
  }

  private static void assertRefused(Path file, String format) {
    assertThatThrownBy(() -> VideoReader.open(file, MAX_PIXELS))
        .isInstanceOf(MediaException.class)
        .hasMessage(
            file
                + " ("
                + format
                + ") only names other files or addresses; give one of these instead");
  }

  private static void assertNothingRead(String url) {
    assertThatThrownBy(() -> LiveSource.open(LiveAddress.parse(url), MAX_PIXELS, line -> {}))
        .isInstanceOf(MediaException.class)
        .hasMessageStartingWith("cannot open " + url);
  }
}
