// SPDX-License-Identifier: Apache-2.0
package io.spoor.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.spoor.app.Pipeline.Listener;
import io.spoor.config.ConfigSection;
import io.spoor.config.SpoorConfig;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StartMessageTest {
  private static final List<Listener> ALL =
      List.of(
          new Listener("admin", "127.0.0.1", 1),
          new Listener("receiver.otlp.grpc", "::1", 2),
          new Listener("receiver.otlp.http", "0.0.0.0", 3),
          new Listener("query.http", "127.0.0.1", 4),
          new Listener("receiver.jaeger.grpc", "127.0.0.1", 5),
          new Listener("receiver.jaeger.http", "127.0.0.1", 6),
          new Listener("sampling.http", "127.0.0.1", 7),
          new Listener("receiver.zipkin.http", "127.0.0.1", 8));

  @Test
  void saysWhereEverythingListensAndHowToSendAFirstTrace() {
    SpoorConfig config =
        ConfigSection.of(
            Map.of("query.http.basePath", "/j", "storage.type", "memory"), SpoorConfig::from);

    assertThat(StartMessage.lines(config, ALL))
        .containsExactly(
            "Spoor is ready",
            "Send spans over OTLP gRPC to http://[::1]:2",
            "Send spans over OTLP HTTP to http://127.0.0.1:3/v1/traces",
            "Send Jaeger's Thrift to http://127.0.0.1:6/api/traces",
            "Send Jaeger's batches over gRPC to http://127.0.0.1:5",
            "Send Zipkin's spans to http://127.0.0.1:8/api/v2/spans",
            "Ask how much to sample at http://127.0.0.1:7/sampling?service=NAME",
            "Find them at http://127.0.0.1:4/j/api/services, /api/traces?service=NAME",
            "Health and metrics: http://127.0.0.1:1/metrics",
            "A first trace: ./spoor demo --endpoint http://127.0.0.1:3 --query"
                + " http://127.0.0.1:4/j");
  }

  @Test
  void saysWhereSpansAreKept() {
    SpoorConfig config =
        ConfigSection.of(
            Map.of("storage.type", "segment", "storage.segment.path", "/var/spoor"),
            SpoorConfig::from);

    assertThat(StartMessage.lines(config, ALL)).contains("Spans are kept in /var/spoor");
  }

  @Test
  void leavesOutWhatDoesNotRunHereOrNeedsACertificate() {
    SpoorConfig config =
        ConfigSection.of(
            Map.of(
                "query.http.tls.certificateFile", "c",
                "query.http.tls.keyFile", "k",
                "storage.type", "memory"),
            SpoorConfig::from);

    assertThat(StartMessage.lines(config, ALL.subList(3, 4)))
        .containsExactly(
            "Spoor is ready",
            "Find them at https://127.0.0.1:4/api/services, /api/traces?service=NAME");
    assertThat(StartMessage.lines(config, ALL)).noneMatch(line -> line.contains("demo"));
  }
}
