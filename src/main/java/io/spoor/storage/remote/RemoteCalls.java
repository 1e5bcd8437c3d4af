// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.remote;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import io.spoor.config.RemoteConfig;
import io.spoor.model.Deadline;
import io.spoor.model.Tenant;
import io.spoor.storage.StorageException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.SocketAddress;
import io.vertx.grpc.client.GrpcClient;
import io.vertx.grpc.client.GrpcClientOptions;
import io.vertx.grpc.client.GrpcClientRequest;
import io.vertx.grpc.client.GrpcClientResponse;
import io.vertx.grpc.common.GrpcMessageDecoder;
import io.vertx.grpc.common.GrpcMessageEncoder;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpc.common.ServiceMethod;
import io.vertx.grpc.common.ServiceName;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Calls the methods of a storage server, the first of several that is there. Callable from any
 * thread; all else happens on one event loop.
 */
final class RemoteCalls {
  static final ServiceName READER = ServiceName.create("jaeger.storage.v2", "TraceReader");
  static final ServiceName DEPENDENCIES =
      ServiceName.create("jaeger.storage.v2", "DependencyReader");
  static final ServiceName STATISTICS = ServiceName.create("spoor.storage.v1", "Statistics");

  /** What one message of an answer may have; servers send less, so as not to upset others. */
  private static final int MAX_MESSAGE_BYTES = 64 << 20;

  private final Context context;
  private final GrpcClient plain;
  private final @Nullable GrpcClient encrypted; // where an address needs it
  private final List<RemoteEndpoint> endpoints = new ArrayList<>();

  private int current; // of the context

  RemoteCalls(Vertx vertx, RemoteConfig config) {
    this.context = vertx.getOrCreateContext();
    GrpcClientOptions options =
        new GrpcClientOptions()
            .setMaxMessageSize(MAX_MESSAGE_BYTES)
            .setScheduleDeadlineAutomatically(false); // the stream has a timer of its own
    this.plain = GrpcClient.client(vertx, options, CollectorClient.options(config));
    this.encrypted =
        config.encrypts()
            ? GrpcClient.client(vertx, options, CollectorClient.tlsOptions(config))
            : null;
    long now = System.nanoTime();
    config.endpoints().forEach(address -> endpoints.add(new RemoteEndpoint(address, now)));
  }

  /** Gives up what is under way. */
  Future<Void> close() {
    GrpcClient secure = encrypted;
    return secure == null ? plain.close() : plain.close().eventually(secure::close);
  }

  /** Asks for one message. Fails with a {@link StorageException} only. */
  <T> Future<T> ask(
      ServiceName service,
      String method,
      Tenant tenant,
      MessageLite request,
      Parser<T> parser,
      Deadline deadline) {
    return open(service, method, tenant, request, deadline)
        .compose(RemoteStream::only)
        .map(answer -> parse(parser, answer));
  }

  /** Asks for a stream of messages, which the caller closes. */
  Future<RemoteStream> open(
      ServiceName service, String method, Tenant tenant, MessageLite request, Deadline deadline) {
    Promise<RemoteStream> opened = Promise.promise();
    context.runOnContext(
        v -> openHere(service, method, tenant, request, deadline).onComplete(opened));
    return opened.future();
  }

  private Future<RemoteStream> openHere(
      ServiceName service, String method, Tenant tenant, MessageLite request, Deadline deadline) {
    long millis = deadline.remainingMillis();
    if (millis <= 0) {
      return Future.failedFuture(StorageException.retryable(RemoteStream.TOO_LATE, null));
    }
    ServiceMethod<Buffer, MessageLite> called =
        ServiceMethod.client(
            service, method, GrpcMessageEncoder.encoder(), GrpcMessageDecoder.IDENTITY);
    return connect(called, endpoints.size()).compose(call -> send(call, tenant, request, millis));
  }

  /**
   * Of several addresses one is used until it cannot be reached; then it is the next one's turn.
   */
  private Future<GrpcClientRequest<MessageLite, Buffer>> connect(
      ServiceMethod<Buffer, MessageLite> called, int tries) {
    RemoteEndpoint endpoint = endpoints.get(current);
    GrpcClient secure = encrypted;
    GrpcClient client = endpoint.tls() && secure != null ? secure : plain;
    return client
        .request(SocketAddress.inetSocketAddress(endpoint.port(), endpoint.host()), called)
        .recover(
            e -> {
              if (endpoints.get(current) == endpoint) {
                current = (current + 1) % endpoints.size();
              }
              return tries > 1
                  ? connect(called, tries - 1)
                  : Future.failedFuture(
                      StorageException.retryable(
                          "the storage at " + endpoint + " cannot be reached: " + e.getMessage(),
                          e));
            });
  }

  private Future<RemoteStream> send(
      GrpcClientRequest<MessageLite, Buffer> call,
      Tenant tenant,
      MessageLite request,
      long millis) {
    call.timeout(millis, TimeUnit.MILLISECONDS);
    if (!tenant.equals(Tenant.DEFAULT)) {
      call.headers().set(RemoteTenant.HEADER, tenant.name());
    }
    RemoteStream stream = new RemoteStream(context, call, millis);
    return call.send(request)
        .map(stream::answeredBy)
        .onFailure(e -> stream.close())
        .recover(e -> Future.failedFuture(broken(e)));
  }

  private static StorageException broken(Throwable failure) {
    return failure instanceof StorageException known
        ? known
        : StorageException.retryable("the storage broke off: " + failure.getMessage(), failure);
  }

  private static <T> T parse(Parser<T> parser, Buffer answer) {
    try {
      return parser.parseFrom(answer.getBytes());
    } catch (InvalidProtocolBufferException e) {
      throw StorageException.retryable("the storage's answer cannot be decoded", e);
    }
  }

  /** What the end of a call means. */
  static StorageException failure(GrpcClientResponse<MessageLite, Buffer> response) {
    GrpcStatus status = response.status();
    String message = "the storage answered " + status + ": " + response.statusMessage();
    return switch (status) {
      case INVALID_ARGUMENT, UNIMPLEMENTED, OUT_OF_RANGE ->
          StorageException.permanent(message, null);
      default -> StorageException.retryable(message, null);
    };
  }
}
