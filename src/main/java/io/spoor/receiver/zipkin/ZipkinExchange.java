// SPDX-License-Identifier: Apache-2.0
package io.spoor.receiver.zipkin;

import io.spoor.codec.zipkin.ZipkinHints;
import io.spoor.receiver.ContentEncoding;
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
import org.jspecify.annotations.Nullable;

/**
 * Spans posted by one of Zipkin's clients. The path tells the version, whatever else is in it, and
 * the content type the format.
 */
final class ZipkinExchange extends HttpExchange {
  private static final int ACCEPTED = 202;
  private static final int BAD_REQUEST = 400;
  private static final String V1_PATH = "api/v1/spans";
  private static final String THRIFT = "application/x-thrift";
  private static final String PROTOBUF = "application/x-protobuf";
  private static final String DEBUG_HEADER = "X-B3-Flags";

  private final boolean typedTags;
  private final Format format;

  ZipkinExchange(ExportDoor door, HttpServerRequest request, boolean typedTags) {
    super(door, request);
    this.typedTags = typedTags;
    this.format = formatOf(request);
  }

  private static Format formatOf(HttpServerRequest request) {
    String contentType = request.getHeader(HttpHeaders.CONTENT_TYPE);
    String type = contentType == null ? "" : mediaType(contentType);
    String path = request.path();
    if (path != null && path.contains(V1_PATH)) {
      return type.equals(THRIFT) ? Format.ZIPKIN_V1_THRIFT : Format.ZIPKIN_V1_JSON;
    }
    return type.equals(PROTOBUF) ? Format.ZIPKIN_V2_PROTO : Format.ZIPKIN_V2_JSON;
  }

  @Override
  protected void checkTarget() {
    checkPosted();
  }

  /** A name that is not known says nothing: the body is taken as it is, as Jaeger does. */
  @Override
  protected ContentEncoding encodingOf(@Nullable String name) {
    return ContentEncoding.ofHttp(name == null ? "" : name).orElse(ContentEncoding.IDENTITY);
  }

  @Override
  protected ReceivedBody message() {
    return new ReceivedBody(format, realEncoding(), body(), hints());
  }

  /** A body that is not what the header says is taken as it is too. */
  private ContentEncoding realEncoding() {
    ContentEncoding named = encoding();
    if (body().length() == 0) {
      return ContentEncoding.IDENTITY;
    }
    byte first = body().array()[0];
    boolean plain =
        switch (named) {
          case GZIP -> first != 0x1f;
          case DEFLATE -> first == '[';
          default -> false;
        };
    return plain ? ContentEncoding.IDENTITY : named;
  }

  private int hints() {
    boolean debug = "1".equals(request().getHeader(DEBUG_HEADER));
    return (debug ? ZipkinHints.DEBUG : 0) + (typedTags ? ZipkinHints.TYPED_TAGS : 0);
  }

  /** Zipkin has no answer for a part: a client is told of invalid spans, all others are safe. */
  @Override
  protected Future<Void> answer(Accepted accepted) {
    if (accepted.rejectedSpans() > 0) {
      return answerText(
          BAD_REQUEST, accepted.rejectedSpans() + " spans rejected: " + accepted.reason() + "\n");
    }
    return response().setStatusCode(ACCEPTED).end();
  }

  @Override
  protected Future<Void> answerFailure(IntakeException failure, @Nullable Duration retryAfter) {
    IntakeReason reason = failure.reason();
    int status = statusOf(reason);
    if (reason == IntakeReason.STORAGE_REJECTED) {
      return answerText(status, "\"Bad Request\"");
    }
    if (reason == IntakeReason.INTERNAL) {
      return answerText(status, "\"Internal Server Error\"");
    }
    return answerText(status, failure.getMessage() + "\n");
  }
}
