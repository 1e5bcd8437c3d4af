// SPDX-License-Identifier: Apache-2.0
package io.spoor.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.spoor.SpoorProcess;
import io.spoor.TestCertificates;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line as a service manager sees it. */
class MainIT {
  private static final String OTLP_HTTP = "receiver.otlp.http";

  @TempDir private Path folder;

  @Test
  void terminate_drainsClosesEveryPortAndEndsWithZero() {
    try (SpoorProcess spoor = SpoorProcess.with().start()) {
      assertThat(spoor.ports())
          .containsKeys("receiver.otlp.grpc", "receiver.otlp.http", "query.http", "admin");
      assertThat(tcpPorts(spoor)).isNotEmpty().allMatch(MainIT::accepts);
      Awaitility.await() // it is printed after the line that says ready
          .untilAsserted(
              () ->
                  assertThat(spoor.logText())
                      .contains("A first trace: ./spoor demo --endpoint http://127"));

      spoor.terminate();

      assertThat(spoor.exitStatus()).as(spoor.logText()).isEqualTo(ExitStatus.OK);
      assertThat(spoor.log())
          .anyMatch(line -> line.contains("Draining"))
          .anyMatch(line -> line.contains("Spoor has stopped clean=true"))
          .noneMatch(line -> line.contains(" ERROR ") || line.contains(" WARN "));
      assertThat(tcpPorts(spoor)).noneMatch(MainIT::accepts);
    }
  }

  @Test
  void variableOfJaeger_isAWarningAtTheStart() {
    try (SpoorProcess spoor =
        SpoorProcess.with().environment("SPAN_STORAGE_TYPE", "memory").start()) {
      assertThat(spoor.log())
          .anyMatch(
              line ->
                  line.contains(" WARN ")
                      && line.contains("SPAN_STORAGE_TYPE is Jaeger's and not read: "));
    }
  }

  @Test
  void secondSignal_endsAtOnceWhileARequestIsStillOpen() throws IOException {
    try (SpoorProcess spoor = SpoorProcess.with().start();
        Socket open = new Socket(InetAddress.getLoopbackAddress(), spoor.port(OTLP_HTTP))) {
      String head = "POST /v1/traces HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n";
      open.getOutputStream()
          .write((head + "Content-Length: 9\r\n\r\n{").getBytes(StandardCharsets.US_ASCII));
      open.getOutputStream().flush();
      QueryClient admin = new QueryClient(spoor);
      Awaitility.await().until(() -> admin.metric("spoor_admission_inflight_bytes ") > 0);

      spoor.terminate();
      Awaitility.await().until(() -> spoor.logText().contains("Draining"));
      assertThat(spoor.isAlive()).isTrue();
      Awaitility.await()
          .atMost(Duration.ofSeconds(5)) // less than the request may take
          .until(
              () -> {
                spoor.terminate();
                return !spoor.isAlive();
              });

      assertThat(spoor.exitStatus()).as(spoor.logText()).isEqualTo(ExitStatus.HALTED + 15);
      assertThat(spoor.logText()).contains("Signal 15 came a second time: ending at once");
    }
  }

  @Test
  void wrongConfiguration_startsNothingAndEndsWithTwo() {
    try (SpoorProcess spoor =
        SpoorProcess.with()
            .environment("SPOOR_ADMIN_PROT", "1")
            .run(List.of("--set", "admin.port=70000"))) {
      assertThat(spoor.exitStatus()).isEqualTo(ExitStatus.USAGE);
      assertThat(spoor.log())
          .containsExactly(
              "The configuration is wrong, nothing was started:",
              "  SPOOR_ADMIN_PROT: unknown environment variable, did you mean SPOOR_ADMIN_PORT?",
              "  admin.port: must be a whole number, -1 to 65535, was '70000' (--set)");
    }
  }

  @Test
  void missingCertificate_startsNothingAndEndsWithTwo() throws IOException {
    TestCertificates files = new TestCertificates(folder).create("a", "EC").create("b", "EC");
    try (SpoorProcess spoor =
        SpoorProcess.with()
            .run(
                List.of(
                    "--set=admin.tls.certificateFile=" + files.certificate("a"),
                    "--set=admin.tls.keyFile=" + files.key("b"),
                    "--set=query.http.tls.certificateFile=/none",
                    "--set=query.http.tls.keyFile=/none"))) {
      assertThat(spoor.exitStatus()).isEqualTo(ExitStatus.USAGE);
      assertThat(spoor.log())
          .contains(
              "  query.http.tls: /none: no such file",
              "  admin.tls: the key in %s does not match the certificate in %s"
                  .formatted(files.key("b"), files.certificate("a")))
          .noneMatch(line -> line.contains("listening"));
    }
  }

  @Test
  void portInUse_isSaidPlainlyAndEndsWithOne() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        SpoorProcess spoor =
            SpoorProcess.with()
                .run(
                    List.of(
                        "--set=receiver.otlp.grpc.port=" + taken.getLocalPort(),
                        "--set=receiver.otlp.http.port=0",
                        "--set=receiver.jaeger.grpc.port=0",
                        "--set=receiver.jaeger.http.port=0",
                        "--set=sampling.http.port=0",
                        "--set=sampling.grpc.port=0",
                        "--set=receiver.jaeger.compact.port=0",
                        "--set=receiver.jaeger.binary.port=0",
                        "--set=query.http.port=0",
                        "--set=query.grpc.port=0",
                        "--set=query.remoteStorage.port=0",
                        "--set=admin.port=0",
                        "--set=admin.statusPort=-1",
                        "--set=admin.metricsPort=-1"))) {
      assertThat(spoor.exitStatus()).isEqualTo(ExitStatus.FAILED);
      assertThat(spoor.logText()).contains("Spoor could not start").doesNotContain("\tat ");
    }
  }

  private static List<Integer> tcpPorts(SpoorProcess spoor) {
    return spoor.ports().entrySet().stream()
        .filter(port -> !port.getKey().matches("receiver.jaeger.(compact|binary|zipkin)")) // UDP
        .map(Map.Entry::getValue)
        .toList();
  }

  private static boolean accepts(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (ConnectException e) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
