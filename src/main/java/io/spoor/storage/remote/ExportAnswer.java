// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.remote;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import io.spoor.model.WriteResult;
import io.spoor.storage.StorageException;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;

/**
 * What a server said to an {@code Export}.
 *
 * <p>Worth another try is what OTLP says is, and besides what an operator can mend without the
 * spans being lost: a server that does not know the service, or does not let us in.
 *
 * @param code of gRPC
 * @param text that came with it
 * @param retryDelay how long the server wants to be left alone; zero when it did not say
 * @param retryInfo whether it said so
 */
record ExportAnswer(int code, String text, Duration retryDelay, boolean retryInfo) {
  private static final int OK = 0;
  private static final int CANCELLED = 1;
  private static final int DEADLINE_EXCEEDED = 4;
  private static final int PERMISSION_DENIED = 7;
  private static final int RESOURCE_EXHAUSTED = 8;
  private static final int ABORTED = 10;
  private static final int OUT_OF_RANGE = 11;
  private static final int UNIMPLEMENTED = 12;
  private static final int INTERNAL = 13;
  private static final int UNAVAILABLE = 14;
  private static final int DATA_LOSS = 15;
  private static final int UNAUTHENTICATED = 16;

  private static final String RETRY_INFO = "type.googleapis.com/google.rpc.RetryInfo";
  private static final Duration LONGEST_DELAY = Duration.ofMinutes(1);
  private static final int FRAME_HEADER = 5;
  private static final int BAD_REQUEST = 400;
  private static final int TOO_LARGE = 413;

  /** From the trailers; any of them may be missing. */
  static ExportAnswer of(String status, String message, String details) {
    int code;
    try {
      code = Integer.parseInt(status);
    } catch (NumberFormatException expected) { // the stream ended before its status came
      return new ExportAnswer(UNAVAILABLE, "no gRPC status", Duration.ZERO, false);
    }
    Optional<Duration> delay = retryDelay(details);
    return new ExportAnswer(code, decode(message), delay.orElse(Duration.ZERO), delay.isPresent());
  }

  /** From the status of HTTP, when it is none of gRPC's. */
  static ExportAnswer ofHttp(int status) {
    boolean ours = status == BAD_REQUEST || status == TOO_LARGE;
    return new ExportAnswer(
        ours ? INTERNAL : UNAVAILABLE, "HTTP status " + status, Duration.ZERO, false);
  }

  boolean ok() {
    return code == OK;
  }

  /** For an answer that is not OK. */
  StorageException failure() {
    String message = "the collector answered with gRPC status " + code + ": " + text;
    return retryable()
        ? StorageException.retryable(message, null)
        : StorageException.permanent(message, null);
  }

  private boolean retryable() {
    return switch (code) {
      case CANCELLED, DEADLINE_EXCEEDED, ABORTED, OUT_OF_RANGE, UNAVAILABLE, DATA_LOSS -> true;
      case PERMISSION_DENIED, UNAUTHENTICATED, UNIMPLEMENTED -> true;
      case RESOURCE_EXHAUSTED -> retryInfo;
      default -> false;
    };
  }

  /**
   * Reads {@code ExportTraceServiceResponse} in its frame.
   *
   * <pre>
   * 1 partial_success { 1 rejected_spans: int64, 2 error_message: string }
   * </pre>
   */
  static WriteResult result(byte[] frame, int spans) {
    if (frame.length <= FRAME_HEADER) {
      return WriteResult.stored(spans);
    }
    try {
      CodedInputStream in =
          CodedInputStream.newInstance(frame, FRAME_HEADER, frame.length - FRAME_HEADER);
      WriteResult result = WriteResult.stored(spans);
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        if (WireFormat.getTagFieldNumber(tag) == 1) {
          result = partial(in.readBytes().newCodedInput(), spans);
        } else {
          in.skipField(tag);
        }
      }
      return result;
    } catch (IOException expected) { // it said OK: what it adds to that cannot be read
      return WriteResult.stored(spans);
    }
  }

  private static WriteResult partial(CodedInputStream in, int spans) throws IOException {
    long rejected = 0;
    String reason = "";
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (WireFormat.getTagFieldNumber(tag)) {
        case 1 -> rejected = in.readInt64();
        case 2 -> reason = in.readString();
        default -> in.skipField(tag);
      }
    }
    int known = (int) Math.max(0, Math.min(spans, rejected));
    return new WriteResult(spans - known, 0, 0, known, known == 0 ? "" : reason);
  }

  /** Finds {@code RetryInfo} among the details of a {@code google.rpc.Status}. */
  private static Optional<Duration> retryDelay(String details) {
    try {
      byte[] status = Base64.getDecoder().decode(details);
      CodedInputStream in = CodedInputStream.newInstance(status);
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        if (WireFormat.getTagFieldNumber(tag) == 3) {
          Optional<Duration> delay = detail(in.readBytes().newCodedInput());
          if (delay.isPresent()) {
            return delay;
          }
        } else {
          in.skipField(tag);
        }
      }
    } catch (IllegalArgumentException | IOException expected) { // then there is none
      return Optional.empty();
    }
    return Optional.empty();
  }

  private static Optional<Duration> detail(CodedInputStream in) throws IOException {
    String type = "";
    Optional<Duration> delay = Optional.empty();
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (WireFormat.getTagFieldNumber(tag)) {
        case 1 -> type = in.readString();
        case 2 -> delay = Optional.of(retryInfo(in.readBytes().newCodedInput()));
        default -> in.skipField(tag);
      }
    }
    return type.equals(RETRY_INFO) ? delay : Optional.empty();
  }

  private static Duration retryInfo(CodedInputStream in) throws IOException {
    Duration delay = Duration.ZERO;
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (WireFormat.getTagFieldNumber(tag) == 1) {
        delay = duration(in.readBytes().newCodedInput());
      } else {
        in.skipField(tag);
      }
    }
    return delay;
  }

  private static Duration duration(CodedInputStream in) throws IOException {
    long seconds = 0;
    int nanos = 0;
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (WireFormat.getTagFieldNumber(tag)) {
        case 1 -> seconds = in.readInt64();
        case 2 -> nanos = in.readInt32();
        default -> in.skipField(tag);
      }
    }
    if (seconds < 0 || nanos < 0) {
      throw new InvalidProtocolBufferException("negative delay");
    }
    Duration delay =
        Duration.ofSeconds(Math.min(seconds, LONGEST_DELAY.toSeconds())).plusNanos(nanos);
    return delay.compareTo(LONGEST_DELAY) > 0 ? LONGEST_DELAY : delay;
  }

  /** Percent-decoded, as {@code grpc-message} is. */
  private static String decode(String message) {
    try {
      return URLDecoder.decode(message.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException expected) { // broken escapes: as it came
      return message;
    }
  }
}
