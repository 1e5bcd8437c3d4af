// SPDX-License-Identifier: Apache-2.0
package io.spoor.query.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TransformTest {
  private static final String BODY =
      """
      {"resourceSpans":[{"resource":{"attributes":[
        {"key":"service.name","value":{"stringValue":"web"}}]},
       "scopeSpans":[{"spans":[
        {"traceId":"000000000000000000000000000000ab","spanId":"000000000000000a","name":"one",
         "kind":2,"startTimeUnixNano":"1795176000000000000","endTimeUnixNano":"1795176000001000000"},
        {"traceId":"000000000000000000000000000000cd","spanId":"000000000000000b","name":"two"},
        {"traceId":"000000000000000000000000000000ab","spanId":"000000000000000c","name":"three",
         "parentSpanId":"000000000000000a"}]}]}]}
      """;

  private static RawResponse post(QueryServer server, String contentType, byte[] body)
      throws Exception {
    return server.send(
        "POST /api/transform HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: "
            + contentType
            + "\r\nContent-Length: "
            + body.length
            + "\r\n\r\n",
        body);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @CsvSource({"application/json", "text/plain;charset=UTF-8"})
  void otlpJson_becomesTracesByIdWhateverItsType(String contentType) throws Exception {
    try (QueryServer server = new QueryServer(Map.of())) {
      RawResponse response = post(server, contentType, bytes(BODY));

      assertThat(response.status()).as(response.text()).isEqualTo(200);
      JsonNode data = response.json().get("data");
      assertThat(data).hasSize(2);
      assertThat(data.at("/0/traceID").asText()).isEqualTo("00000000000000ab");
      assertThat(data.at("/0/spans").findValuesAsText("operationName"))
          .containsExactly("one", "three");
      assertThat(data.at("/0/processes/p1/serviceName").asText()).isEqualTo("web");
      assertThat(data.at("/1/spans/0/operationName").asText()).isEqualTo("two");
      assertThat(response.json().get("errors").isNull()).isTrue();
    }
  }

  @Test
  void invalidSpans_areLeftOutAndNamed() throws Exception {
    try (QueryServer server = new QueryServer(Map.of())) {
      String body = BODY.replace("000000000000000b", "0000000000000000");

      RawResponse response = post(server, "application/json", bytes(body));

      assertThat(response.json().get("data")).hasSize(1);
      assertThat(response.json().at("/errors/0/msg").asText()).startsWith("1 spans are left out");
    }
  }

  @ParameterizedTest
  @CsvSource({"''", "'{'", "'[]'", "'{\"resourceSpans\":7}'"})
  void badBody_is400(String body) throws Exception {
    try (QueryServer server = new QueryServer(Map.of())) {
      RawResponse response = post(server, "application/json", bytes(body));

      assertThat(response.status()).isEqualTo(400);
      assertThat(response.json().at("/errors/0/code").asInt()).isEqualTo(400);
      assertThat(post(server, "application/json", bytes(BODY)).status()).isEqualTo(200);
    }
  }

  @Test
  void deepNesting_is400() throws Exception {
    try (QueryServer server = new QueryServer(Map.of())) {
      assertThat(post(server, "application/json", bytes("{\"a\":".repeat(100_000))).status())
          .isEqualTo(400);
    }
  }

  @Test
  void largeBody_is413() throws Exception {
    try (QueryServer server = new QueryServer(Map.of("limits.maxTransformBytes", "1KiB"))) {
      RawResponse response = post(server, "application/json", new byte[2000]);

      assertThat(response.status()).isEqualTo(413);
      assertThat(response.json().at("/errors/0/msg").asText())
          .isEqualTo("body must have at most 1024 bytes");
    }
  }

  @Test
  void bodiesAboveTheSharedBound_areRefusedAndItIsGivenBack() throws Exception {
    Map<String, String> settings =
        Map.of("limits.maxTransformTotalBytes", "1MiB", "limits.maxTransformBytes", "4MiB");
    try (QueryServer server = new QueryServer(settings)) {
      for (int i = 0; i < 20; i++) {
        byte[] large = new byte[2 << 20];
        assertThat(post(server, "application/json", large).status()).isEqualTo(503);
        assertThat(post(server, "application/json", bytes(BODY)).status()).isEqualTo(200);
      }
    }
  }
}
