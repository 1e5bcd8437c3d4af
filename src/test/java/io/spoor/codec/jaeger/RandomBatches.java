// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.jaeger;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import io.jaegertracing.api_v2.Model;
import java.util.Random;

/** Random batches of api_v2, with tags that mean something more often than chance would have it. */
final class RandomBatches {
  private static final String[] KEYS = {
    "span.kind",
    "error",
    "otel.status_code",
    "otel.status_description",
    "http.status_code",
    "http.status_message",
    "w3c.tracestate",
    "otel.scope.name",
    "otel.scope.version",
    "otel.library.name",
    "otel.library.version",
    "internal.span.format",
    "@jaeger@format",
    "event",
    "message",
    "hostname",
    "host.name",
    "ip",
    "k",
    "käse",
    "another key",
    ""
  };
  private static final String[] TEXTS = {
    "server",
    "client",
    "internal",
    "producer",
    "consumer",
    "SERVER",
    "OK",
    "ok",
    "ERROR",
    "Error",
    "unset",
    "200",
    "404",
    "500",
    "99",
    "99999999999",
    "-1",
    "",
    "true",
    "GET /",
    "größer",
    "jaeger"
  };
  private static final long[] NUMBERS = {0, 1, 200, 399, 400, 404, 500, 600, -1, 1L << 60};

  private final Random random;
  private final boolean micros;

  /** Batches with times in whole microseconds, or with nanoseconds. */
  RandomBatches(Random random, boolean micros) {
    this.random = random;
    this.micros = micros;
  }

  Model.Batch batch(int maxSpans) {
    Model.Batch.Builder batch = Model.Batch.newBuilder().setProcess(process());
    for (int i = random.nextInt(maxSpans + 1); i > 0; i--) {
      batch.addSpans(span());
    }
    return batch.build();
  }

  Model.Process process() {
    Model.Process.Builder process = Model.Process.newBuilder();
    if (random.nextInt(8) > 0) {
      process.setServiceName(
          random.nextInt(8) == 0 ? Tags.NO_SERVICE_NAME : "service-" + random.nextInt(3));
    }
    for (int i = random.nextInt(4); i > 0; i--) {
      process.addTags(tag());
    }
    return process.build();
  }

  Model.Span span() {
    ByteString traceId = traceId();
    Model.Span.Builder span =
        Model.Span.newBuilder()
            .setTraceId(traceId)
            .setSpanId(id())
            .setOperationName("operation-" + random.nextInt(3))
            .setFlags(random.nextInt(3) == 0 ? random.nextInt(16) : 1)
            .setStartTime(time())
            .setDuration(duration());
    for (int i = random.nextInt(3); i > 0; i--) {
      span.addReferences(reference(traceId));
    }
    for (int i = random.nextInt(8); i > 0; i--) {
      span.addTags(tag());
    }
    for (int i = random.nextInt(3); i > 0; i--) {
      Model.Log.Builder log = Model.Log.newBuilder().setTimestamp(time());
      for (int field = random.nextInt(4); field > 0; field--) {
        log.addFields(tag());
      }
      span.addLogs(log);
    }
    return span.build();
  }

  private Model.SpanRef reference(ByteString traceId) {
    return Model.SpanRef.newBuilder()
        .setTraceId(random.nextInt(3) == 0 ? traceId() : traceId)
        .setSpanId(id())
        .setRefTypeValue(random.nextInt(2))
        .build();
  }

  /** Few different ones, some of 64 bits, some zero. */
  private ByteString traceId() {
    long high = random.nextInt(3) == 0 ? 0 : random.nextInt(2) + 7L;
    return ThriftForm.id(high, random.nextInt(9) == 0 ? 0 : random.nextInt(3) + 1L);
  }

  private ByteString id() {
    return ThriftForm.id(random.nextInt(12) == 0 ? 0 : random.nextInt(5) - 2L);
  }

  private Timestamp time() {
    return Timestamp.newBuilder()
        .setSeconds(random.nextInt(20) == 0 ? -random.nextInt(3) : random.nextInt(2_000_000_000))
        .setNanos(nanos())
        .build();
  }

  private int nanos() {
    return micros ? random.nextInt(1_000_000) * 1000 : random.nextInt(1_000_000_000);
  }

  private Duration duration() {
    int sign = random.nextInt(8) == 0 ? -1 : 1;
    return Duration.newBuilder()
        .setSeconds((long) sign * random.nextInt(3))
        .setNanos(sign * nanos())
        .build();
  }

  Model.KeyValue tag() {
    Model.KeyValue.Builder tag =
        Model.KeyValue.newBuilder().setKey(KEYS[random.nextInt(KEYS.length)]);
    switch (random.nextInt(12)) {
      case 0 -> tag.setVTypeValue(1).setVBool(random.nextBoolean());
      case 1 -> tag.setVTypeValue(1).setVBool(true);
      case 2, 3 -> tag.setVTypeValue(2).setVInt64(NUMBERS[random.nextInt(NUMBERS.length)]);
      case 4 -> tag.setVTypeValue(3).setVFloat64(random.nextInt(100) / 4.0);
      case 5 -> tag.setVTypeValue(4).setVBinary(ByteString.copyFrom(new byte[] {-1, 0, 7}));
      case 6 -> tag.setVTypeValue(random.nextInt(4) == 0 ? 9 : 0);
      default -> tag.setVStr(TEXTS[random.nextInt(TEXTS.length)]);
    }
    return tag.build();
  }
}
