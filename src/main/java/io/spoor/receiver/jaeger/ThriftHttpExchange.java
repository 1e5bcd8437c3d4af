// SPDX-License-Identifier: Apache-2.0
package io.spoor.receiver.jaeger;

import io.spoor.receiver.IntakeException;
import io.spoor.receiver.ReceivedBody;
import io.spoor.receiver.ReceivedBody.Format;
import io.spoor.receiver.SpanIntake.Accepted;
import io.spoor.receiver.http.ExportDoor;
import io.spoor.receiver.http.HttpExchange;
import io.spoor.telemetry.IntakeReason;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One of Jaeger's batches in Thrift's binary protocol, posted over HTTP. */
final class ThriftHttpExchange extends HttpExchange {
  private static final int ACCEPTED = 202;
  private static final Set<String> THRIFT =
      Set.of("application/x-thrift", "application/vnd.apache.thrift.binary");

  /** A token, a slash and a token; see RFC 9110, 5.6.2. */
  private static final Pattern MEDIA_TYPE =
      Pattern.compile("[\\w!#$%&'*+.^`|~-]+/[\\w!#$%&'*+.^`|~-]+");

  private final boolean knownPath;

  ThriftHttpExchange(ExportDoor door, HttpServerRequest request, boolean knownPath) {
    super(door, request);
    this.knownPath = knownPath;
  }

  @Override
  protected void checkTarget() {
    if (!knownPath) {
      throw plain(404, IntakeReason.UNSUPPORTED, "404 page not found");
    }
    checkPosted();
    String type = mediaTypeOf(request().getHeader(HttpHeaders.CONTENT_TYPE));
    if (!THRIFT.contains(type)) {
      throw plain(400, IntakeReason.UNSUPPORTED_TYPE, "Unsupported content type: " + type);
    }
  }

  @Override
  protected ReceivedBody message() {
    return new ReceivedBody(Format.THRIFT_BINARY, encoding(), body());
  }

  /** Jaeger's answer is empty: its clients cannot learn of single spans that were rejected. */
  @Override
  protected Future<Void> answer(Accepted accepted) {
    return response().setStatusCode(ACCEPTED).end();
  }

  @Override
  protected Future<Void> answerFailure(IntakeException failure, @Nullable Duration retryAfter) {
    boolean unread =
        retryAfter == null || failure.reason() == IntakeReason.BODY_TIMEOUT; // it never was whole
    String what = unread ? "Unable to process request body: " : "Cannot submit Jaeger batch: ";
    return answerText(statusOf(failure.reason()), what + failure.getMessage() + "\n");
  }

  private String mediaTypeOf(@Nullable String contentType) {
    if (contentType == null || contentType.isBlank()) {
      throw unreadable("mime: no media type");
    }
    String type = mediaType(contentType);
    if (!MEDIA_TYPE.matcher(type).matches()) {
      throw unreadable("mime: malformed media type");
    }
    return type;
  }

  private IntakeException unreadable(String why) {
    return plain(400, IntakeReason.UNSUPPORTED_TYPE, "Cannot parse content type: " + why);
  }
}
