// SPDX-License-Identifier: Apache-2.0
package io.spoor.receiver.http;

import io.spoor.receiver.ContentEncoding;
import io.spoor.receiver.IntakeException;
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

/**
 * An export request over HTTP/1.1 or HTTP/2, posted in a body that may be compressed. Each protocol
 * adds its paths, its content types and its words. Confined to the request's event loop.
 */
public abstract class HttpExchange extends ExportExchange {
  private static final CharSequence TEXT = HttpHeaders.createOptimized("text/plain; charset=utf-8");

  private ContentEncoding encoding = ContentEncoding.IDENTITY;
  private int plainStatus; // of an answer in plain text, else 0

  /** Takes a request that has just come in. */
  protected HttpExchange(ExportDoor door, HttpServerRequest request) {
    super(door, request);
  }

  /**
   * Checks path, method and content type.
   *
   * @throws IntakeException when they do not fit, most often from {@link #plain}
   */
  protected abstract void checkTarget();

  /**
   * Answers that the request is refused or rejected, in the words of the protocol; {@code
   * Retry-After} is set already.
   *
   * @param retryAfter null when the client must not try again
   */
  protected abstract Future<Void> answerFailure(
      IntakeException failure, @Nullable Duration retryAfter);

  @Override
  protected final void checkHead() {
    checkTarget();
    encoding = encodingOf(request().getHeader(HttpHeaders.CONTENT_ENCODING));
    announceLength();
    if (expectsContinue()) {
      response().writeContinue();
    }
  }

  @Override
  protected final void receive(Buffer chunk) {
    body().append(chunk, 0, chunk.length());
  }

  @Override
  protected final Duration timeout() {
    return door().timeouts().request();
  }

  @Override
  protected final Future<Void> answer(IntakeException failure, boolean whole) {
    if (!whole && expectsContinue()) {
      // The client may never send the body, and nobody could tell it from the next request.
      response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    }
    if (plainStatus != 0) {
      return answerText(plainStatus, failure.getMessage() + "\n");
    }
    Duration retryAfter =
        failure.reason().retryable() ? door().intake().config().retryAfter() : null;
    if (retryAfter != null) {
      long seconds = Math.max(1, retryAfter.plusMillis(999).toSeconds());
      response().putHeader(HttpHeaders.RETRY_AFTER, Long.toString(seconds));
    }
    return answerFailure(failure, retryAfter);
  }

  /** How the body is compressed. */
  protected final ContentEncoding encoding() {
    return encoding;
  }

  /** Answers in plain text. */
  protected final Future<Void> answerText(int status, String text) {
    response().setStatusCode(status).putHeader(HttpHeaders.CONTENT_TYPE, TEXT);
    return response().end(text);
  }

  /** A failure that is answered with this status, and its message in plain text. */
  protected final IntakeException plain(int status, IntakeReason reason, String message) {
    plainStatus = status;
    return new IntakeException(reason, message);
  }

  /**
   * Checks that the request is a POST.
   *
   * @throws IntakeException when it is not
   */
  protected final void checkPosted() {
    if (!HttpMethod.POST.equals(request().method())) {
      response().putHeader(HttpHeaders.ALLOW, "POST");
      throw plain(405, IntakeReason.UNSUPPORTED, "405 method not allowed, supported: [POST]");
    }
  }

  /** The media type of a {@code Content-Type} header in lower case, without its parameters. */
  protected static String mediaType(String contentType) {
    int semicolon = contentType.indexOf(';');
    String type = semicolon < 0 ? contentType : contentType.substring(0, semicolon);
    return type.trim().toLowerCase(Locale.ROOT);
  }

  /** The status that tells a client most about a reason. */
  protected static int statusOf(IntakeReason reason) {
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

  /**
   * How a body with this {@code Content-Encoding} is compressed.
   *
   * @throws IntakeException when that is not known
   */
  protected ContentEncoding encodingOf(@Nullable String name) {
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
}
