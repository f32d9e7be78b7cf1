package io.iptstreams.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.iptstreams.model.DeviceChoice;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BrokerCheckTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "localhost | localhost is no address like localhost:9092",
        ":9092 | :9092 is no address like localhost:9092",
        "http://localhost/ | http://localhost/ is no address like localhost:9092",
        "localhost:70000 | localhost:70000 has no port from 1 to 65535",
        "a, b | a is no address like localhost:9092; b is no address like localhost:9092"
      })
  void whatIsNoAddress_isSaidWithoutAskingAnybody(String servers, String why) throws Exception {
    SetUp setUp =
        new SetUp(Optional.empty(), Optional.of(servers), Optional.empty(), DeviceChoice.AUTO);
    List<Finding> findings = new BrokerCheck(new Broker(setUp)).look();
    assertThat(findings).hasSize(1);
    assertThat(findings.get(0).state()).isEqualTo(Finding.State.FAIL);
    assertThat(findings.get(0).found()).isEqualTo("none answers: " + why);
    assertThat(findings.get(0).remedy().orElseThrow()).contains("--bootstrap-servers HOST:PORT");
  }
}
