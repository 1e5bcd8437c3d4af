// SPDX-License-Identifier: Apache-2.0
package io.spoor.query.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.spoor.TestSpans;
import io.spoor.bus.Refusal;
import io.spoor.model.Dependency;
import io.spoor.model.Operation;
import io.spoor.model.SpanKind;
import io.spoor.model.TraceId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueryApiTest {
  private static final String SHOP = "0000000000005b0c0000000000000001";

  private QueryServer server;

  @BeforeEach
  void start() throws Exception {
    server = new QueryServer(Map.of());
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  @Test
  void services_areListedInTheEnvelope() throws Exception {
    server.service.services = List.of("cart", "frontend");

    RawResponse response = server.get("/api/services");

    assertThat(response.statusLine()).isEqualTo("HTTP/1.1 200 OK");
    assertThat(response.header("content-type")).isEqualTo("application/json");
    assertThat(response.text())
        .isEqualTo(
            "{\"data\":[\"cart\",\"frontend\"],\"total\":2,\"limit\":0,\"offset\":0,"
                + "\"errors\":null}");
  }

  @Test
  void services_areAnEmptyListNeverNull() throws Exception {
    assertThat(server.get("/api/services").json().get("data")).isEmpty();
    assertThat(server.get("/api/v3/services").text()).isEqualTo("{\"services\":[]}");
  }

  @Test
  void operations_haveTheirKinds() throws Exception {
    server.service.operations =
        List.of(new Operation("GET /", SpanKind.SERVER), new Operation("x", SpanKind.UNSPECIFIED));

    assertThat(server.get("/api/operations?service=a&spanKind=server").json().get("data"))
        .hasToString(
            "[{\"name\":\"GET /\",\"spanKind\":\"server\"},"
                + "{\"name\":\"x\",\"spanKind\":\"unspecified\"}]");
    assertThat(server.get("/api/v3/operations?service=a&span_kind=server").json().toString())
        .isEqualTo(
            "{\"operations\":[{\"name\":\"GET /\",\"spanKind\":\"server\"},"
                + "{\"name\":\"x\",\"spanKind\":\"internal\"}]}");
    assertThat(server.service.operationRequests)
        .allSatisfy(request -> assertThat(request.kind()).isEqualTo(SpanKind.SERVER));
  }

  @ParameterizedTest
  @CsvSource({
    "my%20service, my service",
    "a/b, a/b",
    "a%2Fb, a/b",
    "what%3F, what?",
    "c%23, c#",
    "a+b, a+b",
    "f%C3%BC%C3%9Fe, füße",
    "operations, operations"
  })
  void operationsOfPath_takeAnyServiceName(String encoded, String name) throws Exception {
    server.service.operations =
        List.of(new Operation("op", SpanKind.CLIENT), new Operation("op", SpanKind.SERVER));

    RawResponse response = server.get("/api/services/" + encoded + "/operations");

    assertThat(response.json().get("data")).hasToString("[\"op\"]");
    assertThat(server.service.operationRequests.get(0).serviceName()).isEqualTo(name);
  }

  @Test
  void missingTrace_is404WithTheEnvelope() throws Exception {
    RawResponse response = server.get("/api/traces/abc");

    assertThat(response.status()).isEqualTo(404);
    assertThat(response.header("content-type")).isEqualTo("text/plain; charset=utf-8");
    assertThat(response.header("x-content-type-options")).isEqualTo("nosniff");
    assertThat(response.text())
        .isEqualTo(
            "{\"data\":null,\"total\":0,\"limit\":0,\"offset\":0,"
                + "\"errors\":[{\"code\":404,\"msg\":\"trace not found\"}]}\n");
  }

  @Test
  void missingTrace_is404InShapeOfV3() throws Exception {
    for (String path :
        List.of(
            "/api/v3/traces/abc",
            "/api/v3/traces?query.startTimeMin=2026-01-01T00:00:00Z"
                + "&query.startTimeMax=2026-01-02T00:00:00Z")) {
      RawResponse response = server.get(path);

      assertThat(response.status()).as(response.text()).isEqualTo(404);
      assertThat(response.text())
          .isEqualTo("{\"error\":{\"httpCode\":404,\"message\":\"No traces found\"}}\n");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        SHOP,
        "5b0c0000000000000001",
        "5B0C0000000000000001",
        "+5b0c0000000000000001",
        "AAAAAAAAWwwAAAAAAAAAAQ==",
        "AAAAAAAAWwwAAAAAAAAAAQ",
        SHOP + "?start=1795176000000&end=1795176001000",
        SHOP + "?start=1795176000000000&end=1795176001000000",
        SHOP + "?start=yesterday&end=-",
        SHOP + "?start=1795176001000000&end=1",
        SHOP + "?unknown=1&raw=false"
      })
  void getTrace_findsByAnyFormOfId(String idAndQuery) throws Exception {
    server.service.add(TestSpans.shop());

    RawResponse response = server.get("/api/traces/" + idAndQuery);

    assertThat(response.status()).isEqualTo(200);
    JsonNode trace = response.json().get("data").get(0);
    assertThat(trace.get("traceID").asText()).isEqualTo(SHOP);
    assertThat(trace.get("spans")).hasSize(10);
  }

  @Test
  void base64Id_mayHoldSlashAndPlus() throws Exception {
    // 0xfb.. is "+/" territory in base64
    TraceId id = new TraceId(0xfbfffefbfffefbffL, 0xfefbfffefbfffefbL);
    server.service.add(TestSpans.batch().resource("a").span(id, 1, "x").build());

    for (String text :
        List.of(
            "%2B%2F%2F%2B%2B%2F%2F%2B%2B%2F%2F%2B%2B%2F%2F%2B%2B%2F%2F%2B%2Bw%3D%3D",
            "+//++//++//++//++//++w==", "-__--__--__--__--__--w")) {
      RawResponse response = server.get("/api/traces/" + text);
      assertThat(response.status()).as(text + response.text()).isEqualTo(200);
    }
    assertThat(server.get("/api/traces?traceID=+//++//++//++//++//++w").json().get("data"))
        .hasSize(1);
  }

  @Test
  void tracesByIds_nameThoseThatAreMissing() throws Exception {
    server.service.add(TestSpans.shop());

    JsonNode answer =
        server.get("/api/traces?traceID=" + SHOP + "&traceID=ab&traceID=" + SHOP).json();

    assertThat(answer.get("data")).hasSize(1);
    assertThat(answer.get("total").asInt()).isEqualTo(1);
    assertThat(answer.get("errors"))
        .hasToString("[{\"msg\":\"trace not found\",\"traceID\":\"00000000000000ab\"}]");
  }

  @Test
  void search_isEmptyWithoutErrors() throws Exception {
    assertThat(server.get("/api/traces?service=none").text())
        .isEqualTo("{\"data\":[],\"total\":0,\"limit\":0,\"offset\":0,\"errors\":null}");
  }

  @Test
  void incompleteSearch_saysSo() throws Exception {
    server.service.add(TestSpans.shop());
    server.service.incomplete = "a backend is away";

    assertThat(server.get("/api/traces?service=a").json().get("errors"))
        .hasToString("[{\"code\":206,\"msg\":\"incomplete: a backend is away\"}]");
    assertThat(server.get("/api/v3/traces/" + SHOP).json().get("error"))
        .hasToString("{\"httpCode\":206,\"message\":\"incomplete: a backend is away\"}");
    assertThat(server.get("/api/traces/ab").status()).isEqualTo(503);
  }

  @Test
  void prettyPrint_indentsByFour() throws Exception {
    assertThat(server.get("/api/services?prettyPrint=1").text())
        .isEqualTo(
            """
            {
                "data": [],
                "total": 0,
                "limit": 0,
                "offset": 0,
                "errors": null
            }""");
    assertThat(server.get("/api/services?prettyPrint=false").text()).doesNotContain("\n");
    assertThat(server.get("/api/services?prettyPrint=").text()).doesNotContain("\n");
  }

  @Test
  void dependencies_areInMillisecondsAndFiltered() throws Exception {
    server.service.dependencies = List.of(new Dependency("a", "b", 3), new Dependency("b", "c", 4));

    JsonNode all = server.get("/api/dependencies?endTs=1795176000000&lookback=3600000").json();

    assertThat(all.get("data"))
        .hasToString(
            "[{\"parent\":\"a\",\"child\":\"b\",\"callCount\":3},"
                + "{\"parent\":\"b\",\"child\":\"c\",\"callCount\":4}]");
    assertThat(all.get("errors").isNull()).isTrue();
    assertThat(server.service.dependencyRequests.get(0).endUnixNano())
        .isEqualTo(1_795_176_000_000_000_000L);
    assertThat(server.service.dependencyRequests.get(0).startUnixNano())
        .isEqualTo(1_795_172_400_000_000_000L);
    assertThat(server.get("/api/dependencies?service=a").json().get("data")).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /api/metrics/calls?service=a, 501, metrics querying is currently disabled",
    "GET, /api/metrics/errors?service=a&spanKind=server, 501, metrics querying is currently disabled",
    "GET, /api/metrics/latencies?service=a&quantile=0.5, 501, metrics querying is currently disabled",
    "GET, /api/metrics/minstep, 501, metrics querying is currently disabled",
    "GET, /api/metrics/calls, 400, unable to parse param 'service': please provide at least one service name",
    "GET, /api/metrics/calls?service=a&spanKind=x, 400, unable to parse param 'spanKind': unsupported span kind: 'x'",
    "POST, /api/archive/ab, 500, archive span storage was not configured",
  })
  void unconfigured_answersAsJaegerDoes(String method, String path, int status, String message)
      throws Exception {
    RawResponse response =
        server.send(method + " " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

    assertThat(response.status()).isEqualTo(status);
    assertThat(response.json().get("errors").get(0).get("msg").asText()).isEqualTo(message);
    assertThat(response.json().get("errors").get(0).get("code").asInt()).isEqualTo(status);
  }

  @Test
  void samplesOfJaeger_areEmptyAndWellShaped() throws Exception {
    assertThat(server.get("/api/deep-dependencies?service=a").text())
        .isEqualTo("{\"dependencies\":[]}");
    assertThat(server.get("/analytics/v1/dependencies?service=a&start=0&end=0").text())
        .isEqualTo("{\"dependencies\":[]}");
    assertThat(server.get("/api/quality-metrics").json().get("metrics")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /api/nothing",
    "DELETE, /api/services",
    "POST, /api/traces",
    "GET, /api/transform",
    "OPTIONS, /api/services",
    "GET, /api/",
    "GET, /api/services/a",
    "GET, /api/ai/mcp/",
    "PUT, /api/v3/traces",
    "PUT, /api/v3/trace-summaries",
    "POST, /api/v3/dependencies",
    "GET, /api/v3/spans",
    "GET, /static/app.js"
  })
  void restOfApi_is404AsText(String method, String path) throws Exception {
    RawResponse response =
        server.send(method + " " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

    assertThat(response.status()).isEqualTo(404);
    assertThat(response.text()).isEqualTo("404 page not found\n");
    assertThat(response.header("content-type")).isEqualTo("text/plain; charset=utf-8");
  }

  @ParameterizedTest
  @CsvSource({
    "/api/services, 200",
    "/api/traces/zz, 400",
    "/api/traces/77, 404",
    "/api/spoor/v1/openapi.yaml, 200",
    "/api/transform, 404"
  })
  void head_isAnsweredAsGetWithoutTheBody(String path, int status) throws Exception {
    RawResponse got = server.get(path);
    RawResponse response = server.request("HEAD", path);

    assertThat(response.status()).isEqualTo(status).isEqualTo(got.status());
    assertThat(response.header("content-type")).isEqualTo(got.header("content-type"));
    assertThat(response.body().length()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/api/services", "/api/nothing", "/", "/search", "/api/traces", "/api/v3/traces"})
  void everyAnswer_hasTraceResponse(String path) throws Exception {
    assertThat(server.get(path).header("traceresponse"))
        .matches("00-[0-9a-f]{32}-[0-9a-f]{16}-00")
        .doesNotContain("-0000000000000000-");
  }

  @Test
  void page_hasVersionAndCapabilitiesAtAnyPath() throws Exception {
    for (String path : List.of("/", "/search?service=a", "/trace/" + SHOP + "?uiFind=1")) {
      RawResponse response = server.get(path);

      assertThat(response.status()).isEqualTo(200);
      assertThat(response.header("content-type")).startsWith("text/html");
      assertThat(response.text())
          .contains(
              "const JAEGER_VERSION = {\"gitCommit\":\"abc123\",\"gitVersion\":\"v1.2.3\","
                  + "\"buildDate\":\"2026-11-20T00:00:00Z\"};")
          .contains(
              "JAEGER_BACKEND_CAPABILITIES = {\"archiveStorage\":false,\"metricsStorage\":false,"
                  + "\"searchWithoutServiceName\":true,\"aiAssistant\":false};");
    }
  }

  @ParameterizedTest
  @EnumSource(Refusal.class)
  void refusals_becomeStatuses(Refusal refusal) throws Exception {
    server.service.refusal = refusal;
    int expected =
        switch (refusal) {
          case QUEUE_FULL, UNAVAILABLE, STORAGE_FAILED -> 503;
          case MALFORMED, UNSUPPORTED, TOO_LARGE -> 400;
          case DEADLINE_EXCEEDED -> 504;
        };

    for (String path :
        List.of("/api/services", "/api/traces?service=a", "/api/v3/services", "/api/traces/ab")) {
      RawResponse response = server.get(path);

      assertThat(response.status()).isEqualTo(expected);
      assertThat(response.text()).contains("refused: " + refusal);
      assertThat(response.header("retry-after")).isEqualTo(expected == 503 ? "1" : "");
    }
  }

  @Test
  void otlp_goesToTheHandlerThatWasGiven() throws Exception {
    assertThat(
            server
                .send(
                    "POST /api/otlp/v1/traces HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n"
                        + "Connection: close\r\n\r\n{ }")
                .text())
        .isEqualTo("{\"took\":3}");
  }
}
