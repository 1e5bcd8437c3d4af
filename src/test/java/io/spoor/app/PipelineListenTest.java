// SPDX-License-Identifier: Apache-2.0
package io.spoor.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.spoor.TestPorts;
import io.spoor.config.ConfigSection;
import io.spoor.config.SpoorConfig;
import io.vertx.core.Future;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said when a port cannot be opened. */
class PipelineListenTest {

  @ParameterizedTest
  @ValueSource(strings = {"receiver.otlp.grpc", "receiver.otlp.http", "query.http", "query.grpc"})
  void portInUse_isNamedWithItsSection(String section) throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();

      assertThat(failureOf(Map.of(section + ".port", port)))
          .startsWith(section + ": cannot listen on 127.0.0.1:" + port + ": ")
          .contains("in use");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"receiver.otlp.grpc", "receiver.otlp.http", "query.http", "query.grpc"})
  void hostOfAnotherMachine_isNamedWithItsSection(String section) throws Exception {
    assertThat(failureOf(Map.of(section + ".host", "192.0.2.1"))) // for documentation, RFC 5737
        .startsWith(section + ": cannot listen on 192.0.2.1:0: ");
  }

  private static String failureOf(Map<String, ?> settings) throws Exception {
    Map<String, Object> all = TestPorts.freeAnd(Map.of("storage.type", "memory"));
    all.putAll(settings);
    Pipeline pipeline = new Pipeline(ConfigSection.of(all, SpoorConfig::from));
    try {
      return await(pipeline.start().map("started").otherwise(Throwable::getMessage));
    } finally {
      await(pipeline.stop());
    }
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.await(10, TimeUnit.SECONDS);
  }
}
