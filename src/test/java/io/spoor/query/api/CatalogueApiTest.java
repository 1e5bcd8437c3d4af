// SPDX-License-Identifier: Apache-2.0
package io.spoor.query.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.spoor.model.AttributeKey;
import io.spoor.model.AttributeKeyList;
import io.spoor.model.AttributeLevel;
import io.spoor.model.AttributeType;
import io.spoor.model.AttributeValueList;
import io.spoor.model.DurationQuantiles;
import io.spoor.model.OperationStats;
import io.spoor.model.OperationStatsList;
import io.spoor.model.SpanKind;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogueApiTest {
  private static final String VALUES = "/api/spoor/v1/attributes/%s/values";
  private static final String STATS = "/api/spoor/v1/operations/stats";

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
  void attributes_haveLevelsAndTypesInOrder() throws Exception {
    server.service.attributeKeys =
        new AttributeKeyList(
            List.of(
                new AttributeKey(
                    "k",
                    Set.of(AttributeLevel.EVENT, AttributeLevel.SPAN),
                    Set.of(AttributeType.INT, AttributeType.STRING))),
            false);

    assertThat(server.get("/api/spoor/v1/attributes?prefix=k%2F&limit=7").text())
        .isEqualTo(
            "{\"attributes\":[{\"key\":\"k\",\"levels\":[\"span\",\"event\"],"
                + "\"types\":[\"string\",\"int\"]}],\"complete\":false}");
    assertThat(server.service.keyRequests.get(0).prefix()).isEqualTo("k/");
    assertThat(server.service.keyRequests.get(0).limit()).isEqualTo(7);
  }

  @Test
  void attributes_areTheFirstHundredUnlessMoreIsSaid() throws Exception {
    assertThat(server.get("/api/spoor/v1/attributes").text())
        .isEqualTo("{\"attributes\":[],\"complete\":true}");
    assertThat(server.service.keyRequests.get(0).limit()).isEqualTo(100);
    assertThat(server.service.keyRequests.get(0).prefix()).isEmpty();
  }

  @Test
  void values_areListed() throws Exception {
    server.service.attributeValues = new AttributeValueList(List.of("200", "a\"b"), true);

    assertThat(server.get(VALUES.formatted("http.status") + "?prefix=2").text())
        .isEqualTo("{\"values\":[\"200\",\"a\\\"b\"],\"complete\":true}");
    assertThat(server.service.valueRequests.get(0).key()).isEqualTo("http.status");
    assertThat(server.service.valueRequests.get(0).prefix()).isEqualTo("2");
  }

  @ParameterizedTest
  @CsvSource({
    "a/b, a/b",
    "a%2Fb, a/b",
    "a+b%20c, a+b c",
    "%D0%BA, к",
    "values/values, values/values"
  })
  void values_areOfAKeyOfAnyCharacters(String inPath, String key) throws Exception {
    assertThat(server.get(VALUES.formatted(inPath)).status()).isEqualTo(200);
    assertThat(server.service.valueRequests.get(0).key()).isEqualTo(key);
  }

  @ParameterizedTest
  @CsvSource({
    "/api/spoor/v1/attributes?limit=0, 400",
    "/api/spoor/v1/attributes?limit=10001, 400",
    "/api/spoor/v1/attributes?limit=x, 400",
    "/api/spoor/v1/attributes/a, 404",
    "/api/spoor/v1/attributes/a/value, 404",
    "/api/spoor/v1/operations, 404",
    "/api/spoor/v1/operations/stats?start=2&end=1, 400",
    "/api/spoor/v1/operations/stats?start=x, 400"
  })
  void whatIsWrong_isSaid(String path, int status) throws Exception {
    RawResponse response = server.get(path);

    assertThat(response.status()).isEqualTo(status);
    assertThat(response.header("content-type")).startsWith("text/plain");
    assertThat(server.service.keyRequests).isEmpty();
    assertThat(server.service.statsRequests).isEmpty();
  }

  @Test
  void operationStats_areListed() throws Exception {
    server.service.operationStats =
        new OperationStatsList(
            List.of(
                new OperationStats(
                    "s", "op", SpanKind.SERVER, 3, 1, new DurationQuantiles(1, 2, 3, 4, 5))),
            true);

    assertThat(server.get(STATS + "?service=s&start=1000&end=2000").text())
        .isEqualTo(
            "{\"operations\":[{\"service\":\"s\",\"operation\":\"op\",\"spanKind\":\"server\","
                + "\"calls\":3,\"errors\":1,\"durationNanos\":{\"p50\":1,\"p75\":2,\"p90\":3,"
                + "\"p95\":4,\"p99\":5}}],\"mayCountCopies\":true}");
    var request = server.service.statsRequests.get(0);
    assertThat(request.serviceName()).isEqualTo("s");
    assertThat(request.startUnixNano()).isEqualTo(1_000_000);
    assertThat(request.endUnixNano()).isEqualTo(2_000_000);
  }

  @Test
  void operationStats_areOfAllServicesOverTheLastHourUnlessMoreIsSaid() throws Exception {
    server.get(STATS);

    var request = server.service.statsRequests.get(0);
    assertThat(request.serviceName()).isNull();
    assertThat(request.endUnixNano()).isEqualTo(QueryServer.NOW.getEpochSecond() * 1_000_000_000L);
    assertThat(request.endUnixNano() - request.startUnixNano()).isEqualTo(3_600_000_000_000L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/spoor/v1/attributes", "/api/spoor/v1/attributes/k/values", STATS})
  void refusals_becomeStatuses(String path) throws Exception {
    server.service.refusal = io.spoor.bus.Refusal.QUEUE_FULL;

    assertThat(server.get(path).status()).isEqualTo(503);
  }
}
