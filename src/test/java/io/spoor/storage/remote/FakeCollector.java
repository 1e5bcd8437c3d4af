// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.remote;

import static io.spoor.storage.StorageProbe.await;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import io.opentelemetry.proto.collector.trace.v1.ExportTracePartialSuccess;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.spoor.codec.Allowance;
import io.spoor.codec.otlp.OtlpProtoDecoder;
import io.spoor.model.SpanBatch;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A server of OTLP gRPC whose answers a test decides about. */
final class FakeCollector implements AutoCloseable {
  static final int INVALID_ARGUMENT = 3;
  static final int RESOURCE_EXHAUSTED = 8;
  static final int UNAVAILABLE = 14;

  final List<SpanBatch> received = new CopyOnWriteArrayList<>();

  /** Answers; what came in was added to {@link #received} before. */
  volatile Consumer<HttpServerResponse> answer = FakeCollector::ok;

  private final HttpServer server;

  /** Listens on a port, 0 for a free one. */
  FakeCollector(Vertx vertx, int port) {
    server =
        await(
            vertx
                .createHttpServer(new HttpServerOptions().setHost("127.0.0.1").setPort(port))
                .requestHandler(this::export)
                .listen());
  }

  String address() {
    return "http://127.0.0.1:" + server.actualPort();
  }

  int port() {
    return server.actualPort();
  }

  /** Names of the spans in the order in which they came. */
  List<String> names() {
    return received.stream()
        .flatMap(
            batch ->
                java.util.stream.IntStream.range(0, batch.size())
                    .mapToObj(row -> batch.span(row).name()))
        .toList();
  }

  private void export(HttpServerRequest request) {
    request
        .body()
        .onSuccess(
            body -> {
              byte[] message = body.getBytes(5, body.length());
              received.add(new OtlpProtoDecoder().decode(message, Allowance.UNLIMITED).batch());
              answer.accept(request.response());
            });
  }

  static void ok(HttpServerResponse response) {
    respond(response, ExportTraceServiceResponse.getDefaultInstance());
  }

  static void partial(HttpServerResponse response, int rejected, String why) {
    respond(
        response,
        ExportTraceServiceResponse.newBuilder()
            .setPartialSuccess(
                ExportTracePartialSuccess.newBuilder()
                    .setRejectedSpans(rejected)
                    .setErrorMessage(why))
            .build());
  }

  private static void respond(HttpServerResponse response, ExportTraceServiceResponse message) {
    byte[] bytes = message.toByteArray();
    response
        .putHeader("content-type", "application/grpc")
        .putTrailer("grpc-status", "0")
        .end(Buffer.buffer().appendByte((byte) 0).appendInt(bytes.length).appendBytes(bytes));
  }

  /** Nothing but trailers, as most servers answer with a failure. */
  static void fail(HttpServerResponse response, int code, String message) {
    response
        .putHeader("content-type", "application/grpc")
        .putHeader("grpc-status", Integer.toString(code))
        .putHeader("grpc-message", message)
        .end();
  }

  static void failWithDelay(HttpServerResponse response, int code, long millis) {
    Duration delay =
        Duration.newBuilder()
            .setSeconds(millis / 1_000)
            .setNanos((int) (millis % 1_000) * 1_000_000)
            .build();
    Status status =
        Status.newBuilder()
            .setCode(code)
            .addDetails(Any.pack(RetryInfo.newBuilder().setRetryDelay(delay).build()))
            .build();
    response
        .putHeader("content-type", "application/grpc")
        .putHeader("grpc-status", Integer.toString(code))
        .putHeader(
            "grpc-status-details-bin",
            Base64.getEncoder().withoutPadding().encodeToString(status.toByteArray()))
        .end();
  }

  @Override
  public void close() {
    await(server.close());
  }
}
