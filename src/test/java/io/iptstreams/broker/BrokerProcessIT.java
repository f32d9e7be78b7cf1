package io.iptstreams.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerProcessIT {
  @TempDir Path folder;

  @Test
  void theChild_takesRequests_refusesASecondOne_andEndsWithItsOwner() throws Exception {
    ProcessHandle child;
    try (BrokerProcess broker = BrokerProcess.open(folder)) {
      child = broker.handle();
      try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
        assertThat(admin.describeCluster().nodes().get(10, TimeUnit.SECONDS)).hasSize(1);
      }
      assertThatThrownBy(() -> BrokerProcess.open(folder))
          .isInstanceOf(BrokerException.class)
          .hasMessage("folder " + folder + " is in use by another broker");
    }
    assertThat(child.isAlive()).isFalse();
    assertThat(Files.exists(folder.resolve("data/.kafka_cleanshutdown"))).isTrue();
  }

  @Test
  void theUsualPort_isTakenIfItIsFree_elseAnother() throws Exception {
    String usual = "127.0.0.1:" + BrokerProcess.USUAL_PORT;
    assumeTrue(isFree(BrokerProcess.USUAL_PORT), "somebody has port 9092");
    try (BrokerProcess first = BrokerProcess.openAtUsualPort(folder.resolve("first"));
        BrokerProcess second = BrokerProcess.openAtUsualPort(folder.resolve("second"))) {
      assertThat(first.bootstrapServers()).isEqualTo(usual);
      assertThat(second.bootstrapServers()).isNotEqualTo(usual);
    }
  }

  private static boolean isFree(int port) {
    try {
      new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1")).close();
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Parent here is a JVM of its own that is killed, as by SIGKILL, while its broker runs. */
  @Test
  void theChild_stopsCleanly_whenItsParentIsKilled() throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            Parent.class.getName(),
            folder.toString());
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    Process parent = builder.start();
    String pid =
        new BufferedReader(new InputStreamReader(parent.getInputStream(), StandardCharsets.UTF_8))
            .readLine();
    ProcessHandle child = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();

    parent.destroyForcibly();

    child.onExit().get(20, TimeUnit.SECONDS);
    assertThat(Files.exists(folder.resolve("data/.kafka_cleanshutdown"))).isTrue();
  }

  /** Opens a broker, prints the child's process id and waits to be killed. */
  static final class Parent {
    public static void main(String[] args) throws Exception {
      try (BrokerProcess broker = BrokerProcess.open(Path.of(args[0]))) {
        System.out.println(broker.handle().pid());
        Thread.sleep(60_000);
      }
    }
  }
}
