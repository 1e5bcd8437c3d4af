// SPDX-License-Identifier: Apache-2.0
package io.spoor.receiver.zipkin;

import static org.assertj.core.api.Assertions.assertThat;

import io.spoor.bus.Refusal;
import io.spoor.bus.RefusedException;
import io.spoor.model.WriteResult;
import io.vertx.core.Future;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import zipkin2.Endpoint;
import zipkin2.Span;
import zipkin2.codec.SpanBytesEncoder;

class ZipkinReceiverTest {
  private static final String V2 = "/api/v2/spans";
  private static final List<Span> SPANS = List.of(span("1"), span("2"), span("3"));
  private static final byte[] JSON = SpanBytesEncoder.JSON_V2.encodeList(SPANS);

  private RunningZipkin receiver = new RunningZipkin();
  private final HttpClient client = HttpClient.newHttpClient();

  private static Span span(String id) {
    return Span.newBuilder()
        .traceId("5af7183fb1d4cf5f")
        .id(id)
        .kind(Span.Kind.CLIENT)
        .name("get")
        .timestamp(1_795_176_000_000_000L)
        .duration(17L)
        .localEndpoint(Endpoint.newBuilder().serviceName("shop").build())
        .putTag("n", "17")
        .build();
  }

  @AfterEach
  void nextRequestWorks() throws Exception {
    receiver.storage = RunningZipkin::store;
    assertThat(post(V2, JSON).statusCode()).isEqualTo(202);
    receiver.close();
  }

  @ParameterizedTest
  @CsvSource({
    "/api/v2/spans, application/json, JSON_V2",
    "/api/v2/spans, '', JSON_V2",
    "/api/v2/spans, text/plain, JSON_V2",
    "/, application/json; charset=utf-8, JSON_V2",
    "/any/path/at/all?x=y, application/json, JSON_V2",
    "/api/v2/spans, application/x-protobuf, PROTO3",
    "/api/v2/spans, APPLICATION/X-PROTOBUF; x=y, PROTO3",
    "/api/v1/spans, application/json, JSON_V1",
    "/zipkin/api/v1/spans/, '', JSON_V1",
    "/api/v1/spans, application/x-protobuf, JSON_V1",
    "/api/v1/spans, application/x-thrift, THRIFT"
  })
  void pathAndContentTypeTellTheFormat(String path, String type, SpanBytesEncoder encoder)
      throws Exception {
    HttpResponse<String> response = post(path, encoder.encodeList(SPANS), "Content-Type", type);

    assertThat(response.statusCode()).as(response.body()).isEqualTo(202);
    assertThat(response.body()).isEmpty();
    assertThat(receiver.requests).hasSize(1);
    assertThat(receiver.spansSeen()).isEqualTo(3);
    assertThat(receiver.requests.get(0).batch().span(0).serviceName()).isEqualTo("shop");
    assertThat(receiver.count("receiver.accepted.spans", "transport", "zipkin")).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource({
    "gzip, gzip", "deflate, zlib", "zlib, zlib", "'', none", "identity, none",
    "gzip, none", "deflate, none", "zlib, none", "br, none", "no encoding at all, none"
  })
  void aBodyIsInflatedOrTakenAsItIs(String header, String compression) throws Exception {
    byte[] body = compressed(compression);
    HttpResponse<String> response = post(V2, body, "Content-Encoding", header);

    assertThat(response.statusCode()).as(response.body()).isEqualTo(202);
    assertThat(receiver.spansSeen()).isEqualTo(3);
  }

  private static byte[] compressed(String compression) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out =
        switch (compression) {
          case "gzip" -> new GZIPOutputStream(bytes);
          case "zlib" -> new DeflaterOutputStream(bytes);
          default -> bytes;
        }) {
      out.write(JSON);
    }
    return bytes.toByteArray();
  }

  @Test
  void aBrokenBodyIsToldWhere() throws Exception {
    HttpResponse<String> response = post(V2, "[{\"id\":1".getBytes(StandardCharsets.UTF_8));

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains("invalid Zipkin JSON at byte");
    assertThat(receiver.spansSeen()).isZero();
    assertThat(
            receiver.count(
                "receiver.rejected.undecoded.requests",
                "transport",
                "zipkin",
                "reason",
                "malformed"))
        .isEqualTo(1);
  }

  @Test
  void anEmptyListIsAccepted() throws Exception {
    assertThat(post(V2, "[]".getBytes(StandardCharsets.UTF_8)).statusCode()).isEqualTo(202);
    assertThat(post(V2, new byte[0], "Content-Type", "application/x-protobuf").statusCode())
        .isEqualTo(202);
    assertThat(post(V2, new byte[0]).statusCode()).isEqualTo(400); // no JSON at all
  }

  @Test
  void spansWithInvalidIdsAreToldAndAllOthersStored() throws Exception {
    String body =
        "[{\"traceId\":\"1\",\"id\":\"0\"},{\"traceId\":\"1\",\"id\":\"2\"},{\"id\":\"x\"}]";
    HttpResponse<String> response = post(V2, body.getBytes(StandardCharsets.UTF_8));

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).isEqualTo("2 spans rejected: id must not be all zero\n");
    assertThat(receiver.spansSeen()).isEqualTo(1);
    assertThat(
            receiver.count(
                "receiver.rejected.spans", "transport", "zipkin", "reason", "invalid_span"))
        .isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({"QUEUE_FULL, 429, true", "STORAGE_FAILED, 503, true", "UNAVAILABLE, 503, true"})
  void whatCanBeTriedAgainIsRefusedWithAHint(Refusal refusal, int status, boolean hint)
      throws Exception {
    receiver.storage = request -> Future.failedFuture(new RefusedException(refusal, "busy"));
    HttpResponse<String> response = post(V2, JSON);

    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.headers().firstValue("Retry-After").isPresent()).isEqualTo(hint);
    assertThat(response.body()).isNotEmpty();
  }

  @Test
  void whatStorageRejectsForGoodIsABadRequest() throws Exception {
    receiver.storage =
        request -> Future.succeededFuture(WriteResult.stored(1).plusRejected(2, "too long"));
    HttpResponse<String> partly = post(V2, JSON);
    assertThat(partly.statusCode()).isEqualTo(400);
    assertThat(partly.body()).isEqualTo("2 spans rejected: too long\n");

    receiver.storage =
        request -> Future.failedFuture(new RefusedException(Refusal.MALFORMED, "no"));
    HttpResponse<String> whole = post(V2, JSON);
    assertThat(whole.statusCode()).isEqualTo(400);
    assertThat(whole.body()).isEqualTo("\"Bad Request\"");
    assertThat(whole.headers().firstValue("Retry-After")).isEmpty();
  }

  @Test
  void largerMessagesThanAllowedAreRejected() throws Exception {
    receiver.close();
    receiver = new RunningZipkin("admission.maxMessageBytes=1KiB");
    HttpResponse<String> response = post(V2, new byte[2000]);

    assertThat(response.statusCode()).isEqualTo(413);
    assertThat(response.body()).contains("admission.maxMessageBytes");
  }

  @Test
  void healthIsUpAndOtherReadsAreNotAllowed() throws Exception {
    assertThat(get("/health").statusCode()).isEqualTo(200);
    assertThat(get("/health").body()).isEqualTo("{\"status\":\"UP\"}\n");
    assertThat(get(V2).statusCode()).isEqualTo(405);
  }

  @Test
  void theDebugHeaderMarksEverySpan() throws Exception {
    post(V2, JSON, "X-B3-Flags", "1");
    assertThat(receiver.requests.get(0).batch().span(2).attributes().find("zipkin.debug"))
        .isNotNegative();
    post(V2, JSON, "X-B3-Flags", "0");
    assertThat(receiver.requests.get(1).batch().span(2).attributes().find("zipkin.debug"))
        .isNegative();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void tagsAreTypedWhenTheConfigurationSaysSo(boolean typed) throws Exception {
    receiver.close();
    receiver = new RunningZipkin("zipkin.parseStringTags=" + typed);
    post(V2, JSON);
    var attributes = receiver.requests.get(0).batch().span(0).attributes();
    assertThat(attributes.type(attributes.find("n")).name()).isEqualTo(typed ? "INT" : "STRING");
  }

  @Test
  void pagesThatMaySendAreToldSo() throws Exception {
    receiver.close();
    receiver = new RunningZipkin("zipkin.http.cors.allowedOrigins=http://*.example");
    HttpResponse<String> preflight =
        client.send(
            HttpRequest.newBuilder(receiver.url(V2))
                .method("OPTIONS", BodyPublishers.noBody())
                .header("Origin", "http://shop.example")
                .header("Access-Control-Request-Method", "POST")
                .build(),
            BodyHandlers.ofString());
    assertThat(preflight.statusCode()).isEqualTo(204);
    assertThat(preflight.headers().firstValue("Access-Control-Allow-Origin"))
        .contains("http://shop.example");
    assertThat(
            post(V2, JSON, "Origin", "http://shop.example")
                .headers()
                .firstValue("Access-Control-Allow-Origin"))
        .contains("http://shop.example");
  }

  private HttpResponse<String> get(String path) throws Exception {
    return client.send(HttpRequest.newBuilder(receiver.url(path)).build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> post(String path, byte[] body, String... header) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(receiver.url(path)).POST(BodyPublishers.ofByteArray(body));
    if (header.length > 0 && !header[1].isEmpty()) {
      request.header(header[0], header[1]);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }
}
