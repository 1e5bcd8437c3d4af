// SPDX-License-Identifier: Apache-2.0
package io.spoor.query.api;

import static io.spoor.codec.filter.FilterTexts.call;
import static io.spoor.codec.filter.FilterTexts.field;
import static io.spoor.codec.filter.FilterTexts.root;
import static io.spoor.codec.filter.FilterTexts.scalar;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spoor.TestSpans;
import io.spoor.config.ConfigSection;
import io.spoor.config.MemoryConfig;
import io.spoor.config.QueryConfig;
import io.spoor.model.Tenant;
import io.spoor.query.QueryService;
import io.spoor.query.QueryVerticle;
import io.spoor.storage.memory.MemoryTraceStorage;
import io.spoor.telemetry.QueryMetrics;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What api_v3 declares and Jaeger does not serve over HTTP, over the real query service. */
class PostedSearchTest {
  private static final String TIMES =
      "\"startTimeMin\":\"2026-11-20T11:59:00Z\",\"startTimeMax\":\"2026-11-20T12:01:00Z\"";

  private final MemoryTraceStorage storage =
      new MemoryTraceStorage(ConfigSection.defaults(MemoryConfig::from));
  private QueryServer server;

  @BeforeEach
  void start() throws Exception {
    QueryServer.await(storage.open());
    for (int i = 0; i < 5; i++) {
      QueryServer.await(
          storage.writer().write(Tenant.DEFAULT, TestSpans.shop(1 + i, TestSpans.START + i % 2)));
    }
    server =
        new QueryServer(
            Map.of(),
            vertx ->
                new QueryVerticle(
                    new QueryService(
                        vertx,
                        storage.reader(),
                        storage.capabilities(),
                        ConfigSection.defaults(QueryConfig::from),
                        new QueryMetrics(new SimpleMeterRegistry()))));
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
    QueryServer.await(storage.close());
  }

  private static String search(String... members) {
    return "{\"query\":{" + TIMES + "," + String.join(",", members) + "}}";
  }

  private static String failed(String service) {
    return "\"filter\":"
        + root(
            "and",
            call("eq", field("resource.service"), scalar(service)),
            call("eq", field("span.status"), scalar("error")));
  }

  @Test
  void tracesAreFound_asWithTheUrl() throws Exception {
    RawResponse posted = server.post("/api/v3/traces", search("\"serviceName\":\"cart\""));
    RawResponse got =
        server.get(
            "/api/v3/traces?query.serviceName=cart&query.startTimeMin=2026-11-20T11:59:00Z"
                + "&query.startTimeMax=2026-11-20T12:01:00Z");

    assertThat(posted.status()).as(posted.text()).isEqualTo(200);
    assertThat(posted.header("content-type")).isEqualTo("application/json");
    assertThat(posted.json().at("/result/resourceSpans")).isNotEmpty();
    assertThat(posted.text()).isEqualTo(got.text());
  }

  @Test
  void filter_findsWhatItSays() throws Exception {
    assertThat(server.post("/api/v3/traces", search(failed("payment"))).status()).isEqualTo(200);
    RawResponse none = server.post("/api/v3/traces", search(failed("cart")));
    assertThat(none.status()).isEqualTo(404);
    assertThat(none.text())
        .isEqualTo("{\"error\":{\"httpCode\":404,\"message\":\"No traces found\"}}\n");
    assertThat(server.post("/api/v3/trace-summaries", search(failed("cart"))).text())
        .isEqualTo("{}");
  }

  @Test
  void pages_giveEverySummaryOnce() throws Exception {
    List<String> ids = new ArrayList<>();
    String token = "";
    for (int page = 0; page < 3; page++) {
      String pagination = "\"pagination\":{\"pageSize\":2,\"page_token\":\"" + token + "\"}";
      JsonNode answer =
          server.post("/api/v3/trace-summaries", search(failed("payment"), pagination)).json();
      assertThat(answer.get("summaries")).hasSize(page < 2 ? 2 : 1);
      answer.get("summaries").forEach(summary -> ids.add(summary.get("traceId").asText()));
      token = answer.path("nextPageToken").asText();
      assertThat(token.isEmpty()).isEqualTo(page == 2);
      if (page == 0) {
        RawResponse other = server.post("/api/v3/trace-summaries", search(pagination(token)));
        assertThat(other.status()).isEqualTo(400);
        assertThat(other.text()).contains("page token was made for another query");
      }
    }
    assertThat(ids).hasSize(5).doesNotHaveDuplicates();
  }

  private static String pagination(String token) {
    return "\"pagination\":{\"pageSize\":2,\"pageToken\":\"" + token + "\"}";
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/v3/traces", "/api/v3/trace-summaries"})
  void wrongBody_isRefusedInWords(String path) throws Exception {
    RawResponse unknown = server.post(path, search("\"limit\":5"));
    assertThat(unknown.status()).isEqualTo(400);
    assertThat(unknown.text())
        .isEqualTo(
            "{\"error\":{\"httpCode\":400,"
                + "\"message\":\"malformed body: query has no member \\\"limit\\\"\"}}\n");
    RawResponse compressed = server.post(path, search("\"limit\":5"), "Content-Encoding: gzip");
    assertThat(compressed.status()).isEqualTo(415);
    assertThat(compressed.text()).contains("body must not be compressed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/v3/traces", "/api/v3/trace-summaries"})
  void largeBody_is413AndOneOfTheLimitIsRead(String path) throws Exception {
    String small = search("\"serviceName\":\"cart\"");
    String padded = small + " ".repeat((64 << 10) - small.length());

    assertThat(server.post(path, padded).status()).isEqualTo(200);
    RawResponse large = server.post(path, padded + " ");
    assertThat(large.status()).isEqualTo(413);
    assertThat(large.text()).contains("body must have at most 65536 bytes");
  }

  @Test
  void bodyThatDoesNotEnd_isAnsweredByTheDeadline() throws Exception {
    try (QueryServer hasty = new QueryServer(Map.of("timeouts.request", "200ms"));
        Socket socket = hasty.connect()) {
      socket
          .getOutputStream()
          .write(
              "POST /api/v3/traces HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n{\"query\":"
                  .getBytes(StandardCharsets.UTF_8));
      byte[] start = socket.getInputStream().readNBytes(12);

      assertThat(new String(start, StandardCharsets.UTF_8)).isEqualTo("HTTP/1.1 504");
    }
  }

  @Test
  void dependencies_areThoseOfTheSpans() throws Exception {
    String path = "/api/v3/dependencies?startTime=2026-11-20T11:59:00Z";

    assertThat(server.get(path + "&end_time=2026-11-20T12:01:00Z").json().get("dependencies"))
        .extracting(JsonNode::toString)
        .contains("{\"parent\":\"frontend\",\"child\":\"cart\",\"callCount\":\"5\"}")
        .contains("{\"parent\":\"checkout\",\"child\":\"payment\",\"callCount\":\"10\"}");
    assertThat(
            server
                .get(
                    "/api/v3/dependencies?start_time=2025-01-01T00:00:00Z&endTime=2025-01-02T00:00:00Z")
                .text())
        .isEqualTo("{\"dependencies\":[]}");
    assertThat(server.get(path).text())
        .isEqualTo(
            "{\"error\":{\"httpCode\":400,"
                + "\"message\":\"startTime and endTime are required\"}}\n");
    assertThat(server.get(path + "&endTime=2026-11-20T11:59:00Z").text())
        .contains("startTime must be before endTime");
    assertThat(server.get(path + "&endTime=later").text())
        .contains("malformed parameter endTime: parsing time");
  }

  @Test
  void capabilities_areThoseOfTheStorage() throws Exception {
    assertThat(server.get("/api/v3/capabilities").text())
        .isEqualTo(
            "{\"search\":{\"withoutServiceName\":true,\"sameSpanConjunction\":true,\"filter\":"
                + "{\"levels\":[\"span\",\"resource\",\"scope\",\"event\",\"link\"],\"operators\":"
                + "[\"and\",\"or\",\"not\",\"eq\",\"ne\",\"gt\",\"lt\",\"gte\",\"lte\",\"regex\","
                + "\"exists\",\"in\",\"not_in\",\"some\"]},\"paginated\":true,"
                + "\"spanSearch\":false,\"spanSorting\":false}}");
  }
}
