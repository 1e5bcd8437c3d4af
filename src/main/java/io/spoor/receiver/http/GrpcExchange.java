// SPDX-License-Identifier: Apache-2.0
package io.spoor.receiver.http;

import io.spoor.receiver.ContentEncoding;
import io.spoor.receiver.IntakeException;
import io.spoor.receiver.ReceivedBody;
import io.spoor.receiver.SpanIntake.Accepted;
import io.spoor.telemetry.IntakeReason;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** An export request over gRPC: unary, one message, by the gRPC-over-HTTP/2 protocol. */
public final class GrpcExchange extends ExportExchange {
  private static final CharSequence CONTENT_TYPE = HttpHeaders.CONTENT_TYPE;
  private static final CharSequence GRPC = HttpHeaders.createOptimized("application/grpc");
  private static final CharSequence STATUS = HttpHeaders.createOptimized("grpc-status");
  private static final CharSequence MESSAGE = HttpHeaders.createOptimized("grpc-message");
  private static final CharSequence DETAILS =
      HttpHeaders.createOptimized("grpc-status-details-bin");
  private static final CharSequence ENCODING = HttpHeaders.createOptimized("grpc-encoding");
  private static final CharSequence ACCEPT_ENCODING =
      HttpHeaders.createOptimized("grpc-accept-encoding");
  private static final CharSequence ENCODINGS =
      HttpHeaders.createOptimized(ContentEncoding.GRPC_NAMES);
  private static final CharSequence TIMEOUT = HttpHeaders.createOptimized("grpc-timeout");

  /** Of ours: how many spans were there already, for a client that keeps a ledger of its own. */
  private static final CharSequence DEDUPLICATED =
      HttpHeaders.createOptimized("x-spoor-deduplicated");

  private static final CharSequence ZERO = HttpHeaders.createOptimized("0");

  private static final int FRAME_HEADER = 5;
  private static final int MAX_MESSAGE_LENGTH = 1024;
  private static final int NO_HTTP_STATUS = 0;

  private final GrpcMethod method;
  private final GrpcFrame frame = new GrpcFrame(body());
  private Duration timeout;
  private int httpStatus = NO_HTTP_STATUS; // of an answer that is none of gRPC's

  /** Takes a request to a port that has one method for exports; other paths are answered so. */
  public GrpcExchange(ExportDoor door, HttpServerRequest request, GrpcMethod method) {
    super(door, request);
    this.method = method;
    this.timeout = door.timeouts().request();
  }

  @Override
  protected void checkHead() {
    if (request().version() != HttpVersion.HTTP_2) {
      throw notGrpc(505, "gRPC needs HTTP/2");
    }
    if (!HttpMethod.POST.equals(request().method())) {
      throw notGrpc(405, "gRPC requests are posted");
    }
    if (!isGrpc(request().getHeader(CONTENT_TYPE))) {
      throw notGrpc(415, "the content type must be application/grpc");
    }
    if (!method.path().equals(request().path())) {
      throw new IntakeException(IntakeReason.UNSUPPORTED, "unknown method " + request().path());
    }
    String given = request().getHeader(TIMEOUT);
    if (given != null) {
      timeout =
          GrpcTimeout.parse(given)
              .orElseThrow(
                  () -> new IntakeException(IntakeReason.BAD_FRAME, "malformed grpc-timeout"));
    }
  }

  @Override
  protected void receive(Buffer chunk) {
    frame.append(chunk);
  }

  @Override
  protected Duration timeout() {
    return timeout;
  }

  @Override
  protected ReceivedBody message() {
    ContentEncoding encoding = frame.compressedAtEnd() ? encoding() : ContentEncoding.IDENTITY;
    return new ReceivedBody(method.format(), encoding, body());
  }

  @Override
  protected Future<Void> answer(Accepted accepted) {
    byte[] message = method.response().apply(accepted);
    Buffer framed =
        Buffer.buffer(FRAME_HEADER + message.length)
            .appendByte((byte) 0)
            .appendInt(message.length)
            .appendBytes(message);
    if (accepted.deduplicatedSpans() > 0) {
      response().putHeader(DEDUPLICATED, Integer.toString(accepted.deduplicatedSpans()));
    }
    response().putHeader(CONTENT_TYPE, GRPC).putTrailer(STATUS, ZERO);
    return response().end(framed);
  }

  @Override
  protected Future<Void> answer(IntakeException failure, boolean whole) {
    String message = String.valueOf(failure.getMessage());
    if (httpStatus != NO_HTTP_STATUS) {
      return response()
          .setStatusCode(httpStatus)
          .putHeader(CONTENT_TYPE, "text/plain")
          .end(message + "\n");
    }
    GrpcStatus status = GrpcStatus.of(failure.reason());
    response()
        .putHeader(CONTENT_TYPE, GRPC)
        .putHeader(STATUS, Integer.toString(status.code()))
        .putHeader(MESSAGE, GrpcStatus.encodeMessage(cut(message)))
        .putHeader(ACCEPT_ENCODING, ENCODINGS);
    if (failure.reason().retryable()) {
      Duration retryAfter = door().intake().config().retryAfter();
      byte[] details = RpcStatus.protobuf(status.code(), cut(message), retryAfter);
      response().putHeader(DETAILS, Base64.getEncoder().withoutPadding().encodeToString(details));
    }
    return response().end(); // the headers are the trailers
  }

  private ContentEncoding encoding() {
    String name = request().getHeader(ENCODING);
    if (name == null || name.equals("identity")) {
      throw new IntakeException(
          IntakeReason.BAD_FRAME, "the message is compressed, but grpc-encoding does not say how");
    }
    return ContentEncoding.ofGrpc(name)
        .orElseThrow(
            () ->
                new IntakeException(
                    IntakeReason.UNSUPPORTED_ENCODING, "unknown grpc-encoding " + name));
  }

  private IntakeException notGrpc(int status, String message) {
    httpStatus = status;
    return new IntakeException(IntakeReason.UNSUPPORTED_TYPE, message);
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

  /** A header must stay within what clients accept. */
  private static String cut(String message) {
    return message.length() <= MAX_MESSAGE_LENGTH
        ? message
        : message.substring(0, MAX_MESSAGE_LENGTH);
  }
}
