// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.remote;

import static java.util.Objects.requireNonNullElse;

import io.spoor.config.RemoteConfig;
import io.spoor.model.Tenant;
import io.spoor.model.WriteResult;
import io.spoor.storage.StorageException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sends spans to another server over OTLP gRPC: one unary call a batch, over HTTP/2.
 *
 * <p>Of several addresses one is used until it fails; then it is the next one's turn. An address
 * that asked for time gets it. There is no retry in here. Callable from any thread; all else
 * happens on one event loop.
 */
final class CollectorClient {
  private static final String EXPORT =
      "/opentelemetry.proto.collector.trace.v1.TraceService/Export";
  private static final int FRAME_HEADER = 5;
  private static final int MAX_ANSWER_BYTES = 64 << 10;
  private static final int HTTP_OK = 200;
  private static final long CANCEL = 8; // error code of HTTP/2

  private final RemoteConfig config;
  private final Context context;
  private final HttpClient plain;
  private final @Nullable HttpClient encrypted; // where an address needs it
  private final List<RemoteEndpoint> endpoints = new ArrayList<>();

  // Of the context.
  private int current;
  private int requests;
  private long bytes;

  private volatile @Nullable String trouble; // why the last request failed, null when it did not

  CollectorClient(Vertx vertx, RemoteConfig config) {
    this.config = config;
    this.context = vertx.getOrCreateContext();
    PoolOptions pool = new PoolOptions().setMaxWaitQueueSize(config.maxInFlightRequests());
    this.plain = vertx.createHttpClient(options(config), pool);
    this.encrypted = config.encrypts() ? vertx.createHttpClient(tlsOptions(config), pool) : null;
    long now = System.nanoTime();
    config.endpoints().forEach(address -> endpoints.add(new RemoteEndpoint(address, now)));
  }

  static HttpClientOptions options(RemoteConfig config) {
    return new HttpClientOptions()
        .setProtocolVersion(HttpVersion.HTTP_2)
        .setHttp2ClearTextUpgrade(false)
        .setTcpNoDelay(true)
        .setConnectTimeout((int) config.timeout().toMillis());
  }

  static HttpClientOptions tlsOptions(RemoteConfig config) {
    HttpClientOptions options =
        options(config).setUseAlpn(true).setVerifyHost(config.tls().verifyHost());
    config.tls().applyTo(options);
    return options;
  }

  /**
   * Sends one message.
   *
   * @param message an {@code ExportTraceServiceRequest}; nobody may change it any more
   * @return fails with a {@link StorageException} only, retryable unless the server said otherwise
   */
  Future<WriteResult> export(Tenant tenant, byte[] message, int spans) {
    Promise<WriteResult> answer = Promise.promise();
    context.runOnContext(v -> exportHere(tenant, message, spans).onComplete(answer));
    return answer.future();
  }

  /** Why spans cannot be sent now, as the last attempt showed; empty when they can. */
  Optional<String> unready() {
    return Optional.ofNullable(trouble);
  }

  /** Gives up what is under way. */
  Future<Void> close() {
    HttpClient secure = encrypted;
    return secure == null ? plain.close() : plain.close().eventually(secure::close);
  }

  private Future<WriteResult> exportHere(Tenant tenant, byte[] message, int spans) {
    if (requests >= config.maxInFlightRequests()
        || (requests > 0 && bytes + message.length > config.maxInFlightBytes())) {
      return failed("too much is on its way to the collector", null);
    }
    RemoteEndpoint endpoint = nextEndpoint();
    if (endpoint == null) {
      return failed("the collector asked to be left alone for a while", null);
    }
    requests++;
    bytes += message.length;
    return send(endpoint, tenant, message)
        .compose(reply -> answered(endpoint, reply, spans), e -> failed(endpoint, e))
        .onComplete(
            done -> {
              requests--;
              bytes -= message.length;
            });
  }

  private @Nullable RemoteEndpoint nextEndpoint() {
    for (int i = 0; i < endpoints.size(); i++) {
      RemoteEndpoint endpoint = endpoints.get(current);
      if (!endpoint.isPaused()) {
        return endpoint;
      }
      current = (current + 1) % endpoints.size();
    }
    return null;
  }

  private Future<Reply> send(RemoteEndpoint endpoint, Tenant tenant, byte[] message) {
    HttpClient secure = encrypted;
    HttpClient client = endpoint.tls() && secure != null ? secure : plain;
    return client
        .request(
            new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setHost(endpoint.host())
                .setPort(endpoint.port())
                .setSsl(endpoint.tls())
                .setURI(EXPORT)
                .setTimeout(config.timeout().toMillis()))
        .compose(request -> call(request, tenant, message));
  }

  private Future<Reply> call(HttpClientRequest request, Tenant tenant, byte[] message) {
    request
        .putHeader("content-type", "application/grpc")
        .putHeader("te", "trailers")
        .putHeader("user-agent", "spoor")
        .putHeader("grpc-timeout", config.timeout().toMillis() + "m");
    if (!tenant.equals(Tenant.DEFAULT)) {
      request.putHeader("x-tenant", tenant.name());
    }
    Buffer frame =
        Buffer.buffer(FRAME_HEADER + message.length)
            .appendByte((byte) 0)
            .appendInt(message.length)
            .appendBytes(message);
    return request
        .send(frame)
        .compose(response -> read(response))
        .timeout(config.timeout().toMillis(), TimeUnit.MILLISECONDS)
        .onFailure(e -> request.reset(CANCEL));
  }

  private static Future<Reply> read(HttpClientResponse response) {
    Promise<Reply> read = Promise.promise();
    Buffer body = Buffer.buffer();
    response
        .handler(
            chunk -> {
              if (body.length() + chunk.length() <= MAX_ANSWER_BYTES) {
                body.appendBuffer(chunk);
              } else {
                read.tryFail("the answer is too large");
              }
            })
        .exceptionHandler(read::tryFail)
        .endHandler(v -> read.tryComplete(new Reply(statusOf(response), copies(response), body)));
    return read.future();
  }

  /** How many spans the server had already; another than Spoor does not say. */
  private static int copies(HttpClientResponse response) {
    String copies = response.getHeader("x-spoor-deduplicated");
    try {
      return copies == null ? 0 : Integer.parseInt(copies);
    } catch (NumberFormatException expected) { // then it is not Spoor's
      return 0;
    }
  }

  private static ExportAnswer statusOf(HttpClientResponse response) {
    String status = response.getTrailer("grpc-status");
    if (status != null) {
      return ExportAnswer.of(
          status,
          requireNonNullElse(response.getTrailer("grpc-message"), ""),
          requireNonNullElse(response.getTrailer("grpc-status-details-bin"), ""));
    }
    String early = response.getHeader("grpc-status"); // when there is nothing but the trailers
    if (early == null && response.statusCode() != HTTP_OK) {
      return ExportAnswer.ofHttp(response.statusCode());
    }
    return ExportAnswer.of(
        requireNonNullElse(early, ""),
        requireNonNullElse(response.getHeader("grpc-message"), ""),
        requireNonNullElse(response.getHeader("grpc-status-details-bin"), ""));
  }

  private Future<WriteResult> answered(RemoteEndpoint endpoint, Reply reply, int spans) {
    ExportAnswer status = reply.status();
    if (status.ok()) {
      trouble = null;
      WriteResult result = ExportAnswer.result(reply.body().getBytes(), spans);
      int copies = Math.max(0, Math.min(result.stored(), reply.copies()));
      return Future.succeededFuture(
          new WriteResult(
              result.stored(), copies, result.dropped(), result.rejected(), result.reason()));
    }
    StorageException failure = status.failure();
    if (failure.retryable()) {
      endpoint.pause(status.retryDelay().toNanos());
      turnFrom(endpoint);
      trouble = endpoint + ": " + failure.getMessage();
    }
    return Future.failedFuture(failure);
  }

  private Future<WriteResult> failed(RemoteEndpoint endpoint, Throwable cause) {
    turnFrom(endpoint);
    String message = "the collector at " + endpoint + " did not answer: " + cause.getMessage();
    trouble = message;
    return failed(message, cause);
  }

  private static Future<WriteResult> failed(String message, @Nullable Throwable cause) {
    return Future.failedFuture(StorageException.retryable(message, cause));
  }

  /** Requests that fail together turn it once. */
  private void turnFrom(RemoteEndpoint endpoint) {
    if (endpoints.get(current) == endpoint) {
      current = (current + 1) % endpoints.size();
    }
  }

  private record Reply(ExportAnswer status, int copies, Buffer body) {}
}
