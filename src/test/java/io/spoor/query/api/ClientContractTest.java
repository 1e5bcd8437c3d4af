// SPDX-License-Identifier: Apache-2.0
package io.spoor.query.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.spoor.TestSpans;
import io.spoor.model.Dependency;
import io.spoor.model.Operation;
import io.spoor.model.SpanKind;
import io.spoor.model.TraceQuery;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The requests that Grafana and Kiali send, byte for byte, with a base path and without. */
class ClientContractTest {
  private static final String SHOP = "0000000000005b0c0000000000000001";

  private QueryServer server;

  @BeforeEach
  void start() throws Exception {
    server = new QueryServer(Map.of("basePath", "/jaeger/ui/"));
    server.service.services = List.of("frontend");
    server.service.operations = List.of(new Operation("GET /", SpanKind.SERVER));
    server.service.dependencies = List.of(new Dependency("a", "b", 1));
    server.service.add(TestSpans.shop());
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  private RawResponse grafana(String path) throws Exception {
    return server.send(
        "GET "
            + path
            + " HTTP/1.1\r\nHost: spoor:16686\r\n"
            + "User-Agent: Grafana/13.2.0 (linux; amd64) jaeger/13.0.1\r\n"
            + "Accept-Encoding: gzip\r\nConnection: close\r\n\r\n");
  }

  private static final String SEARCH =
      "/api/traces?end=1795176060000000&limit=20&maxDuration=1.2s&minDuration=100ms"
          + "&operation=GET+%2Fcheckout&service=frontend&start=1795175940000000"
          + "&tags=%7B%22error%22%3A%22true%22%2C%22istio.cluster_id%22%3A%22Kubernetes%22%7D";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/services",
        "/api/services/frontend/operations",
        SEARCH,
        SEARCH + "&lookback=custom",
        "/api/traces/" + SHOP,
        "/api/traces/" + SHOP + "?end=1795176060000&start=1795175940000",
        "/api/dependencies?endTs=1795176060000&lookback=3600000",
        "/api/v3/services",
        "/api/v3/operations?service=frontend",
        "/api/v3/traces/" + SHOP,
        "/api/v3/traces/"
            + SHOP
            + "?end_time=2026-11-20T14:01:00.000+02:00&start_time=2026-11-20T13:59:00.000+02:00"
      })
  void grafanasRequests_areAnsweredWithOneDocument(String path) throws Exception {
    for (String base : List.of("", "/jaeger/ui")) {
      RawResponse response = grafana(base + path);

      assertThat(response.statusLine()).isEqualTo("HTTP/1.1 200 OK");
      assertThat(response.complete()).isTrue();
      assertThat(response.header("content-encoding")).isIn("", "gzip");
      assertThat(response.header("content-type")).isEqualTo("application/json");
      assertThat(response.json().isObject()).isTrue();
      assertThat(response.text()).doesNotContain("\n");
    }
  }

  @Test
  void grafanasSearch_isUnderstood() throws Exception {
    grafana(SEARCH);

    assertThat(server.service.finds.get(0).query())
        .isEqualTo(
            new TraceQuery(
                "frontend",
                "GET /checkout",
                Map.of("error", "true", "istio.cluster_id", "Kubernetes"),
                1_795_175_940_000_000_000L,
                1_795_176_060_000_000_000L,
                100_000_000,
                1_200_000_000,
                20,
                null,
                null));
    assertThat(server.service.finds.get(0).raw()).isFalse();
  }

  @Test
  void grafanasSearchWithoutService_is400() throws Exception {
    RawResponse response = grafana("/api/traces?end=2&start=1");

    assertThat(response.status()).isEqualTo(400);
    assertThat(response.json().get("errors").get(0).get("msg").asText())
        .isEqualTo("unable to parse param 'service': parameter 'service' is required");
  }

  @Test
  void kialisRequests_areAnswered() throws Exception {
    for (String path :
        List.of(
            "/jaeger/ui/api/services",
            "/jaeger/ui/api/traces?end=1795176060000000&limit=100&minDuration=5us&service=cart.shop"
                + "&start=1795175940000000&tags=%7B%22istio.cluster_id%22%3A%22Kubernetes%22%7D",
            "/jaeger/ui/api/traces/" + SHOP)) {
      RawResponse response =
          server.send(
              "GET "
                  + path
                  + " HTTP/1.1\r\nHost: tracing.istio-system:16685\r\nAccept: application/json\r\n"
                  + "Content-Type: application/json\r\nConnection: close\r\n\r\n");

      assertThat(response.status()).isEqualTo(200);
    }
    assertThat(server.service.finds.get(0).query().durationMinNano()).isEqualTo(5_000);
  }

  @ParameterizedTest
  @CsvSource({"/jaeger/ui", "/jaeger/ui/", "/jaeger/ui/search", "/"})
  void kialisProbe_findsTheVersion(String path) throws Exception {
    assertThat(server.get(path).text())
        .containsPattern("const JAEGER_VERSION = \\{.*\"gitVersion\":\"v1.2.3\".*\\};");
  }

  @Test
  void basePath_keepsTheRestOfApiA404() throws Exception {
    assertThat(server.get("/jaeger/ui/api/nothing").text()).isEqualTo("404 page not found\n");
  }

  @Test
  void everyTrace_isWhatGrafanaNeeds() throws Exception {
    server.service.add(TestSpans.random(new java.util.Random(1), 300));

    JsonNode answer = grafana("/api/traces?service=a").json();

    assertThat(answer.get("errors").isNull()).isTrue();
    for (JsonNode trace : answer.get("data")) {
      assertThat(trace.get("spans")).isNotEmpty();
      for (JsonNode span : trace.get("spans")) {
        JsonNode process = trace.get("processes").get(span.get("processID").asText());
        assertThat(process.get("serviceName").isTextual()).isTrue();
        assertThat(process.get("tags").isArray()).isTrue();
        assertThat(span.get("tags").isArray()).isTrue();
        assertThat(span.get("logs").isArray()).isTrue();
        assertThat(span.get("references").isArray()).isTrue();
        assertThat(span.get("startTime").isIntegralNumber()).isTrue();
        assertThat(span.get("startTime").asLong()).isPositive();
        assertThat(span.get("duration").isIntegralNumber()).isTrue();
        assertThat(span.get("duration").asLong()).isNotNegative();
        assertThat(span.get("spanID").asText()).hasSize(16);
        assertThat(span.has("warnings")).isTrue();
      }
    }
  }
}
