// SPDX-License-Identifier: Apache-2.0
package io.spoor.receiver.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import com.google.rpc.Status;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.spoor.TestSpans;
import io.spoor.bus.Refusal;
import io.spoor.bus.RefusedException;
import io.spoor.codec.otlp.OtlpProtoEncoder;
import io.spoor.receiver.http.RawHttp;
import io.spoor.telemetry.LedgerReceiver;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.DeflaterOutputStream;
import net.jpountz.lz4.LZ4FrameOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xerial.snappy.Snappy;

class HttpReceiverTest {
  private static final String PROTOBUF = "application/x-protobuf";
  private static final String JSON = "application/json";
  private static final byte[] SHOP = OtlpProtoEncoder.encode(TestSpans.shop());
  private static final int SHOP_SPANS = TestSpans.shop().size();
  private static final String ONE_SPAN_JSON =
      """
      {"resourceSpans":[{"scopeSpans":[{"spans":[{
        "traceId":"0102030405060708090a0b0c0d0e0f10","spanId":"0102030405060708","name":"x",
        "startTimeUnixNano":"1795176000000000000","endTimeUnixNano":1795176000000000001}]}]}]}
      """;

  private RunningReceiver receiver = RunningReceiver.start();
  private final HttpClient client = HttpClient.newHttpClient();

  @AfterEach
  void nextRequestWorks() throws Exception {
    assertThat(post(PROTOBUF, "", SHOP).statusCode()).isEqualTo(200);
    receiver.close();
  }

  @ParameterizedTest
  @EnumSource(HttpClient.Version.class)
  void protobufIsStored(HttpClient.Version version) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(uri("/v1/traces"))
            .version(version) // HTTP/2 comes as an upgrade
            .header("content-type", PROTOBUF + "; charset=x")
            .POST(BodyPublishers.ofByteArray(SHOP))
            .build();
    HttpResponse<byte[]> response = client.send(request, BodyHandlers.ofByteArray());

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("content-type")).contains(PROTOBUF);
    assertThat(response.body()).isEmpty();
    assertThat(receiver.spansSeen()).isEqualTo(SHOP_SPANS);
    assertThat(receiver.count("receiver.accepted.spans", "transport", "otlp_http"))
        .isEqualTo(SHOP_SPANS);
  }

  @Test
  void mountedInAnotherApiItCountsApart() throws Exception {
    OtlpHttpHandler mounted =
        OtlpHttpHandler.mounted(
            receiver.vertx,
            receiver.intake,
            LedgerReceiver.QUERY_HTTP,
            RunningReceiver.httpPort(Map.of()).timeouts());
    HttpRequest request =
        HttpRequest.newBuilder(serving(mounted))
            .header("content-type", PROTOBUF)
            .POST(BodyPublishers.ofByteArray(SHOP))
            .build();

    assertThat(client.send(request, BodyHandlers.ofByteArray()).statusCode()).isEqualTo(200);
    assertThat(receiver.count("receiver.accepted.spans", "transport", "query_http"))
        .isEqualTo(SHOP_SPANS);
    RunningReceiver.await(mounted.drain());
    assertThat(client.send(request, BodyHandlers.ofByteArray()).statusCode()).isEqualTo(503);
  }

  @Test
  void refusedByItsHeadAlone_isAnsweredInTheFormatOfTheRequest() throws Exception {
    OtlpHttpHandler drained =
        OtlpHttpHandler.mounted(
            receiver.vertx,
            receiver.intake,
            LedgerReceiver.QUERY_HTTP,
            RunningReceiver.httpPort(Map.of()).timeouts());
    RunningReceiver.await(drained.drain());
    HttpRequest request =
        HttpRequest.newBuilder(serving(drained))
            .header("content-type", JSON)
            .POST(BodyPublishers.ofString(ONE_SPAN_JSON))
            .build();

    HttpResponse<String> response = client.send(request, BodyHandlers.ofString());

    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.headers().firstValue("content-type")).contains(JSON);
    assertThat(response.body()).startsWith("{\"code\":14,");
  }

  private URI serving(OtlpHttpHandler mounted) {
    Router router = Router.router(receiver.vertx);
    router.post("/api/otlp/v1/traces").handler(routing -> mounted.receive(routing.request()));
    int port =
        RunningReceiver.await(
                receiver.vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1"))
            .actualPort();
    return URI.create("http://127.0.0.1:" + port + "/api/otlp/v1/traces");
  }

  @Test
  void jsonIsStored() throws Exception {
    HttpResponse<String> response = postText(JSON + ";charset=utf-8", ONE_SPAN_JSON);

    assertThat(response.body()).isEqualTo("{\"partialSuccess\":{}}");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("content-type")).contains(JSON);
    assertThat(receiver.spansSeen()).isEqualTo(1);
  }

  @Test
  void everyEncodingIsInflated() throws Exception {
    assertThat(post(PROTOBUF, "gzip", GrpcReceiverTest.gzip(SHOP)).statusCode()).isEqualTo(200);
    byte[] zlib = through(DeflaterOutputStream::new);
    assertThat(post(PROTOBUF, "deflate", zlib).statusCode()).isEqualTo(200);
    assertThat(post(PROTOBUF, "zlib", zlib).statusCode()).isEqualTo(200);
    assertThat(post(PROTOBUF, "zstd", Zstd.compress(SHOP)).statusCode()).isEqualTo(200);
    assertThat(post(PROTOBUF, "snappy", Snappy.compress(SHOP)).statusCode()).isEqualTo(200);
    byte[] lz4 = through(LZ4FrameOutputStream::new);
    assertThat(post(PROTOBUF, "lz4", lz4).statusCode()).isEqualTo(200);
    assertThat(receiver.spansSeen()).isEqualTo(6 * SHOP_SPANS);
  }

  @Test
  void upgradeToHttp2WithCompressedBodyIsInflated() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(uri("/v1/traces"))
            .version(HttpClient.Version.HTTP_2)
            .header("content-type", PROTOBUF)
            .header("content-encoding", "gzip")
            .POST(BodyPublishers.ofByteArray(GrpcReceiverTest.gzip(SHOP)))
            .build();
    assertThat(client.send(request, BodyHandlers.ofByteArray()).statusCode()).isEqualTo(200);
    assertThat(receiver.spansSeen()).isEqualTo(SHOP_SPANS);
  }

  @Test
  void unknownEncodingIs415() throws Exception {
    HttpResponse<byte[]> response = post(PROTOBUF, "br", SHOP);
    assertThat(response.statusCode()).isEqualTo(415);
    assertThat(response.headers().firstValue("accept-encoding").orElse("")).contains("gzip");
  }

  @Test
  void emptyProtobufIsValidAndEmptyJsonIsNot() throws Exception {
    assertThat(post(PROTOBUF, "", new byte[0]).statusCode()).isEqualTo(200);
    assertThat(postText(JSON, "").statusCode()).isEqualTo(400);
    assertThat(postText(JSON, "{}").statusCode()).isEqualTo(200);
    assertThat(receiver.requests).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "application/grpc", "application/xml", ""})
  void otherContentTypesAre415(String type) throws Exception {
    HttpResponse<byte[]> response = post(type, "", SHOP);
    assertThat(response.statusCode()).isEqualTo(415);
    assertThat(response.headers().firstValue("content-type").orElse("")).startsWith("text/plain");
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "PUT", "DELETE", "OPTIONS"})
  void otherMethodsAre405(String method) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(uri("/v1/traces"))
            .method(method, BodyPublishers.ofByteArray(SHOP))
            .build();
    HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
    assertThat(response.statusCode()).isEqualTo(405);
    assertThat(response.headers().firstValue("allow")).contains("POST");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/v1/metrics", "/v1/traces/", "/api/traces"})
  void otherPathsAre404(String path) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(uri(path)).POST(BodyPublishers.ofByteArray(SHOP)).build();
    assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(404);
  }

  @Test
  void badPayloadIsAnsweredInItsOwnEncoding() throws Exception {
    HttpResponse<byte[]> proto = post(PROTOBUF, "", new byte[] {(byte) 0xff, 1, 2, 3});
    assertThat(proto.statusCode()).isEqualTo(400);
    assertThat(proto.headers().firstValue("content-type")).contains(PROTOBUF);
    Status status = Status.parseFrom(proto.body());
    assertThat(status.getCode()).isEqualTo(3);
    assertThat(status.getMessage()).isNotBlank();

    HttpResponse<String> json = postText(JSON, "{\"resourceSpans\":[}");
    assertThat(json.statusCode()).isEqualTo(400);
    assertThat(json.headers().firstValue("content-type")).contains(JSON);
    assertThat(json.body()).startsWith("{\"code\":3,\"message\":\"");
  }

  @Test
  void truncatedBodiesAreAnsweredAtEveryOffset() throws Exception {
    for (int length = 1; length < SHOP.length; length++) {
      int status = post(PROTOBUF, "", Arrays.copyOf(SHOP, length)).statusCode();
      assertThat(status).as("cut at %d", length).isIn(200, 400);
    }
    byte[] json = ONE_SPAN_JSON.strip().getBytes(StandardCharsets.UTF_8);
    for (int length = 0; length < json.length; length++) {
      int status = post(JSON, "", Arrays.copyOf(json, length)).statusCode();
      assertThat(status).as("cut at %d", length).isEqualTo(400);
    }
  }

  @Test
  void invalidSpansAreReportedAsPartialSuccess() throws Exception {
    HttpResponse<byte[]> response = post(PROTOBUF, "", GrpcReceiverTest.withInvalidSpan());
    assertThat(response.statusCode()).isEqualTo(200);
    ExportTraceServiceResponse message = ExportTraceServiceResponse.parseFrom(response.body());
    assertThat(message.getPartialSuccess().getRejectedSpans()).isEqualTo(1);
    assertThat(receiver.spansSeen()).isEqualTo(SHOP_SPANS);
    assertThat(
            receiver.count(
                "receiver.rejected.spans", "transport", "otlp_http", "reason", "invalid_span"))
        .isEqualTo(1);
  }

  @Test
  void contentLengthAboveTheLimitIsAnsweredBeforeTheBodyComes() throws Exception {
    try (RawHttp raw = new RawHttp(receiver.httpPort)) {
      String answer =
          raw.exchange(
              RawHttp.head(
                  "POST /v1/traces HTTP/1.1",
                  "content-type: application/json",
                  "content-length: 999999999"));
      assertThat(answer).startsWith("HTTP/1.1 413").doesNotContainIgnoringCase("retry-after");
    }
  }

  @Test
  void chunkedBodyAboveTheLimitIs413() throws Exception {
    restart("admission.maxMessageBytes=64KiB");
    HttpRequest request =
        HttpRequest.newBuilder(uri("/v1/traces"))
            .header("content-type", PROTOBUF)
            .POST(
                BodyPublishers.ofInputStream(
                    () -> new java.io.ByteArrayInputStream(GrpcReceiverTest.padding(200_000))))
            .build();
    assertThat(client.send(request, BodyHandlers.ofByteArray()).statusCode()).isEqualTo(413);
  }

  @Test
  void bombsAreRejectedAtTheLimit() throws Exception {
    restart("admission.maxInflatedBytes=4MiB");
    byte[] zeros = GrpcReceiverTest.padding(64 << 20);
    HttpResponse<byte[]> gzip = post(PROTOBUF, "gzip", GrpcReceiverTest.gzip(zeros));
    assertThat(gzip.statusCode()).isEqualTo(413);
    assertThat(gzip.headers().firstValue("retry-after")).isEmpty();
    assertThat(post(PROTOBUF, "zstd", Zstd.compress(zeros)).statusCode()).isEqualTo(413);
    assertThat(receiver.metrics.highestInFlightBytes()).isLessThan(9 << 20);
  }

  @ParameterizedTest
  @CsvSource({
    "QUEUE_FULL, 429",
    "STORAGE_FAILED, 503",
    "UNAVAILABLE, 503",
    "DEADLINE_EXCEEDED, 503",
  })
  void refusedRequestsSayWhenToComeAgain(Refusal refusal, int expected) throws Exception {
    receiver.storage = request -> Future.failedFuture(new RefusedException(refusal, "not now"));

    HttpResponse<byte[]> response = post(PROTOBUF, "", SHOP);

    receiver.storage = RunningReceiver::store;
    assertThat(response.statusCode()).isEqualTo(expected);
    assertThat(response.headers().firstValue("retry-after")).contains("1");
    assertThat(Status.parseFrom(response.body()).getDetailsCount()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"MALFORMED, 400", "TOO_LARGE, 413", "UNSUPPORTED, 501"})
  void rejectedRequestsDoNotSaySo(Refusal refusal, int expected) throws Exception {
    receiver.storage = request -> Future.failedFuture(new RefusedException(refusal, "never"));

    HttpResponse<byte[]> response = post(PROTOBUF, "", SHOP);

    receiver.storage = RunningReceiver::store;
    assertThat(response.statusCode()).isEqualTo(expected);
    assertThat(response.headers().firstValue("retry-after")).isEmpty();
  }

  @Test
  void clientThatWaitsForContinueIsToldSo() throws Exception {
    try (RawHttp raw = new RawHttp(receiver.httpPort)) {
      String head =
          "POST /v1/traces HTTP/1.1\r\nhost: x\r\ncontent-type: %s\r\nexpect: 100-continue\r\n";
      assertThat(
              raw.exchange(
                  head.formatted(PROTOBUF) + "content-length: " + SHOP.length + "\r\n\r\n"))
          .startsWith("HTTP/1.1 100");
      raw.write(SHOP);
      assertThat(raw.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 200");
      assertThat(raw.exchange(head.formatted("text/xml") + "content-length: 5\r\n\r\n"))
          .startsWith("HTTP/1.1 415")
          .containsIgnoringCase("connection: close");
    }
  }

  @Test
  void overlongHeadersAndUrlsAreRefused() throws Exception {
    try (RawHttp raw = new RawHttp(receiver.httpPort)) {
      assertThat(raw.exchange("GET /" + "x".repeat(10_000) + " HTTP/1.1\r\nhost: x\r\n\r\n"))
          .matches("(?s)HTTP/1.[01] 414.*");
    }
    try (RawHttp raw = new RawHttp(receiver.httpPort)) {
      assertThat(raw.exchange("GET / HTTP/1.1\r\nhost: x\r\nx: " + "y".repeat(40_000) + "\r\n\r\n"))
          .matches("(?s)HTTP/1.[01] 431.*");
    }
    try (RawHttp raw = new RawHttp(receiver.httpPort)) {
      assertThat(raw.exchange("\u0001\u0002 nonsense\r\n\r\n")).matches("(?s)HTTP/1.[01] 400.*");
    }
  }

  @Test
  void pagesOfAllowedOriginsMaySend() throws Exception {
    restart(
        "http.cors.allowedOrigins=https://shop.example,https://*.test",
        "http.cors.allowedHeaders=X-Team");
    try (RawHttp raw = new RawHttp(receiver.httpPort)) {
      String preflight =
          raw.exchange(
              RawHttp.head(
                  "OPTIONS /v1/traces HTTP/1.1",
                  "origin: https://a.b.test",
                  "access-control-request-method: POST"));
      assertThat(preflight)
          .startsWith("HTTP/1.1 204")
          .containsIgnoringCase("access-control-allow-origin: https://a.b.test")
          .containsIgnoringCase("access-control-allow-methods: POST")
          .contains("Content-Type", "X-Team")
          .containsIgnoringCase("access-control-max-age: 7200");
      String post = "POST /v1/traces HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n";
      assertThat(raw.exchange(post + "content-length: 2\r\norigin: https://shop.example\r\n\r\n{}"))
          .startsWith("HTTP/1.1 200")
          .containsIgnoringCase("access-control-allow-origin: https://shop.example")
          .containsIgnoringCase("vary: origin");
      raw.readUntil("}}");
      assertThat(raw.exchange(post + "content-length: 2\r\norigin: https://evil.example\r\n\r\n{}"))
          .startsWith("HTTP/1.1 200")
          .doesNotContainIgnoringCase("access-control-allow-origin");
    }
  }

  @Test
  void requestWithTooManySpansIsRejected() throws Exception {
    restart("admission.maxSpansPerRequest=" + SHOP_SPANS);
    byte[] twice = Arrays.copyOf(SHOP, 2 * SHOP.length);
    System.arraycopy(SHOP, 0, twice, SHOP.length, SHOP.length);

    assertThat(post(PROTOBUF, "", twice).statusCode()).isEqualTo(413);
    assertThat(receiver.requests).isEmpty();
  }

  private void restart(String... settings) {
    receiver.close();
    receiver = RunningReceiver.start(settings);
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + receiver.httpPort + path);
  }

  private HttpResponse<byte[]> post(String type, String encoding, byte[] body) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri("/v1/traces"))
            .version(HttpClient.Version.HTTP_1_1)
            .POST(BodyPublishers.ofByteArray(body));
    if (!type.isEmpty()) {
      request.header("content-type", type);
    }
    if (!encoding.isEmpty()) {
      request.header("content-encoding", encoding);
    }
    return client.send(request.build(), BodyHandlers.ofByteArray());
  }

  private HttpResponse<String> postText(String type, String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(uri("/v1/traces"))
            .version(HttpClient.Version.HTTP_1_1)
            .header("content-type", type)
            .POST(BodyPublishers.ofString(body))
            .build();
    return client.send(request, BodyHandlers.ofString());
  }

  private static byte[] through(Wrapping wrapping) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = wrapping.wrap(bytes)) {
      out.write(SHOP);
    }
    return bytes.toByteArray();
  }

  @FunctionalInterface
  private interface Wrapping {
    OutputStream wrap(OutputStream out) throws IOException;
  }
}
