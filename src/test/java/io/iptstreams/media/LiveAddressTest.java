package io.iptstreams.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LiveAddressTest {
  @ParameterizedTest
  @CsvSource({
    "rtsp://cam/yard,                             rtsp://cam/yard",
    "RTSP://admin:pw@cam:554/yard,                rtsp://cam:554/yard",
    "rtsp://admin:p@w@cam/yard,                   rtsp://cam/yard",
    "rtsp://cam/user=admin_password=pw_channel=1, rtsp://cam/…",
    "rtsp://[fe80::1]:8554/a/b,                   rtsp://[fe80::1]:8554/a/b",
    "srt://cam:9000?mode=caller&passphrase=pw,    srt://cam:9000",
    "srt://:9000?mode=listener,                   srt://:9000",
    "udp://@239.1.2.3:5000,                       udp://239.1.2.3:5000",
    "https://host/live/index.m3u8?token=pw,       https://host/live/index.m3u8",
    "http://host#pw,                              http://host"
  })
  void text_showsThePlaceAndNothingSecret(String url, String shown) {
    assertThat(LiveAddress.parse(url)).hasToString(shown);
  }

  @Test
  void name_ofAStreamFromThere_isThePlace() {
    assertThat(LiveAddress.parse("rtsp://u:p@cam:554/yard/?k=v").name()).isEqualTo("cam:554/yard");
    assertThat(LiveAddress.parse("udp://:5000").name()).isEqualTo(":5000");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"clip.mp4", "a:b.mkv", "C:\\clip.mp4", "folder/a://b", "time 12://30.mp4"})
  void fileNames_areNoAddresses(String name) {
    assertThat(LiveAddress.isMeantBy(name)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"file:///etc/passwd", "concat://a", "pipe://1", "unix:///run/s"})
  void otherSchemes_areRefused(String url) {
    assertThat(LiveAddress.isMeantBy(url)).isTrue();
    assertThatThrownBy(() -> LiveAddress.parse(url))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "an address begins with rtsp, rtsps, srt, udp, http or https, got ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rtsp://admin:secret#@cam/yard",
        "rtsp://admin:secret/@cam:x/",
        "rtsp://cam:123456/secret",
        "http://cam/secret\n"
      })
  void misshapenAddress_isRefusedWithoutQuotingIt(String url) {
    assertThatThrownBy(() -> LiveAddress.parse(url))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(" address is like ")
        .message()
        .doesNotContain("secret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"udp://cam", "srt://cam/a", "udp://cam:0", "udp://cam:65536"})
  void transportsWithoutAUsualPort_needOne(String url) {
    assertThatThrownBy(() -> LiveAddress.parse(url))
        .hasMessageContaining(" needs a port from 1 to 65535, like ");
  }

  @Test
  void rtsp_needsAHost() {
    assertThatThrownBy(() -> LiveAddress.parse("rtsp:///yard"))
        .hasMessage("rtsp:///yard names no host; it is like rtsp://HOST/PATH");
  }

  @Test
  void linesOfALog_loseTheirCredentials() {
    assertThat(
            LiveAddress.withoutSecrets(
                "[hls] cannot open 'http://u:p@host/a.m3u8?token=t' nor rtsp://u:p@w@cam/x: why?"))
        .isEqualTo("[hls] cannot open 'http://host/a.m3u8' nor rtsp://cam/x: why?");
  }
}
