// SPDX-License-Identifier: Apache-2.0
package io.spoor.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.Status;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.trace.v1.Span;
import io.spoor.SpoorProcess;
import io.spoor.TestSeed;
import io.spoor.TestSpans;
import io.spoor.codec.otlp.OtlpProtoEncoder;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Input that is wrong, absurd or too large, through the sockets of the real process with a small
 * heap: each gets its answer, and after each the next good request works and nothing is held.
 */
class BadInputIT {
  private static final String PROTOBUF = "application/x-protobuf";
  private static final String JSON = "application/json";
  private static final String TRACE = "0102030405060708090a0b0c0d0e0f10";

  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private static SpoorProcess spoor;
  private static QueryClient query;

  @BeforeAll
  static void start() {
    spoor = SpoorProcess.with("query.http.basePath=/base").heap("256m").start();
    query = new QueryClient(spoor);
  }

  @AfterAll
  static void stop() {
    spoor.close();
  }

  @AfterEach
  void nextGoodRequestWorksAndNothingIsHeld() throws Exception {
    assertThat(post("receiver.otlp.http", "/v1/traces", good()).statusCode()).isEqualTo(200);
    await()
        .atMost(20, SECONDS)
        .untilAsserted(
            () ->
                assertThat(query.get("admin", "/metrics").body())
                    .contains("\nspoor_admission_inflight_bytes 0.0\n"));
    JsonObject ledger = query.ledger();
    assertThat(ledger.getBoolean("balances")).isTrue();
    assertThat(ledger.getJsonObject("total").getLong("inFlight")).isZero();
    assertThat(ledger.getJsonObject("total").getLong("failed")).isZero();
    assertThat(spoor.logText()).doesNotContain("OutOfMemoryError", " ERROR ");
  }

  @ParameterizedTest
  @CsvSource({
    "receiver.otlp.http, /v1/traces",
    "query.http, /api/otlp/v1/traces",
    "query.http, /base/api/otlp/v1/traces",
  })
  void protobufCorruptedAnywhere_isTakenOrMalformed(String listener, String path) throws Exception {
    byte[] sample = OtlpProtoEncoder.encode(TestSpans.random(TestSeed.random(), 2));
    for (int offset = 0; offset < sample.length; offset++) {
      byte[] flipped = sample.clone();
      flipped[offset] ^= (byte) 0xff;
      assertThat(post(listener, path, flipped).statusCode()).as("byte " + offset).isIn(200, 400);
    }
  }

  @ParameterizedTest
  @CsvSource({"/api/otlp/v1/traces", "/base/api/otlp/v1/traces"})
  void otlpOnTheQueryPort_isFoundAndCountedThere(String path) throws Exception {
    long before = receivedOnTheQueryPort();
    HttpResponse<byte[]> answer = post("query.http", path, good());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("content-type")).hasValue(PROTOBUF);
    assertThat(receivedOnTheQueryPort()).isEqualTo(before + 1);
    assertThat(query.data("/base/api/traces/" + TRACE).size()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "415 | text/plain | identity | {}",
        "415 | application/json | br | {}",
        "400 | application/json | identity | \"\"",
        "400 | application/json | identity | {\"resourceSpans\":",
        "400 | application/json | gzip | {}",
        "400 | application/x-protobuf | identity | {}",
      })
  void wrongHeadersAndBodies_getTheirStatusOnTheQueryPortToo(
      int status, String type, String encoding, String body) throws Exception {
    for (String listener : new String[] {"receiver.otlp.http", "query.http"}) {
      String path = listener.equals("query.http") ? "/api/otlp/v1/traces" : "/v1/traces";
      HttpRequest request =
          HttpRequest.newBuilder(spoor.url(listener, path))
              .header("content-type", type)
              .header("content-encoding", encoding)
              .POST(HttpRequest.BodyPublishers.ofString(body))
              .build();
      HttpResponse<String> answer = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(listener + ": " + answer.body()).isEqualTo(status);
      assertThat(answer.headers().firstValue("retry-after")).isEmpty();
    }
  }

  @Test
  void deepNestingAndHugeNumbers_areMalformedJson() throws Exception {
    String deep = "{\"arrayValue\":{\"values\":[".repeat(5_000);
    assertThat(postJson("\"attributes\":[{\"key\":\"k\",\"value\":" + deep)).isEqualTo(400);
    String huge = "9".repeat(100_000);
    assertThat(postJson("\"startTimeUnixNano\":" + huge + "}]}]}]}")).isEqualTo(400);
    assertThat(postJson("\"startTimeUnixNano\":\"" + huge + "\"}]}]}]}")).isEqualTo(400);
    assertThat(postJson("\"startTimeUnixNano\":1e999999999}]}]}]}")).isEqualTo(400);
  }

  @Test
  void wrongIds_areReportedAndTheRestIsStored() throws Exception {
    ExportTraceServiceRequest.Builder request = ExportTraceServiceRequest.newBuilder();
    request
        .addResourceSpansBuilder()
        .addScopeSpansBuilder()
        .addSpans(span(21, 1))
        .addSpans(span(21, 2).toBuilder().setTraceId(ByteString.copyFrom(new byte[16])))
        .addSpans(span(21, 3).toBuilder().setTraceId(ByteString.copyFrom(new byte[15])))
        .addSpans(span(21, 4).toBuilder().setSpanId(ByteString.copyFrom(new byte[8])))
        .addSpans(span(21, 5).toBuilder().setSpanId(ByteString.EMPTY));

    HttpResponse<byte[]> answer =
        post("receiver.otlp.http", "/v1/traces", request.build().toByteArray());

    assertThat(answer.statusCode()).isEqualTo(200);
    ExportTraceServiceResponse response = ExportTraceServiceResponse.parseFrom(answer.body());
    assertThat(response.getPartialSuccess().getRejectedSpans()).isEqualTo(4);
    assertThat(response.getPartialSuccess().getErrorMessage()).isNotEmpty();
    assertThat(spansOf(21)).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "31, 2000, 1000",
    "32, 0, 0",
    "33, 0, -1",
    "34, -1, 0",
    "35, -1, -1",
    "36, 9223372036854775807, -9223372036854775808",
  })
  void absurdTimes_areStoredAndCanBeRead(int trace, long start, long end) throws Exception {
    byte[] body =
        request(
            span(trace, 1).toBuilder().setStartTimeUnixNano(start).setEndTimeUnixNano(end).build());
    assertThat(post("receiver.otlp.http", "/v1/traces", body).statusCode()).isEqualTo(200);
    assertThat(spansOf(trace)).hasSize(1);
    assertThat(query.get("query.http", "/api/v3/traces/" + hex(trace)).statusCode()).isEqualTo(200);
  }

  @Test
  void megabyteInOneAttribute_isStoredWhole() throws Exception {
    String text = "x".repeat(1 << 20);
    Span span = span(41, 1).toBuilder().addAttributes(TestSpans.keyValue("k", text)).build();
    assertThat(post("receiver.otlp.http", "/v1/traces", request(span)).statusCode()).isEqualTo(200);
    JsonArray tags = spansOf(41).getJsonObject(0).getJsonArray("tags");
    assertThat(tags.getJsonObject(0).getString("value")).isEqualTo(text);
  }

  @Test
  void hundredThousandAttributes_areStoredWhole() throws Exception {
    Span.Builder span = span(42, 1).toBuilder();
    for (int i = 0; i < 100_000; i++) {
      span.addAttributes(TestSpans.keyValue("key-" + i, (long) i));
    }
    byte[] body = request(span.build());
    assertThat(post("receiver.otlp.http", "/v1/traces", body).statusCode()).isEqualTo(200);
    assertThat(spansOf(42).getJsonObject(0).getJsonArray("tags").size())
        .isGreaterThanOrEqualTo(100_000);
  }

  @Test
  void millionSpans_thatNeedMoreThanTheWholeBudget_areRejectedForGood() throws Exception {
    HttpResponse<byte[]> answer = postGzip(spans(1_000_000));

    assertThat(answer.statusCode()).isEqualTo(413);
    assertThat(answer.headers().firstValue("retry-after")).isEmpty();
    Status status = status(answer);
    assertThat(status.getMessage()).contains("admission.maxInFlightBytes", "67108864");
    assertThat(status.getDetailsList()).isEmpty();
  }

  @Test
  void attributesByTheHundredThousandWithBadKeys_areRepairedWithinTheBudgetOrRejected()
      throws Exception {
    assertThat(postGzip(badKeys(100_000)).statusCode()).isEqualTo(200);

    HttpResponse<byte[]> answer = postGzip(badKeys(900_000));
    assertThat(answer.statusCode()).isEqualTo(413);
    assertThat(status(answer).getMessage()).contains("admission.maxInFlightBytes");
  }

  @Test
  void resourcesByTheHundredThousandWithoutName_areRepairedWithinTheBudgetOrRejected()
      throws Exception {
    assertThat(postGzip(resources(50_000)).statusCode()).isEqualTo(200);
    assertThat(postGzip(resources(500_000)).statusCode()).isEqualTo(413);
  }

  @Test
  void hundredThousandSpansWithoutNames_areStored() throws Exception {
    long before = query.ledgerTotal().getLong("stored");
    assertThat(postGzip(spans(100_000)).statusCode()).isEqualTo(200);
    assertThat(query.ledgerTotal().getLong("stored")).isEqualTo(before + 100_000);
  }

  private static long receivedOnTheQueryPort() {
    return (long) query.metric("spoor_receiver_accepted_spans_total{transport=\"query_http\"}");
  }

  private static byte[] good() {
    return request(
        Span.newBuilder()
            .setTraceId(ByteString.fromHex(TRACE))
            .setSpanId(ByteString.fromHex("0102030405060708"))
            .setName("good")
            .setStartTimeUnixNano(1_000)
            .setEndTimeUnixNano(2_000)
            .build());
  }

  private static Span span(long trace, long id) {
    return Span.newBuilder()
        .setTraceId(ByteString.fromHex(hex(trace)))
        .setSpanId(ByteString.copyFrom(ByteBuffer.allocate(8).putLong(0, id)))
        .setName("odd")
        .setStartTimeUnixNano(1_000)
        .setEndTimeUnixNano(2_000)
        .build();
  }

  private static String hex(long trace) {
    return String.format("%032x", trace);
  }

  private static byte[] request(Span span) {
    ExportTraceServiceRequest.Builder request = ExportTraceServiceRequest.newBuilder();
    request.addResourceSpansBuilder().addScopeSpansBuilder().addSpans(span);
    return request.build().toByteArray();
  }

  /** A span with attributes whose keys are no text. */
  private static byte[] badKeys(int count) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(span(51, count).toByteArray());
    for (int i = 0; i < count; i++) {
      bytes.writeBytes(new byte[] {0x4a, 7, 0x0a, 1, (byte) 0xff, 0x12, 2, 0x18, 5});
    }
    return message(1, message(2, message(2, bytes.toByteArray())));
  }

  /** A span behind resources that have no attributes, nor anything else. */
  private static byte[] resources(int count) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < count; i++) {
      bytes.writeBytes(new byte[] {0x0a, 0});
    }
    bytes.writeBytes(request(span(52, count)));
    return bytes.toByteArray();
  }

  private static byte[] message(int field, byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    out.writeByteArray(field, content);
    out.flush();
    return bytes.toByteArray();
  }

  /** Spans of one trace that have ids and nothing else. */
  private static byte[] spans(int count) {
    ExportTraceServiceRequest.Builder request = ExportTraceServiceRequest.newBuilder();
    var scope = request.addResourceSpansBuilder().addScopeSpansBuilder();
    ByteString trace = ByteString.fromHex(hex(count));
    for (int i = 1; i <= count; i++) {
      scope.addSpans(
          Span.newBuilder()
              .setTraceId(trace)
              .setSpanId(ByteString.copyFrom(ByteBuffer.allocate(8).putLong(0, i))));
    }
    return request.build().toByteArray();
  }

  private static JsonArray spansOf(long trace) {
    return query.data("/api/traces/" + hex(trace)).getJsonObject(0).getJsonArray("spans");
  }

  private static Status status(HttpResponse<byte[]> answer) throws InvalidProtocolBufferException {
    return Status.parseFrom(answer.body());
  }

  private static int postJson(String restOfSpan) throws Exception {
    String head = "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{";
    byte[] body = (head + restOfSpan).getBytes(UTF_8);
    return send("receiver.otlp.http", "/v1/traces", JSON, "identity", body).statusCode();
  }

  private static HttpResponse<byte[]> post(String listener, String path, byte[] body)
      throws Exception {
    return send(listener, path, PROTOBUF, "identity", body);
  }

  private static HttpResponse<byte[]> postGzip(byte[] body) throws Exception {
    return send("receiver.otlp.http", "/v1/traces", PROTOBUF, "gzip", gzip(body));
  }

  private static HttpResponse<byte[]> send(
      String listener, String path, String type, String encoding, byte[] body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(spoor.url(listener, path))
            .timeout(Duration.ofSeconds(30))
            .header("content-type", type)
            .header("content-encoding", encoding)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    return CLIENT.send(request, HttpResponse.BodyHandlers.ofByteArray());
  }

  private static byte[] gzip(byte[] body) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(body);
    }
    return bytes.toByteArray();
  }
}
