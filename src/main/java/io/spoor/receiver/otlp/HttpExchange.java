// SPDX-License-Identifier: Apache-2.0
package io.spoor.receiver.otlp;

import io.spoor.receiver.ContentEncoding;
import io.spoor.receiver.IntakeException;
import io.spoor.receiver.ReceivedBody;
import io.spoor.receiver.ReceivedBody.Format;
import io.spoor.receiver.SpanIntake.Accepted;
import io.spoor.telemetry.IntakeReason;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** An export request over HTTP/1.1 or HTTP/2, in protobuf or JSON, by the OTLP/HTTP protocol. */
final class HttpExchange extends ExportExchange {
  private static final CharSequence PROTOBUF =
      HttpHeaders.createOptimized("application/x-protobuf");
  private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
  private static final CharSequence TEXT = HttpHeaders.createOptimized("text/plain; charset=utf-8");

  private final boolean knownPath;
  private final @Nullable Format format; // answers have it too; null for no format of OTLP
  private ContentEncoding encoding = ContentEncoding.IDENTITY;
  private int plainStatus; // of an answer that is none of OTLP's, else 0

  HttpExchange(ExportDoor door, HttpServerRequest request, boolean knownPath) {
    super(door, request);
    this.knownPath = knownPath;
    this.format = formatOf(request.getHeader(HttpHeaders.CONTENT_TYPE));
  }

  @Override
  void checkHead() {
    if (!knownPath) {
      throw plain(404, IntakeReason.UNSUPPORTED, "404 page not found");
    }
    if (!HttpMethod.POST.equals(request().method())) {
      response().putHeader(HttpHeaders.ALLOW, "POST");
      throw plain(405, IntakeReason.UNSUPPORTED, "405 method not allowed, supported: [POST]");
    }
    if (format == null) {
      throw plain(
          415,
          IntakeReason.UNSUPPORTED_TYPE,
          "415 unsupported media type, supported: [application/json, application/x-protobuf]");
    }
    encoding = encodingOf(request().getHeader(HttpHeaders.CONTENT_ENCODING));
    announceLength();
    if (expectsContinue()) {
      response().writeContinue();
    }
  }

  @Override
  void receive(Buffer chunk) {
    body().append(chunk, 0, chunk.length());
  }

  @Override
  Duration timeout() {
    return door().timeouts().request();
  }

  @Override
  ReceivedBody message() {
    return new ReceivedBody(
        format == Format.JSON ? Format.JSON : Format.PROTOBUF, encoding, body());
  }

  @Override
  Future<Void> answer(Accepted accepted) {
    boolean json = format == Format.JSON;
    response().putHeader(HttpHeaders.CONTENT_TYPE, json ? JSON : PROTOBUF);
    return response()
        .end(
            Buffer.buffer(
                json ? OtlpMessages.responseJson(accepted) : OtlpMessages.response(accepted)));
  }

  @Override
  Future<Void> answer(IntakeException failure, boolean whole) {
    String message = String.valueOf(failure.getMessage());
    if (!whole && expectsContinue()) {
      // The client may never send the body, and nobody could tell it from the next request.
      response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    }
    if (plainStatus != 0) {
      response().setStatusCode(plainStatus).putHeader(HttpHeaders.CONTENT_TYPE, TEXT);
      return response().end(message + "\n");
    }
    IntakeReason reason = failure.reason();
    Duration retryAfter = reason.retryable() ? door().intake().config().retryAfter() : null;
    if (retryAfter != null) {
      long seconds = Math.max(1, retryAfter.plusMillis(999).toSeconds());
      response().putHeader(HttpHeaders.RETRY_AFTER, Long.toString(seconds));
    }
    int code = GrpcStatus.of(reason).code();
    boolean json = format == Format.JSON;
    response()
        .setStatusCode(statusOf(reason))
        .putHeader(HttpHeaders.CONTENT_TYPE, json ? JSON : PROTOBUF);
    return response()
        .end(
            Buffer.buffer(
                json
                    ? OtlpMessages.statusJson(code, message, retryAfter)
                    : OtlpMessages.status(code, message, retryAfter)));
  }

  private ContentEncoding encodingOf(@Nullable String name) {
    return ContentEncoding.ofHttp(name == null ? "" : name)
        .orElseThrow(
            () -> {
              response().putHeader(HttpHeaders.ACCEPT_ENCODING, ContentEncoding.HTTP_NAMES);
              return new IntakeException(
                  IntakeReason.UNSUPPORTED_ENCODING, "unsupported Content-Encoding: " + name);
            });
  }

  private void announceLength() {
    String length = request().getHeader(HttpHeaders.CONTENT_LENGTH);
    if (length != null && !length.isEmpty() && length.chars().allMatch(Character::isDigit)) {
      // More digits than this are larger than any limit.
      body().announce(length.length() > 18 ? Long.MAX_VALUE : Long.parseLong(length));
    }
  }

  private boolean expectsContinue() {
    return request().version() == HttpVersion.HTTP_1_1
        && "100-continue".equalsIgnoreCase(request().getHeader(HttpHeaders.EXPECT));
  }

  private IntakeException plain(int status, IntakeReason reason, String message) {
    plainStatus = status;
    return new IntakeException(reason, message);
  }

  private static @Nullable Format formatOf(@Nullable String contentType) {
    if (contentType == null) {
      return null;
    }
    int semicolon = contentType.indexOf(';');
    String type = semicolon < 0 ? contentType : contentType.substring(0, semicolon);
    return switch (type.trim().toLowerCase(Locale.ROOT)) {
      case "application/x-protobuf", "application/protobuf" -> Format.PROTOBUF;
      case "application/json" -> Format.JSON;
      default -> null;
    };
  }

  private static int statusOf(IntakeReason reason) {
    return switch (reason) {
      case BUDGET_FULL, DECODERS_BUSY, QUEUE_FULL -> 429;
      case STORAGE_FAILED, UNAVAILABLE, DEADLINE_EXCEEDED, CANCELLED -> 503;
      case BODY_TIMEOUT -> 408;
      case MALFORMED, BAD_FRAME, INVALID_SPAN, STORAGE_REJECTED -> 400;
      case TOO_LARGE -> 413;
      case UNSUPPORTED_ENCODING, UNSUPPORTED_TYPE -> 415;
      case UNSUPPORTED -> 501;
      case INTERNAL -> 500;
    };
  }
}
