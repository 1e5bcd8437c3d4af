// SPDX-License-Identifier: Apache-2.0
package io.spoor.query.api;

import static io.spoor.codec.filter.FilterTexts.call;
import static io.spoor.codec.filter.FilterTexts.field;
import static io.spoor.codec.filter.FilterTexts.nots;
import static io.spoor.codec.filter.FilterTexts.root;
import static io.spoor.codec.filter.FilterTexts.scalar;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spoor.TestSpans;
import io.spoor.config.ConfigSection;
import io.spoor.config.MemoryConfig;
import io.spoor.config.QueryConfig;
import io.spoor.model.SpanBatch;
import io.spoor.model.Tenant;
import io.spoor.model.TraceId;
import io.spoor.query.QueryService;
import io.spoor.query.QueryVerticle;
import io.spoor.storage.memory.MemoryTraceStorage;
import io.spoor.telemetry.QueryMetrics;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The port over the real query service and the memory store. */
class QueryOverStorageTest {
  private static final String SHOP = "0000000000005b0c0000000000000001";
  private static final String TIMES =
      "query.startTimeMin=2026-11-20T11:59:00Z&query.startTimeMax=2026-11-20T12:01:00Z";
  private static final String RANGE = "&start=1795175900000000&end=1795176100000000";

  private final MemoryTraceStorage storage =
      new MemoryTraceStorage(ConfigSection.defaults(MemoryConfig::from));
  private @Nullable QueryServer started;

  private QueryServer start(Map<String, String> query, SpanBatch... batches) throws Exception {
    QueryServer.await(storage.open());
    for (SpanBatch batch : batches) {
      QueryServer.await(storage.writer().write(Tenant.DEFAULT, batch));
    }
    QueryConfig config = ConfigSection.of(query, QueryConfig::from);
    QueryServer server =
        new QueryServer(
            Map.of(),
            vertx ->
                new QueryVerticle(
                    new QueryService(
                        vertx,
                        storage.reader(),
                        storage.capabilities(),
                        config,
                        new QueryMetrics(new SimpleMeterRegistry()))));
    started = server;
    return server;
  }

  @AfterEach
  void stop() throws Exception {
    if (started != null) {
      started.close();
    }
    QueryServer.await(storage.close());
  }

  @Test
  void storedTraces_areFoundInEveryWay() throws Exception {
    QueryServer server =
        start(Map.of(), TestSpans.shop(1, TestSpans.START), TestSpans.shop(2, TestSpans.START + 1));

    assertThat(server.get("/api/services").json().get("data").toString())
        .isEqualTo("[\"cart\",\"checkout\",\"frontend\",\"mail\",\"payment\"]");
    assertThat(server.get("/api/services/frontend/operations").json().get("data").toString())
        .isEqualTo("[\"GET /checkout\",\"GET cart\",\"POST order\"]");
    JsonNode found = server.get("/api/traces?service=frontend" + RANGE).json();
    assertThat(found.get("total").asInt()).isEqualTo(2);
    assertThat(found.at("/data/0/traceID").asText()).endsWith("2"); // newest first
    assertThat(server.get("/api/traces?service=frontend&limit=1" + RANGE).json().get("data"))
        .hasSize(1);
    assertThat(server.get("/api/traces/" + SHOP).json().at("/data/0/spans")).hasSize(10);
    assertThat(server.get("/api/traces/ff").status()).isEqualTo(404);
    assertThat(server.get("/api/v3/traces/" + SHOP).json().at("/result/resourceSpans"))
        .isNotEmpty();
    assertThat(server.get("/api/v3/trace-summaries?" + TIMES).json().get("summaries")).hasSize(2);
    assertThat(server.get("/api/v3/traces?query.serviceName=none&" + TIMES).status())
        .isEqualTo(404);
  }

  @Test
  void search_holdsAllConditionsOnOneSpan() throws Exception {
    QueryServer server = start(Map.of(), TestSpans.shop());

    for (String conditions :
        new String[] {
          "service=payment&tags=%7B%22error%22%3A%22true%22%7D",
          "service=frontend&tags=%7B%22http.response.status_code%22%3A%22200%22%7D",
          "service=frontend&tags=%7B%22service.version%22%3A%221.4.2%22%7D", // of the resource
          "service=checkout&tag=order.express:true",
          "service=checkout&operation=charge&minDuration=20ms&maxDuration=20ms"
        }) {
      assertThat(server.get("/api/traces?" + conditions + RANGE).json().get("data"))
          .as(conditions)
          .hasSize(1);
    }
    for (String conditions :
        new String[] {
          "service=cart&tags=%7B%22error%22%3A%22true%22%7D", // another service's error
          "service=checkout&operation=charge&minDuration=26ms",
          "service=frontend&tag=order.express:true"
        }) {
      assertThat(server.get("/api/traces?" + conditions + RANGE).json().get("data"))
          .as(conditions)
          .isEmpty();
    }
  }

  @Test
  void dependencies_areComputedFromTheSpans() throws Exception {
    QueryServer server = start(Map.of(), TestSpans.shop());

    assertThat(
            server
                .get("/api/dependencies?endTs=1795176060000&lookback=120000&service=cart")
                .json()
                .get("data")
                .toString())
        .isEqualTo("[{\"parent\":\"frontend\",\"child\":\"cart\",\"callCount\":1}]");
  }

  @Test
  void raw_leavesTheAdjustersOut() throws Exception {
    SpanBatch batch =
        TestSpans.batch()
            .resource("a")
            .span(new TraceId(0, 7), 1, "x")
            .attribute("b", 1)
            .attribute("a", 2)
            .build();
    QueryServer server = start(Map.of(), batch);

    assertThat(
            server.get("/api/traces/7").json().at("/data/0/spans/0/tags").findValuesAsText("key"))
        .containsExactly("a", "b");
    assertThat(
            server
                .get("/api/traces/7?raw=true")
                .json()
                .at("/data/0/spans/0/tags")
                .findValuesAsText("key"))
        .containsExactly("b", "a");
  }

  @Test
  void cutTrace_saysSoInEveryFormat() throws Exception {
    QueryServer server = start(Map.of("maxTraceSpans", "4"), TestSpans.shop());
    String warning = "trace has more than 4 spans, showing first 4 spans only";

    JsonNode ui = server.get("/api/traces/" + SHOP).json();
    assertThat(ui.at("/data/0/spans")).hasSize(4);
    assertThat(ui.at("/data/0/spans/0/warnings").toString()).contains(warning);
    assertThat(server.get("/api/v3/traces/" + SHOP).text()).contains(warning);
    JsonNode summaries = server.get("/api/v3/trace-summaries?" + TIMES).json();
    assertThat(summaries.at("/summaries/0/spanCount").asInt()).isEqualTo(10); // never cut
    assertThat(summaries.has("error")).isFalse();
  }

  @Test
  void structuredFilter_findsWhatItSays() throws Exception {
    QueryServer server = start(Map.of(), TestSpans.shop());
    String failedPayment =
        root(
            "and",
            call("eq", field("resource.service"), scalar("payment")),
            call("eq", field("span.status"), scalar("error")));
    String failedCart =
        root(
            "and",
            call("eq", field("resource.service"), scalar("cart")),
            call("eq", field("span.status"), scalar("error")));

    assertThat(server.get("/api/v3/traces?" + TIMES + filtered(failedPayment)).status())
        .isEqualTo(200);
    assertThat(server.get("/api/v3/traces?" + TIMES + filtered(failedCart)).status())
        .isEqualTo(404);
    assertThat(
            server
                .get("/api/v3/trace-summaries?" + TIMES + filtered(failedPayment))
                .json()
                .get("summaries"))
        .hasSize(1);
    RawResponse tooDeep = server.get("/api/v3/traces?" + TIMES + filtered(nots(21)));
    assertThat(tooDeep.status()).isEqualTo(400);
    assertThat(tooDeep.text())
        .contains("malformed parameter query.filter: filter nests calls more than 20 deep");
  }

  private static String filtered(String filter) {
    return "&query.filter=" + URLEncoder.encode(filter, StandardCharsets.UTF_8);
  }

  @Test
  void pages_giveEverySummaryOnce() throws Exception {
    SpanBatch[] traces = new SpanBatch[5];
    for (int i = 0; i < traces.length; i++) {
      traces[i] = TestSpans.shop(1 + i, TestSpans.START + i % 2);
    }
    QueryServer server = start(Map.of(), traces);
    String path = "/api/v3/trace-summaries?" + TIMES + "&query.pagination.pageSize=2";

    List<String> ids = new ArrayList<>();
    String token = "";
    for (int page = 0; page < 3; page++) {
      JsonNode answer = server.get(path + "&query.pagination.pageToken=" + token).json();
      assertThat(answer.get("summaries")).hasSize(page < 2 ? 2 : 1);
      answer.get("summaries").forEach(summary -> ids.add(summary.get("traceId").asText()));
      token = answer.path("nextPageToken").asText();
      assertThat(token.isEmpty()).isEqualTo(page == 2);
      if (page == 0) {
        RawResponse other =
            server.get(path + "&query.serviceName=cart&query.pagination.pageToken=" + token);
        assertThat(other.status()).isEqualTo(400);
        assertThat(other.text()).contains("page token was made for another query");
      }
    }
    assertThat(ids).hasSize(5).doesNotHaveDuplicates();
  }

  @Test
  void wholeTrace_isNotCalledCut() throws Exception {
    QueryServer server = start(Map.of("maxTraceSpans", "10"), TestSpans.shop());

    assertThat(server.get("/api/v3/trace-summaries?" + TIMES).json().has("error")).isFalse();
  }

  @Test
  void answerCutByItsBudget_saysSo() throws Exception {
    QueryServer server =
        start(
            Map.of("maxBytes", "1"),
            TestSpans.shop(1, TestSpans.START),
            TestSpans.shop(2, TestSpans.START + 1));

    RawResponse response = server.get("/api/traces?service=frontend" + RANGE);

    assertThat(response.text()).contains("incomplete: ");
  }
}
