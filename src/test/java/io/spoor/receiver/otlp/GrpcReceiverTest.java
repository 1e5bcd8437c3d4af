// SPDX-License-Identifier: Apache-2.0
package io.spoor.receiver.otlp;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import com.google.protobuf.CodedOutputStream;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.spoor.TestSpans;
import io.spoor.codec.otlp.OtlpProtoEncoder;
import io.spoor.receiver.http.GrpcClient;
import io.spoor.receiver.http.GrpcClient.Reply;
import io.spoor.receiver.http.RawHttp;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xerial.snappy.Snappy;
import org.xerial.snappy.SnappyFramedOutputStream;

class GrpcReceiverTest {
  private static final byte[] SHOP = OtlpProtoEncoder.encode(TestSpans.shop());
  private static final int SHOP_SPANS = TestSpans.shop().size();
  private static final Map<String, String> GZIP = Map.of(GrpcClient.ENCODING, "gzip");

  private RunningReceiver receiver = RunningReceiver.start();
  private GrpcClient client =
      new GrpcClient(receiver.vertx, receiver.grpcPort, OtlpGrpcReceiverVerticle.EXPORT.path());

  @BeforeEach
  void receiverIsFresh() {
    assertThat(receiver.requests).isEmpty();
  }

  /** Whatever a test did, the next good request must work. */
  @AfterEach
  void nextRequestWorks() {
    int before = receiver.spansSeen();
    assertThat(client.export(SHOP).status()).isEqualTo("0");
    assertThat(receiver.spansSeen()).isEqualTo(before + SHOP_SPANS);
    receiver.close();
  }

  @Test
  void storedSpansAreAnsweredWithAnEmptyResponse() {
    Reply reply = client.export(SHOP);

    assertThat(reply.httpStatus()).isEqualTo(200);
    assertThat(reply.status()).isEqualTo("0");
    assertThat(reply.headers().get("content-type")).isEqualTo("application/grpc");
    assertThat(reply.body().getBytes()).containsExactly(0, 0, 0, 0, 0);
    assertThat(receiver.count("receiver.accepted.spans", "transport", "otlp_grpc"))
        .isEqualTo(SHOP_SPANS);
  }

  @Test
  void emptyMessageIsAValidRequestWithoutSpans() {
    assertThat(client.export(new byte[0]).status()).isEqualTo("0");
    assertThat(receiver.requests).isEmpty();
  }

  @Test
  void invalidSpansAreReportedAsPartialSuccess() throws Exception {
    byte[] body = withInvalidSpan();

    Reply reply = client.export(body);

    assertThat(reply.status()).isEqualTo("0");
    ExportTraceServiceResponse response =
        ExportTraceServiceResponse.parseFrom(
            Arrays.copyOfRange(reply.body().getBytes(), 5, reply.body().length()));
    assertThat(response.getPartialSuccess().getRejectedSpans()).isEqualTo(1);
    assertThat(response.getPartialSuccess().getErrorMessage()).isNotBlank();
    assertThat(receiver.spansSeen()).isEqualTo(SHOP_SPANS);
  }

  @Test
  void compressedMessagesAreInflated() throws Exception {
    assertThat(client.call(GrpcClient.frame(1, gzip(SHOP)), GZIP).status()).isEqualTo("0");
    assertThat(call("zstd", Zstd.compress(SHOP)).status()).isEqualTo("0");
    assertThat(call("snappy", Snappy.compress(SHOP)).status()).isEqualTo("0");
    ByteArrayOutputStream framed = new ByteArrayOutputStream();
    try (OutputStream out = new SnappyFramedOutputStream(framed)) {
      out.write(SHOP);
    }
    assertThat(call("snappy", framed.toByteArray()).status()).isEqualTo("0");
    assertThat(receiver.spansSeen()).isEqualTo(4 * SHOP_SPANS);
  }

  @Test
  void uncompressedMessageMayNameAnEncoding() {
    assertThat(client.call(GrpcClient.frame(0, SHOP), GZIP).status()).isEqualTo("0");
  }

  @Test
  void messageOfAFewMegabytesIsTaken() {
    assertThat(client.export(padding(5 << 20)).status()).isEqualTo("0");
  }

  @Test
  void messageAboveTheWireLimitIsRejectedForGood() throws Exception {
    restart("admission.maxMessageBytes=1MiB");
    Reply reply = client.export(padding(2 << 20));

    assertThat(reply.status()).isEqualTo("8");
    assertThat(reply.details()).as("a hint to retry").isNull();
    assertThat(undecoded("rejected", "too_large")).isEqualTo(1);
  }

  @Test
  void lengthPrefixAboveTheLimitIsRejectedBeforeTheMessageComes() {
    Buffer head = Buffer.buffer().appendByte((byte) 0).appendInt(Integer.MIN_VALUE);
    assertThat(client.call(head, Map.of()).status()).isEqualTo("8");
  }

  @Test
  void messageAboveTheWholeBudgetIsRejectedForGood() throws Exception {
    restart("admission.maxInFlightBytes=1MiB");
    Reply reply = client.export(padding(2 << 20));

    assertThat(reply.status()).isEqualTo("8");
    assertThat(reply.details()).isNull();
  }

  @Test
  void gzipBombIsRejectedAtTheInflatedLimit() throws Exception {
    restart("admission.maxInflatedBytes=8MiB");
    byte[] bomb = gzip(padding(180 << 20));

    Reply reply = client.call(GrpcClient.frame(1, bomb), GZIP);

    assertThat(reply.status()).isEqualTo("8");
    assertThat(reply.details()).isNull();
    assertThat(receiver.metrics.highestInFlightBytes()).isLessThan(17 << 20);
  }

  @Test
  void zstdBombIsRejectedAtTheInflatedLimit() throws Exception {
    restart("admission.maxInflatedBytes=8MiB");
    assertThat(call("zstd", Zstd.compress(padding(180 << 20))).status()).isEqualTo("8");
    assertThat(receiver.metrics.highestInFlightBytes()).isLessThan(17 << 20);
  }

  @ParameterizedTest
  @CsvSource({"gzip", "zstd", "snappy"})
  void brokenCompressedDataIsInvalid(String encoding) {
    byte[] data = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20};
    assertThat(call(encoding, data).status()).isEqualTo("3");
    assertThat(call(encoding, new byte[] {1, 2, 3}).status()).isEqualTo("3");
  }

  @Test
  void unknownEncodingIsUnimplementedAndSaysWhatIsKnown() {
    Reply reply = call("br", new byte[] {1, 2, 3});

    assertThat(reply.status()).isEqualTo("12");
    assertThat(reply.headers().get("grpc-accept-encoding")).isEqualTo("identity,gzip,zstd,snappy");
    assertThat(undecoded("rejected", "unsupported_encoding")).isEqualTo(1);
  }

  @Test
  void compressedMessageWithoutEncodingIsABrokenFrame() {
    assertThat(client.call(GrpcClient.frame(1, new byte[] {1, 2, 3}), Map.of()).status())
        .isEqualTo("13");
    assertThat(call("identity", new byte[] {1, 2, 3}).status()).isEqualTo("13");
  }

  @Test
  void garbageIsInvalid() {
    Reply reply = client.export(new byte[] {(byte) 0xff, 1, 2, 3, 4, 5});

    assertThat(reply.status()).isEqualTo("3");
    assertThat(reply.message()).isNotBlank();
    assertThat(reply.body().length()).isZero();
  }

  @Test
  void brokenFramesAreAnswered() {
    Buffer whole = GrpcClient.frame(0, SHOP);
    assertThat(status(whole.copy().appendByte((byte) 0))).as("trailing byte").isEqualTo("13");
    assertThat(status(whole.copy().appendBuffer(whole))).as("two messages").isEqualTo("13");
    assertThat(status(whole.getBuffer(0, whole.length() - 1))).as("cut off").isEqualTo("13");
    assertThat(status(whole.getBuffer(0, 3))).as("cut off in the header").isEqualTo("13");
    assertThat(status(Buffer.buffer())).as("no message").isEqualTo("13");
    assertThat(status(GrpcClient.frame(2, SHOP))).as("flag 2").isEqualTo("13");
  }

  @Test
  void truncatedMessageIsAnsweredAtEveryOffset() {
    for (int length = 0; length < SHOP.length; length += 7) {
      Reply reply = client.export(Arrays.copyOf(SHOP, length));
      assertThat(reply.status()).as("cut at %d", length).isIn("0", "3");
    }
    int spans = receiver.spansSeen();
    receiver.requests.clear();
    assertThat(spans).isGreaterThanOrEqualTo(0);
  }

  @Test
  void unknownMethodIsUnimplemented() {
    Reply reply =
        RunningReceiver.await(
            client
                .open("/grpc.health.v1.Health/Check", Map.of())
                .compose(request -> request.send(GrpcClient.frame(0, new byte[0])))
                .compose(Reply::of));
    assertThat(reply.status()).isEqualTo("12");
    assertThat(reply.message()).contains("/grpc.health.v1.Health/Check");
  }

  @Test
  void otherContentTypesAre415() {
    for (String type : new String[] {"application/json", "application/grpc-web", "text/plain"}) {
      Reply reply = client.call(GrpcClient.frame(0, SHOP), Map.of("content-type", type));
      assertThat(reply.httpStatus()).as(type).isEqualTo(415);
    }
    Reply plus =
        client.call(
            GrpcClient.frame(0, SHOP), Map.of("content-type", "application/grpc+proto; x=y"));
    assertThat(plus.status()).isEqualTo("0");
  }

  @Test
  void http1IsRefusedProperly() throws Exception {
    RawHttp raw = new RawHttp(receiver.grpcPort);
    String answer =
        raw.exchange(
            "POST %s HTTP/1.1\r\nhost: x\r\ncontent-type: application/grpc\r\ncontent-length: 0\r\n\r\n"
                .formatted(OtlpGrpcReceiverVerticle.EXPORT.path()));
    assertThat(answer).startsWith("HTTP/1.1 505");
  }

  @Test
  void malformedTimeoutIsAnswered() {
    for (String timeout : new String[] {"10", "S", "123456789S", "1x", "-1S"}) {
      Reply reply = client.call(GrpcClient.frame(0, SHOP), Map.of(GrpcClient.TIMEOUT, timeout));
      assertThat(reply.status()).as(timeout).isEqualTo("13");
    }
    assertThat(client.call(GrpcClient.frame(0, SHOP), Map.of("grpc-timeout", "5S")).status())
        .isEqualTo("0");
  }

  @Test
  void refusedRequestCarriesTheTimeToRetry() throws Exception {
    restart("admission.retryAfter=1500ms");
    receiver.storage =
        request ->
            io.vertx.core.Future.failedFuture(
                new io.spoor.bus.RefusedException(io.spoor.bus.Refusal.QUEUE_FULL, "grüße 100%"));

    Reply reply = client.export(SHOP);

    receiver.storage = RunningReceiver::store;
    receiver.requests.clear();
    assertThat(reply.status()).isEqualTo("14");
    assertThat(reply.message()).isEqualTo("gr%C3%BC%C3%9Fe 100%25");
    Status details = requireNonNull(reply.details());
    assertThat(details.getCode()).isEqualTo(14);
    RetryInfo retry = details.getDetails(0).unpack(RetryInfo.class);
    assertThat(retry.getRetryDelay().getSeconds()).isEqualTo(1);
    assertThat(retry.getRetryDelay().getNanos()).isEqualTo(500_000_000);
  }

  @Test
  void messageArrivingByteByByteIsTaken() {
    HttpClientRequest request =
        RunningReceiver.await(client.open(OtlpGrpcReceiverVerticle.EXPORT.path(), Map.of()));
    request.setChunked(true);
    Buffer frame = GrpcClient.frame(0, SHOP);
    for (int i = 0; i < frame.length(); i++) {
      request.write(frame.getBuffer(i, i + 1));
    }
    HttpClientResponse response =
        RunningReceiver.await(request.end().compose(v -> request.response()));
    assertThat(RunningReceiver.await(Reply.of(response)).status()).isEqualTo("0");
    assertThat(receiver.spansSeen()).isEqualTo(SHOP_SPANS);
  }

  private void restart(String... settings) {
    receiver.close();
    receiver = RunningReceiver.start(settings);
    client =
        new GrpcClient(receiver.vertx, receiver.grpcPort, OtlpGrpcReceiverVerticle.EXPORT.path());
  }

  private @org.jspecify.annotations.Nullable String status(Buffer body) {
    return client.call(body, Map.of()).status();
  }

  private Reply call(String encoding, byte[] message) {
    return client.call(GrpcClient.frame(1, message), Map.of(GrpcClient.ENCODING, encoding));
  }

  private double undecoded(String fate, String reason) {
    return receiver.count(
        "receiver." + fate + ".undecoded.requests", "transport", "otlp_grpc", "reason", reason);
  }

  /** The shop, and a span whose trace id is too short. */
  static byte[] withInvalidSpan() throws IOException {
    byte[] span = proto(1, new byte[] {1, 2, 3});
    byte[] resourceSpans = proto(2, proto(2, span));
    byte[] invalid = proto(1, resourceSpans);
    byte[] body = Arrays.copyOf(SHOP, SHOP.length + invalid.length);
    System.arraycopy(invalid, 0, body, SHOP.length, invalid.length);
    return body;
  }

  /** A valid message of about this many bytes: one unknown field. */
  static byte[] padding(int bytes) {
    try {
      return proto(15, new byte[bytes]);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] proto(int field, byte[] value) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    out.writeByteArray(field, value);
    out.flush();
    return bytes.toByteArray();
  }

  static byte[] gzip(byte[] data) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(data);
    }
    return out.toByteArray();
  }
}
