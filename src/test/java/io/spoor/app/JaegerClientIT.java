// SPDX-License-Identifier: Apache-2.0
package io.spoor.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.jaegertracing.internal.JaegerSpan;
import io.jaegertracing.internal.JaegerTracer;
import io.jaegertracing.internal.reporters.RemoteReporter;
import io.jaegertracing.internal.samplers.ConstSampler;
import io.jaegertracing.thrift.internal.senders.UdpSender;
import io.opentracing.tag.Tags;
import io.spoor.SpoorProcess;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Jaeger's own client for Java sends over UDP to the real process. */
class JaegerClientIT {

  @Test
  void spansOfJaegersClient_areFoundAsTheyWereMade() throws Exception {
    try (SpoorProcess spoor = SpoorProcess.with().start()) {
      String traceId = send(spoor.port("receiver.jaeger.compact"));
      QueryClient query = new QueryClient(spoor);
      Awaitility.await()
          .untilAsserted(() -> assertThat(query.ledgerTotal().getLong("stored")).isEqualTo(2));

      JsonObject trace = query.data("/api/traces/" + traceId).getJsonObject(0);
      assertThat(trace.getJsonObject("processes").getJsonObject("p1").getString("serviceName"))
          .isEqualTo("old-shop");
      JsonObject child = span(trace, "pay");
      JsonObject root = span(trace, "buy");
      assertThat(child.getJsonArray("references").getJsonObject(0).getString("spanID"))
          .isEqualTo(root.getString("spanID"));
      assertThat(child.getJsonArray("tags").encode()).contains("\"error\"").contains("amount");
      assertThat(child.getJsonArray("logs").encode()).contains("card refused");
      assertThat(query.ledger().getBoolean("balances")).isTrue();
      assertThat(query.metric("spoor_receiver_udp_kernel_dropped_datagrams_total")).isZero();
    }
  }

  private static String send(int port) throws Exception {
    RemoteReporter reporter =
        new RemoteReporter.Builder().withSender(new UdpSender("127.0.0.1", port, 0)).build();
    try (JaegerTracer tracer =
        new JaegerTracer.Builder("old-shop")
            .withReporter(reporter)
            .withSampler(new ConstSampler(true))
            .build()) {
      JaegerSpan root = tracer.buildSpan("buy").start();
      JaegerSpan child = tracer.buildSpan("pay").asChildOf(root).start();
      Tags.ERROR.set(child, true);
      child.setTag("amount", 12.5).log(Map.of("event", "error", "message", "card refused"));
      child.finish();
      root.finish();
      return root.context().getTraceId();
    }
  }

  private static JsonObject span(JsonObject trace, String name) {
    JsonArray spans = trace.getJsonArray("spans");
    return spans.stream()
        .map(JsonObject.class::cast)
        .filter(span -> span.getString("operationName").equals(name))
        .findFirst()
        .orElseThrow();
  }
}
