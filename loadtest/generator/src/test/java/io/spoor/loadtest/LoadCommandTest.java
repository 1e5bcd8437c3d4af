// SPDX-License-Identifier: Apache-2.0
package io.spoor.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoadCommandTest {
  private static final int GROUP = 20 * 16;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"grpc", "http"})
  void everyRequestIsSentAndLogged(String protocol) throws Exception {
    try (SinkServer server = new SinkServer(0, protocol.equals("grpc"), 0)) {
      assertThat(load(server, protocol, List.of())).isZero();

      assertThat(server.accepted).hasValue(5 * 20);
      assertThat(server.bytes.get()).isBetween(5L * GROUP * 450, 5L * GROUP * 470);
      assertThat(acknowledgedRequests()).isEqualTo(5 * 20);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"jaeger", "thrift"})
  void everyRequestOfJaegerIsSentAndLogged(String protocol) throws Exception {
    try (SinkServer server = new SinkServer(0, protocol.equals("jaeger"), 0)) {
      assertThat(load(server, protocol, List.of())).isZero();

      assertThat(server.accepted).hasValue(5 * 20);
      assertThat(server.bytes.get()).isBetween(5L * GROUP * 450, 5L * GROUP * 850);
      assertThat(acknowledgedRequests()).isEqualTo(5 * 20);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"grpc", "http"})
  void refusedRequestsAreSentAgainUntilAccepted(String protocol) throws Exception {
    try (SinkServer server = new SinkServer(0, protocol.equals("grpc"), 3)) {
      assertThat(load(server, protocol, List.of("--retry"))).isZero();

      assertThat(server.accepted).hasValue(5 * 20);
      assertThat(server.requests.get()).isGreaterThan(5 * 20);
      assertThat(acknowledgedRequests()).isEqualTo(5 * 20);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"grpc", "http"})
  void refusedRequestsAreNotLoggedWithoutRetry(String protocol) throws Exception {
    try (SinkServer server = new SinkServer(0, protocol.equals("grpc"), 4)) {
      assertThat(load(server, protocol, List.of())).isZero();

      assertThat(server.requests).hasValue(5 * 20);
      assertThat(acknowledgedRequests()).isEqualTo(5 * 20 * 3 / 4);
    }
  }

  private int load(SinkServer server, String protocol, List<String> more) {
    List<String> options =
        new ArrayList<>(
            List.of(
                "load",
                "--target=127.0.0.1:" + server.port,
                "--protocol=" + protocol,
                "--warmup=" + GROUP,
                "--spans=" + 4 * GROUP,
                "--spans-per-request=16",
                "--stall-timeout=20",
                "--ack-log=" + folder.resolve("acks")));
    options.addAll(more);
    return Generator.execute(options.toArray(String[]::new));
  }

  private int acknowledgedRequests() throws Exception {
    return AckLog.read(folder.resolve("acks")).groups().stream()
        .mapToInt(group -> Integer.bitCount(group.services()))
        .sum();
  }
}
