// SPDX-License-Identifier: Apache-2.0
package io.spoor.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.spoor.TestPorts;
import io.spoor.config.ConfigSection;
import io.spoor.config.SpoorConfig;
import io.spoor.telemetry.Exposition;
import io.spoor.telemetry.MetricsDocument;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the whole process says about itself, over its sockets. */
class PipelineMetricsTest {
  private static final String ONE_SPAN =
      """
      {"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"0102030405060708090a0b0c0d0e0f10",
      "spanId":"0102030405060708","name":"checkout","startTimeUnixNano":"1","endTimeUnixNano":"2"},
      {"traceId":"","spanId":"","name":"bad"}]}]}]}""";

  private final HttpClient client = HttpClient.newHttpClient();
  private final Pipeline pipeline =
      new Pipeline(
          ConfigSection.of(TestPorts.freeAnd(Map.of("storage.type", "memory")), SpoorConfig::from));

  @BeforeEach
  void start() throws Exception {
    await(pipeline.start());
  }

  @AfterEach
  void stop() throws Exception {
    await(pipeline.stop());
  }

  @Test
  void everyMetricOfTheProcess_isDocumented() throws Exception {
    sendOneSpan();
    Exposition scraped = Exposition.parse(get("admin", "/metrics"));
    MetricsDocument document = MetricsDocument.read();

    assertThat(scraped.types().keySet()).containsAll(document.namesAlwaysThere());
    document.requireAllNamed(scraped);
    document.requireTypes(scraped);
    document.requireLabels(scraped);
  }

  @Test
  void ledgerAndMetrics_agreeOnWhatWasSent() throws Exception {
    sendOneSpan();

    JsonObject ledger = new JsonObject(get("admin", "/ledger"));
    Exposition scraped = Exposition.parse(get("admin.metrics", "/metrics"));

    assertThat(ledger.getBoolean("balances")).isTrue();
    JsonObject total = ledger.getJsonObject("total");
    assertThat(total.getLong("received")).isEqualTo(2);
    assertThat(total.getLong("stored")).isEqualTo(1);
    assertThat(total.getLong("rejected")).isEqualTo(1);
    assertThat(scraped.sum("spoor_ledger_received_spans_total")).isEqualTo(2);
    assertThat(scraped.sum("spoor_storage_spans_stored_total")).isEqualTo(1);
    assertThat(scraped.sum("otelcol_receiver_accepted_spans_total", "transport", "http"))
        .isEqualTo(1);
  }

  @Test
  void running_isReadyInEveryWord() throws Exception {
    JsonObject ready = new JsonObject(get("admin", "/health/ready"));

    assertThat(ready.getBoolean("ready")).isTrue();
    assertThat(ready.getJsonArray("warnings"))
        .containsExactly("storage.type is memory: a restart loses all spans");
    assertThat(names(ready.getJsonArray("components"))).contains("admission", "storage", "writer");
    assertThat(get("admin", "/")).startsWith("{\"status\":\"Server available\"");
    assertThat(get("admin.status", "/status")).contains("\"status\":\"StatusOK\"");
  }

  private static List<String> names(JsonArray components) {
    return components.stream().map(JsonObject.class::cast).map(c -> c.getString("name")).toList();
  }

  private void sendOneSpan() throws Exception {
    HttpRequest request =
        request("receiver.otlp.http", "/v1/traces")
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(ONE_SPAN))
            .build();
    HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
  }

  private String get(String listener, String path) throws Exception {
    return client
        .send(request(listener, path).build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }

  private HttpRequest.Builder request(String listener, String path) {
    int port =
        pipeline.listeners().stream()
            .filter(candidate -> candidate.name().equals(listener))
            .findFirst()
            .orElseThrow()
            .port();
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .timeout(Duration.ofSeconds(20));
  }

  private static void await(Future<Void> future) throws Exception {
    future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }
}
