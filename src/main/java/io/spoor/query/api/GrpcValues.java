// SPDX-License-Identifier: Apache-2.0
package io.spoor.query.api;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import io.spoor.codec.text.Nanos;
import io.spoor.grpc.GrpcException;
import io.spoor.model.SpanKind;
import io.spoor.model.TraceId;
import io.spoor.model.TraceQuery;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Reads the values of gRPC requests; what is wrong ends the call with INVALID_ARGUMENT. */
final class GrpcValues {
  private static final long NANOS_PER_SECOND = 1_000_000_000;
  private static final int DEFAULT_DEPTH = 100;

  private GrpcValues() {}

  /** An id as bytes, 16 or of old 8; big-endian. */
  static TraceId traceId(ByteString bytes) {
    ByteBuffer buffer = bytes.asReadOnlyByteBuffer();
    TraceId id =
        switch (bytes.size()) {
          case 0 -> new TraceId(0, 0);
          case Long.BYTES -> new TraceId(0, buffer.getLong());
          case 2 * Long.BYTES -> new TraceId(buffer.getLong(), buffer.getLong());
          default -> throw GrpcException.invalid("a trace id has 16 bytes, was " + bytes.size());
        };
    if ((id.high() | id.low()) == 0) {
      throw GrpcException.invalid("uninitialized TraceID is not allowed");
    }
    return id;
  }

  /** Unsigned nanoseconds since the epoch; the nearest that there is outside of their range. */
  static long unixNano(Timestamp time) {
    long seconds = Nanos.time(time.getSeconds(), NANOS_PER_SECOND);
    long nanos = Math.max(0, Math.min(NANOS_PER_SECOND - 1, time.getNanos()));
    if (time.getSeconds() < 0 || Long.compareUnsigned(-1 - seconds, nanos) < 0) {
      return seconds;
    }
    return seconds + nanos;
  }

  /** Signed nanoseconds; the nearest that there is outside of their range. */
  private static long nanos(Duration duration) {
    try {
      return Math.addExact(
          Math.multiplyExact(duration.getSeconds(), NANOS_PER_SECOND), duration.getNanos());
    } catch (ArithmeticException e) {
      return duration.getSeconds() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
  }

  /** The shortest duration wanted; zero for any. */
  static long durationMin(Duration duration) {
    long nanos = nanos(duration);
    return nanos == 0 ? TraceQuery.NO_DURATION_MIN : nanos;
  }

  /** The longest duration wanted; zero for any. */
  static long durationMax(Duration duration) {
    long nanos = nanos(duration);
    return nanos == 0 ? TraceQuery.NO_DURATION_MAX : nanos;
  }

  /** Zero asks for the default. */
  static int searchDepth(int depth) {
    if (depth < 0) {
      throw GrpcException.invalid("search_depth must not be negative, was " + depth);
    }
    return depth == 0 ? DEFAULT_DEPTH : depth;
  }

  static Optional<SpanKind> spanKind(String text) {
    try {
      return Parameters.spanKind(text);
    } catch (IllegalArgumentException e) {
      throw GrpcException.invalid(String.valueOf(e.getMessage()));
    }
  }

  /** A trace id as its 16 bytes. */
  static ByteString bytes(TraceId id) {
    return ByteString.copyFrom(
        ByteBuffer.allocate(2 * Long.BYTES).putLong(id.high()).putLong(id.low()).flip());
  }

  /** Of unsigned nanoseconds since the epoch. */
  static Timestamp timestamp(long unixNano) {
    return Timestamp.newBuilder()
        .setSeconds(Long.divideUnsigned(unixNano, NANOS_PER_SECOND))
        .setNanos((int) Long.remainderUnsigned(unixNano, NANOS_PER_SECOND))
        .build();
  }
}
