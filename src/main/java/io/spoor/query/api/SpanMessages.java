// SPDX-License-Identifier: Apache-2.0
package io.spoor.query.api;

import io.spoor.codec.jaeger.JaegerSpanEncoder;
import io.spoor.codec.otlp.OtlpProtoEncoder;
import io.spoor.model.Trace;
import org.jspecify.annotations.Nullable;

/**
 * The spans of traces, a number of them in each message.
 *
 * <p>Clients refuse a message above 4 MiB unless told otherwise, so a message is made of fewer
 * spans where they are large; one span alone goes out whatever its size.
 */
final class SpanMessages implements TraceMessages {
  /** What Jaeger puts in one message of api_v2. */
  static final int JAEGER_SPANS = 10;

  private static final int MOST_SPANS = 512;
  private static final int FIRST_SPANS = 64;
  private static final int WANTED_BYTES = 64 << 10;
  private static final int MOST_BYTES = 3 << 20;

  /** Encodes spans {@code [from, to)} of a trace as a message. */
  private interface Encoder {
    byte[] encode(Trace trace, int from, int to);
  }

  private final Encoder encoder;
  private final boolean fixed; // number of spans
  private int spans;

  private @Nullable Trace trace;
  private @Nullable JaegerSpanEncoder jaeger; // of the trace
  private int nextSpan;

  private SpanMessages(boolean asJaeger) {
    this.encoder = asJaeger ? this::jaegerSpans : OtlpProtoEncoder::encode;
    this.fixed = asJaeger;
    this.spans = asJaeger ? JAEGER_SPANS : FIRST_SPANS;
  }

  /** As {@code SpansResponseChunk} of api_v2, as many spans in each as Jaeger puts there. */
  static SpanMessages jaeger() {
    return new SpanMessages(true);
  }

  /** As OTLP {@code TracesData}. */
  static SpanMessages otlp() {
    return new SpanMessages(false);
  }

  private byte[] jaegerSpans(Trace of, int from, int to) {
    JaegerSpanEncoder known = jaeger;
    if (known == null) {
      known = new JaegerSpanEncoder(of);
      jaeger = known;
    }
    return known.chunk(from, to);
  }

  @Override
  public void begin(Trace next) {
    trace = next;
    jaeger = null;
    nextSpan = 0;
  }

  @Override
  public byte @Nullable [] next() {
    Trace current = trace;
    if (current == null || nextSpan == current.size()) {
      trace = null;
      jaeger = null;
      return null;
    }
    int count = Math.min(spans, current.size() - nextSpan);
    byte[] message = encoder.encode(current, nextSpan, nextSpan + count);
    while (message.length > MOST_BYTES && count > 1) {
      count /= 2;
      message = encoder.encode(current, nextSpan, nextSpan + count);
    }
    nextSpan += count;
    if (!fixed) {
      int bytesOfSpan = 1 + message.length / count;
      spans = Math.max(1, Math.min(MOST_SPANS, WANTED_BYTES / bytesOfSpan));
    }
    return message;
  }
}
