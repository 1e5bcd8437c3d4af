// SPDX-License-Identifier: Apache-2.0
package io.spoor.grpc;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Sends hand-made gRPC frames to a port of the loopback. */
public final class RawGrpc {
  // A client that nobody holds any more closes itself, whatever goes on through it.
  private static final Set<HttpClient> CLIENTS = ConcurrentHashMap.newKeySet();

  private final HttpClient http;
  private final int port;

  /** A client of its own connections. */
  public RawGrpc(Vertx vertx, int port) {
    this.http =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setHttp2ClearTextUpgrade(false));
    this.port = port;
    CLIENTS.add(http);
  }

  /** A frame with this flag. */
  public static Buffer frame(int flag, byte[] message) {
    return Buffer.buffer().appendByte((byte) flag).appendInt(message.length).appendBytes(message);
  }

  /** What came back; the status is null where there was none. */
  public record Reply(int httpStatus, @Nullable String status, String message, Buffer body) {
    static Future<Reply> of(HttpClientResponse response) {
      return response
          .body()
          .map(
              body -> {
                boolean inHead = response.getHeader("grpc-status") != null;
                var where = inHead ? response.headers() : response.trailers();
                return new Reply(
                    response.statusCode(),
                    where.get("grpc-status"),
                    String.valueOf(where.get("grpc-message")),
                    body);
              });
    }
  }

  /** Posts a body and waits for the answer. */
  public Reply call(String path, Buffer body, Map<String, String> headers) throws Exception {
    return await(send(HttpMethod.POST, path, body, headers));
  }

  /** Sends a request; the answer fails when the stream is reset. */
  public Future<Reply> send(
      HttpMethod method, String path, Buffer body, Map<String, String> headers) {
    return open(method, path, headers).compose(request -> request.send(body)).compose(Reply::of);
  }

  /** Opens a request; the caller writes the body. */
  public Future<HttpClientRequest> open(
      HttpMethod method, String path, Map<String, String> headers) {
    RequestOptions options =
        new RequestOptions().setMethod(method).setHost("127.0.0.1").setPort(port).setURI(path);
    return http.request(options)
        .onSuccess(
            request -> {
              request.putHeader("te", "trailers").putHeader("content-type", "application/grpc");
              headers.forEach(request::putHeader);
            });
  }

  /** Waits, but not for ever. */
  public static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }
}
