// SPDX-License-Identifier: Apache-2.0
package io.spoor.receiver.http;

import com.google.rpc.Status;
import io.spoor.receiver.TestIntake;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sends hand-made gRPC frames to one method. */
public final class GrpcClient {
  public static final String ENCODING = "grpc-encoding";
  public static final String TIMEOUT = "grpc-timeout";

  private final HttpClient http;
  private final int port;
  private final String path;

  public GrpcClient(Vertx vertx, int port, String path) {
    this.http =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setHttp2ClearTextUpgrade(false));
    this.port = port;
    this.path = path;
  }

  public static Buffer frame(int flag, byte[] message) {
    return Buffer.buffer().appendByte((byte) flag).appendInt(message.length).appendBytes(message);
  }

  /** Calls with a well-formed frame. */
  public Reply export(byte[] message) {
    return call(frame(0, message), Map.of());
  }

  public Reply call(Buffer body, Map<String, String> headers) {
    return TestIntake.await(send(body, headers));
  }

  public Future<Reply> send(Buffer body, Map<String, String> headers) {
    return open(path, headers).compose(request -> request.send(body)).compose(Reply::of);
  }

  /** Opens a request; the caller writes the body. */
  public Future<HttpClientRequest> open(String path, Map<String, String> headers) {
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.POST)
            .setHost("127.0.0.1")
            .setPort(port)
            .setURI(path);
    return http.request(options)
        .onSuccess(
            request -> {
              request.putHeader("te", "trailers").putHeader("content-type", "application/grpc");
              headers.forEach(request::putHeader);
            });
  }

  /** What came back. */
  public record Reply(
      int httpStatus, @Nullable String status, String message, MultiMap headers, Buffer body) {

    public static Future<Reply> of(HttpClientResponse response) {
      return response
          .body()
          .map(
              body -> {
                MultiMap where =
                    response.getHeader("grpc-status") == null
                        ? response.trailers()
                        : response.headers();
                return new Reply(
                    response.statusCode(),
                    where.get("grpc-status"),
                    String.valueOf(where.get("grpc-message")),
                    response.headers(),
                    body);
              });
    }

    /** The status in the details header; null when there is none. */
    public @Nullable Status details() throws Exception {
      String encoded = headers.get("grpc-status-details-bin");
      return encoded == null ? null : Status.parseFrom(Base64.getDecoder().decode(encoded));
    }
  }
}
