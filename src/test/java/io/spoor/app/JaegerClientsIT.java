// SPDX-License-Identifier: Apache-2.0
package io.spoor.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.spoor.SpoorProcess;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Jaeger's own client, and the last exporters and samplers of OpenTelemetry that speak to Jaeger,
 * send and ask; what they sent is found. They run in a process of their own, see {@code
 * src/test/clients/JaegerClients.java}.
 */
class JaegerClientsIT {
  private static final long PATIENCE_SECONDS = 180;

  private static SpoorProcess spoor;
  private static Map<String, String> results = Map.of();
  private static String output = "";

  @BeforeAll
  static void runClients() throws Exception {
    spoor = SpoorProcess.with().start();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:TieredStopAtLevel=1");
    command.addAll(List.of("-cp", Path.of("target", "jaeger-clients", "*").toString()));
    command.add(Path.of("src", "test", "clients", "JaegerClients.java").toString());
    for (String listener :
        List.of("receiver.jaeger.http", "receiver.jaeger.grpc", "sampling.http", "sampling.grpc")) {
      command.add(Integer.toString(spoor.port(listener)));
    }
    Process clients = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      read(clients);
      assertThat(clients.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    } finally {
      clients.destroyForcibly();
    }
  }

  @AfterAll
  static void stop() {
    spoor.close();
  }

  @ParameterizedTest
  @CsvSource({
    "jaeger-client, jaeger-client",
    "otel-thrift, opentelemetry-java",
    "otel-grpc, opentelemetry-java"
  })
  void traceIsFoundAsItWasSent(String client, String service) {
    assertThat(results).as(output).containsKey(client);
    String traceId = results.get(client);

    JsonObject trace = new QueryClient(spoor).data("/api/traces/" + traceId).getJsonObject(0);

    assertThat(trace.getString("traceID")).isEqualTo(traceId).hasSize(32);
    assertThat(trace.getJsonObject("processes").getJsonObject("p1").getString("serviceName"))
        .isEqualTo(service);
    JsonArray spans = trace.getJsonArray("spans");
    assertThat(spans).hasSize(2);
    JsonObject root = named(spans, "GET /cart");
    JsonObject child = named(spans, "SELECT cart");
    assertThat(root.getJsonArray("references")).isEmpty();
    assertThat(child.getJsonArray("references").getJsonObject(0))
        .isEqualTo(
            new JsonObject()
                .put("refType", "CHILD_OF")
                .put("traceID", traceId)
                .put("spanID", root.getString("spanID")));
    assertThat(root.getJsonArray("tags"))
        .contains(tag("http.status_code", "int64", 500), tag("span.kind", "string", "server"))
        .contains(tag("error", "bool", true));
    assertThat(child.getJsonArray("tags")).contains(tag("span.kind", "string", "client"));
    assertThat(child.getJsonArray("logs").getJsonObject(0).getJsonArray("fields"))
        .containsExactly(tag("event", "string", "retry"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"jaeger-client-sampler", "otel-sampler-14250", "otel-sampler-5779"})
  void remoteSamplerIsToldToSampleAll(String sampler) {
    assertThat(results).as(output).containsEntry(sampler, "sampled");
  }

  @Test
  void everySpanIsAccountedForUnderItsDoor() {
    QueryClient query = new QueryClient(spoor);
    assertThat(query.ledger().getBoolean("balances")).isTrue();
    assertThat(query.metric("spoor_receiver_accepted_spans_total{transport=\"jaeger_http\"}"))
        .isEqualTo(4);
    assertThat(query.metric("spoor_receiver_accepted_spans_total{transport=\"jaeger_grpc\"}"))
        .isEqualTo(2);
  }

  private static void read(Process clients) throws IOException {
    results = new HashMap<>();
    StringBuilder all = new StringBuilder();
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(clients.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        all.append(line).append('\n');
        int space = line.indexOf(' ');
        if (space > 0) {
          results.put(line.substring(0, space), line.substring(space + 1));
        }
      }
    }
    output = all.toString();
  }

  private static JsonObject named(JsonArray spans, String operationName) {
    return spans.stream()
        .map(JsonObject.class::cast)
        .filter(span -> span.getString("operationName").equals(operationName))
        .findFirst()
        .orElseThrow();
  }

  private static JsonObject tag(String key, String type, Object value) {
    return new JsonObject().put("key", key).put("type", type).put("value", value);
  }
}
