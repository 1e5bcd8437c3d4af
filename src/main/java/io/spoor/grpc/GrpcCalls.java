// SPDX-License-Identifier: Apache-2.0
package io.spoor.grpc;

import io.spoor.grpc.GrpcService.Method;
import io.spoor.grpc.GrpcService.Shape;
import io.spoor.telemetry.GrpcMetrics;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpc.server.GrpcProtocol;
import io.vertx.grpc.server.GrpcServer;
import io.vertx.grpc.server.GrpcServerOptions;
import io.vertx.grpc.server.GrpcServerRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Opens the calls of one event loop: checks what vertx-grpc does not, finds the method, sets the
 * deadline, and hands over the messages.
 *
 * <pre>
 * request ──► checks ──► vertx-grpc (frames) ──► GrpcCall ──► handler of the method
 *               └─► 415, 405, 505, or a status in a head of its own
 * </pre>
 *
 * <p>vertx-grpc 5.0.7 never answers a compressed frame whose encoding it does not know or was not
 * told, and resets the stream where a message cannot be decompressed or decoded. So encodings are
 * checked and named here, and {@link MessageBytes} does the rest.
 */
final class GrpcCalls {
  private static final String ENCODING = "grpc-encoding";
  private static final String TIMEOUT = "grpc-timeout";

  private final Vertx vertx;
  private final GrpcPort port;
  private final GrpcConnections connections;
  private final GrpcServer grpc;
  private final Set<GrpcCall> open = new HashSet<>(); // bounded by limits.maxCalls
  private @Nullable HttpServerRequest opening; // while vertx-grpc is asked to take it

  GrpcCalls(Vertx vertx, GrpcPort port, GrpcConnections connections) {
    this.vertx = vertx;
    this.port = port;
    this.connections = connections;
    GrpcServerOptions options =
        new GrpcServerOptions()
            .setMaxMessageSize(port.config().limits().maxMessageBytes())
            .setScheduleDeadlineAutomatically(false) // it knows no limit of ours
            .setDeadlinePropagation(false);
    for (GrpcProtocol protocol : GrpcProtocol.values()) {
      if (protocol != GrpcProtocol.HTTP_2) {
        options.removeEnabledProtocol(protocol);
      }
    }
    this.grpc = GrpcServer.server(vertx, options).callHandler(this::opened);
  }

  /** The head of a request came in. */
  void open(HttpServerRequest request) {
    if (request.version() != HttpVersion.HTTP_2) {
      answer(request, 505, "gRPC needs HTTP/2");
    } else if (!HttpMethod.POST.equals(request.method())) {
      answer(request, 405, "gRPC requests are posted");
    } else if (!isGrpc(request.getHeader("content-type"))) {
      answer(request, 415, "the content type must be application/grpc");
    } else {
      String encoding = request.getHeader(ENCODING);
      if (encoding == null || encoding.equals("identity")) {
        request.headers().set(ENCODING, MessageBytes.UNNAMED);
      }
      opening = request;
      grpc.handle(request);
      opening = null;
    }
  }

  /** Refuses new calls; completes when those there are have ended, or the time for them is up. */
  Future<Void> drain() {
    Future<Void> drained = port.drain();
    for (GrpcCall call : new ArrayList<>(open)) {
      call.stopping();
    }
    return drained
        .timeout(port.config().timeouts().drain().toMillis(), TimeUnit.MILLISECONDS)
        .otherwiseEmpty()
        .onComplete(done -> endAll());
  }

  private void endAll() {
    for (GrpcCall call : new ArrayList<>(open)) {
      call.fail(GrpcCall.shuttingDown());
    }
  }

  private static void answer(HttpServerRequest request, int status, String message) {
    if (request.version() != HttpVersion.HTTP_2) {
      request.response().putHeader("Connection", "close");
    }
    request
        .response()
        .setStatusCode(status)
        .putHeader("content-type", "text/plain")
        .end(message + "\n");
  }

  /** {@code application/grpc}, with {@code +proto} or parameters; not grpc-web, nor JSON. */
  private static boolean isGrpc(@Nullable String contentType) {
    if (contentType == null) {
      return false;
    }
    int semicolon = contentType.indexOf(';');
    String type = semicolon < 0 ? contentType : contentType.substring(0, semicolon);
    String lower = type.trim().toLowerCase(Locale.ROOT);
    return lower.equals("application/grpc") || lower.equals("application/grpc+proto");
  }

  private void opened(GrpcServerRequest<Buffer, Buffer> request) {
    HttpServerRequest http = opening;
    if (http == null || !connections.callStarted(request.connection())) {
      return;
    }
    String path = http.path();
    int slash = path.lastIndexOf('/');
    GrpcService service = slash < 1 ? null : port.service(path.substring(1, slash));
    Method method = service == null ? null : service.method(path.substring(slash + 1));
    GrpcCall call = new GrpcCall(vertx, port, request, http, timeout(http, method));
    call.named(
        service == null ? GrpcMetrics.OTHER : service.name(),
        method == null ? GrpcMetrics.OTHER : method.name());
    open.add(call);
    call.whenGone(
        () -> {
          open.remove(call);
          connections.callGone(request.connection());
        });
    GrpcException refusal = port.callStarted();
    if (refusal == null) {
      refusal = check(http, service, method);
    }
    if (refusal != null || method == null) {
      call.fail(refusal == null ? unknown(path) : refusal);
    } else {
      call.receive(method);
    }
  }

  private static @Nullable GrpcException check(
      HttpServerRequest http, @Nullable GrpcService service, @Nullable Method method) {
    String encoding = http.getHeader(ENCODING);
    String timeout = http.getHeader(TIMEOUT);
    if (service == null) {
      return unknown(http.path());
    }
    if (method == null) {
      return new GrpcException(
          GrpcStatus.UNIMPLEMENTED,
          "unknown method "
              + http.path().substring(http.path().lastIndexOf('/') + 1)
              + " for service "
              + service.name());
    }
    if (encoding != null && !MessageBytes.canRead(encoding)) {
      return new GrpcException(GrpcStatus.UNIMPLEMENTED, "unknown grpc-encoding " + encoding);
    }
    if (timeout != null && GrpcTimeout.parse(timeout) == null) {
      return new GrpcException(GrpcStatus.INTERNAL, "malformed grpc-timeout " + timeout);
    }
    return null;
  }

  private static GrpcException unknown(String path) {
    int slash = path.lastIndexOf('/');
    String service = slash < 1 ? path : path.substring(1, slash);
    return new GrpcException(GrpcStatus.UNIMPLEMENTED, "unknown service " + service);
  }

  /** How long a call may take; null for as long as its client likes. */
  private @Nullable Duration timeout(HttpServerRequest http, @Nullable Method method) {
    String text = http.getHeader(TIMEOUT);
    Duration wanted = text == null ? null : GrpcTimeout.parse(text);
    if (method != null && method.shape() == Shape.ENDLESS_ANSWER) {
      return wanted;
    }
    Duration most = port.config().timeouts().request();
    return wanted == null || wanted.compareTo(most) > 0 ? most : wanted;
  }
}
