// SPDX-License-Identifier: Apache-2.0
package io.spoor.query.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.spoor.TestSpans;
import io.spoor.model.AttributeKey;
import io.spoor.model.AttributeKeyList;
import io.spoor.model.AttributeLevel;
import io.spoor.model.AttributeType;
import io.spoor.model.AttributeValueList;
import io.spoor.model.Dependency;
import io.spoor.model.DurationQuantiles;
import io.spoor.model.Operation;
import io.spoor.model.OperationStats;
import io.spoor.model.OperationStatsList;
import io.spoor.model.SpanKind;
import io.spoor.telemetry.LedgerReason;
import io.spoor.telemetry.LedgerReceiver;
import io.spoor.telemetry.QueryRoute;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds the OpenAPI description against the routes, its own examples and real answers. */
class OpenApiTest {
  private static final String SHOP = "0000000000005b0c0000000000000001";
  private static final String TIMES =
      "query.startTimeMin=2026-11-20T11:00:00Z&query.startTimeMax=2026-11-20T13:00:00Z";

  private QueryServer server;
  private JsonNode document;

  @BeforeEach
  void start() throws Exception {
    server = new QueryServer(Map.of());
    server.service.services = List.of("frontend");
    server.service.operations = List.of(new Operation("GET /", SpanKind.SERVER));
    server.service.dependencies = List.of(new Dependency("a", "b", 1));
    server.service.attributeKeys =
        new AttributeKeyList(
            List.of(
                new AttributeKey(
                    "k", EnumSet.allOf(AttributeLevel.class), EnumSet.allOf(AttributeType.class))),
            true);
    server.service.attributeValues = new AttributeValueList(List.of("v"), true);
    server.service.operationStats =
        new OperationStatsList(
            List.of(
                new OperationStats(
                    "a", "b", SpanKind.CLIENT, 1, 0, new DurationQuantiles(1, 1, 1, 1, 1))),
            false);
    server.service.add(TestSpans.shop());
    server.readiness.register("storage", java.util.Optional::empty);
    var account = server.ledger.account(LedgerReceiver.OTLP_HTTP, "default");
    account.received(3);
    account.settled(1, 0, 0, 0);
    account.refused(1, LedgerReason.QUEUE_FULL);
    server.ledger.recordHistory();
    document = new YAMLMapper().readTree(server.get("/api/spoor/v1/openapi.yaml").text());
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  @Test
  void document_hasEveryRouteAndNoOther() {
    TreeSet<String> described = new TreeSet<>();
    document
        .get("paths")
        .forEachEntry(
            (path, methods) ->
                methods.forEachEntry(
                    (method, operation) ->
                        described.add(method.toUpperCase(Locale.ROOT) + " " + path)));

    assertThat(described)
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(QueryRoute.values())
                .map(route -> route.method() + " " + route.path())
                .toList());
  }

  @Test
  void everyReference_leadsSomewhere() {
    SchemaCheck check = new SchemaCheck(document);

    assertThat(document.findValues("$ref"))
        .hasSizeGreaterThan(50)
        .allSatisfy(
            reference ->
                assertThat(document.at(reference.asText().substring(1)).isMissingNode())
                    .as(reference.asText())
                    .isFalse());
    document
        .get("paths")
        .forEach(
            methods ->
                methods.forEach(
                    operation ->
                        operation
                            .path("parameters")
                            .forEach(
                                parameter ->
                                    assertThat(check.resolve(parameter).has("name")).isTrue())));
  }

  @Test
  void everyRoute_isServed() throws Exception {
    for (QueryRoute route : QueryRoute.values()) {
      String path = route.path().replace("{service}", "frontend").replace("{traceId}", SHOP);

      RawResponse response = server.request(route.method(), path, "Content-Length: 0");

      assertThat(response.text()).as(path).isNotEqualTo("404 page not found\n");
    }
  }

  @Test
  void everyExample_isOfItsSchema() {
    List<String> wrong = new ArrayList<>();
    int[] examples = {0};
    checkExamples(document, wrong, examples);

    assertThat(wrong).isEmpty();
    assertThat(examples[0]).isGreaterThan(15);
  }

  private void checkExamples(JsonNode node, List<String> wrong, int[] examples) {
    if (node.has("schema") && node.has("example")) {
      examples[0]++;
      wrong.addAll(new SchemaCheck(document).check(node.get("schema"), node.get("example")));
    }
    node.forEach(child -> checkExamples(child, wrong, examples));
  }

  @ParameterizedTest
  @CsvSource({
    "/api/services, /api/services",
    "/api/operations, /api/operations?service=a",
    "/api/services/{service}/operations, /api/services/a/operations",
    "/api/traces, /api/traces?service=a",
    "/api/traces/{traceId}, /api/traces/" + SHOP,
    "/api/dependencies, /api/dependencies",
    "/api/deep-dependencies, /api/deep-dependencies",
    "/api/quality-metrics, /api/quality-metrics",
    "/api/v3/traces, /api/v3/traces?" + TIMES,
    "/api/v3/traces/{traceId}, /api/v3/traces/" + SHOP,
    "/api/v3/trace-summaries, /api/v3/trace-summaries?" + TIMES,
    "/api/v3/services, /api/v3/services",
    "/api/v3/operations, /api/v3/operations?service=a",
    "/api/v3/dependencies, /api/v3/dependencies?startTime=2026-11-20T11:00:00Z&endTime=2026-11-20T13:00:00Z",
    "/api/v3/capabilities, /api/v3/capabilities",
    "/api/spoor/v1/attributes, /api/spoor/v1/attributes",
    "/api/spoor/v1/attributes/{key}/values, /api/spoor/v1/attributes/k/values",
    "/api/spoor/v1/operations/stats, /api/spoor/v1/operations/stats",
    "/api/spoor/v1/ledger, /api/spoor/v1/ledger",
    "/api/spoor/v1/version, /api/spoor/v1/version",
    "/api/spoor/v1/status, /api/spoor/v1/status"
  })
  void realAnswer_isOfItsSchema(String path, String url) throws Exception {
    SchemaCheck check = new SchemaCheck(document);
    JsonNode response =
        check.resolve(document.get("paths").get(path).at("/get/responses").get("200"));
    JsonNode schema = response.at("/content").get("application/json").get("schema");

    assertThat(check.check(schema, server.get(url).json())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/v3/traces", "/api/v3/trace-summaries"})
  void exampleOfAPostedSearch_isAnsweredInItsSchema(String path) throws Exception {
    SchemaCheck check = new SchemaCheck(document);
    JsonNode post = document.get("paths").get(path).get("post");
    JsonNode request =
        check.resolve(post.get("requestBody")).at("/content").get("application/json");
    JsonNode schema =
        check.resolve(post.at("/responses").get("200")).at("/content").get("application/json");

    RawResponse response = server.post(path, request.get("example").toString());

    assertThat(response.status()).as(response.text()).isEqualTo(200);
    assertThat(check.check(schema.get("schema"), response.json())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "/api/traces, V1Error", "/api/traces/xyz, V1Error", "/api/traces/ab, V1Error",
    "/api/metrics/minstep, V1Error", "/api/v3/traces, V3Error", "/api/v3/traces/ab, V3Error"
  })
  void realError_isOfItsSchema(String url, String schema) throws Exception {
    SchemaCheck check = new SchemaCheck(document);

    assertThat(check.check(document.at("/components/schemas/" + schema), server.get(url).json()))
        .isEmpty();
  }

  @Test
  void ledger_balancesWithItsHistory() throws Exception {
    JsonNode ledger = server.get("/api/spoor/v1/ledger").json();

    assertThat(ledger.get("balances").asBoolean()).isTrue();
    assertThat(ledger.at("/accounts/0/counts/received").asInt()).isEqualTo(3);
    assertThat(ledger.at("/accounts/0/counts/inFlight").asInt()).isEqualTo(1);
    assertThat(ledger.at("/accounts/0/counts/reasons/refused/queue_full").asInt()).isEqualTo(1);
    assertThat(ledger.at("/history/points/0/receivers/otlp_http/stored").asInt()).isEqualTo(1);
    assertThat(ledger.at("/history/points/0/at").asText()).isEqualTo("2026-11-20T12:00:00Z");
  }

  @Test
  void schemaCheck_findsWhatIsWrong() throws Exception {
    JsonNode wrong =
        new YAMLMapper().readTree("{data: [1], total: x, limit: 0, offset: 0, errors: null}");

    assertThat(new SchemaCheck(document).check(document.at("/components/schemas/TextList"), wrong))
        .hasSize(2);
  }
}
