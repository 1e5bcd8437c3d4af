// SPDX-License-Identifier: Apache-2.0
package io.spoor.receiver.otlp;

import io.spoor.receiver.IntakeException;
import io.spoor.receiver.ReceivedBody;
import io.spoor.receiver.ReceivedBody.Format;
import io.spoor.receiver.SpanIntake.Accepted;
import io.spoor.receiver.http.ExportDoor;
import io.spoor.receiver.http.GrpcStatus;
import io.spoor.receiver.http.HttpExchange;
import io.spoor.receiver.http.RpcStatus;
import io.spoor.telemetry.IntakeReason;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** An export request over HTTP/1.1 or HTTP/2, in protobuf or JSON, by the OTLP/HTTP protocol. */
final class OtlpHttpExchange extends HttpExchange {
  private static final CharSequence PROTOBUF =
      HttpHeaders.createOptimized("application/x-protobuf");
  private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");

  private final boolean knownPath;
  private final @Nullable Format format; // answers have it too; null for no format of OTLP

  OtlpHttpExchange(ExportDoor door, HttpServerRequest request, boolean knownPath) {
    super(door, request);
    this.knownPath = knownPath;
    this.format = formatOf(request.getHeader(HttpHeaders.CONTENT_TYPE));
  }

  @Override
  protected void checkTarget() {
    if (!knownPath) {
      throw plain(404, IntakeReason.UNSUPPORTED, "404 page not found");
    }
    checkPosted();
    if (format == null) {
      throw plain(
          415,
          IntakeReason.UNSUPPORTED_TYPE,
          "415 unsupported media type, supported: [application/json, application/x-protobuf]");
    }
  }

  @Override
  protected ReceivedBody message() {
    return new ReceivedBody(isJson() ? Format.JSON : Format.PROTOBUF, encoding(), body());
  }

  @Override
  protected Future<Void> answer(Accepted accepted) {
    return answerBytes(
        200, isJson() ? OtlpMessages.responseJson(accepted) : OtlpMessages.response(accepted));
  }

  @Override
  protected Future<Void> answerFailure(IntakeException failure, @Nullable Duration retryAfter) {
    String message = String.valueOf(failure.getMessage());
    int code = GrpcStatus.of(failure.reason()).code();
    return answerBytes(
        statusOf(failure.reason()),
        isJson()
            ? RpcStatus.json(code, message, retryAfter)
            : RpcStatus.protobuf(code, message, retryAfter));
  }

  private Future<Void> answerBytes(int status, byte[] bytes) {
    response()
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, isJson() ? JSON : PROTOBUF);
    return response().end(Buffer.buffer(bytes));
  }

  private boolean isJson() {
    return format == Format.JSON;
  }

  private static @Nullable Format formatOf(@Nullable String contentType) {
    if (contentType == null) {
      return null;
    }
    return switch (mediaType(contentType)) {
      case "application/x-protobuf", "application/protobuf" -> Format.PROTOBUF;
      case "application/json" -> Format.JSON;
      default -> null;
    };
  }
}
