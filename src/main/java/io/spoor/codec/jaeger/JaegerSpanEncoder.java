// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.jaeger;

import static java.util.Objects.requireNonNull;

import io.spoor.codec.wire.ProtoWriter;
import io.spoor.model.SpanBatch;
import io.spoor.model.Trace;
import java.util.IdentityHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Encodes the spans of a trace as {@code jaeger.api_v2.Span}, each with its process, straight from
 * the columns: what the JSON of Jaeger's UI says of the trace, in protobuf. Rules:
 * docs/translation.md.
 *
 * <p>Keeps the encoded process of every resource that it met. Not thread-safe.
 */
public final class JaegerSpanEncoder {
  private static final int CHUNK_SPANS = 0x0a; // in SpansResponseChunk

  private final Trace trace;
  private final IdentityHashMap<SpanBatch, EncodedBatch> batches = new IdentityHashMap<>();
  private @Nullable EncodedBatch lastBatch;

  /** Starts with a trace, raw or adjusted. */
  public JaegerSpanEncoder(Trace trace) {
    this.trace = requireNonNull(trace, "trace");
  }

  /** Spans {@code [from, to)} of the trace as a {@code SpansResponseChunk}. */
  public byte[] chunk(int from, int to) {
    ProtoWriter out = new ProtoWriter();
    SpanEncoding spans = new SpanEncoding(trace, out);
    writeChunk(out, spans, from, to); // counts
    out.startWriting();
    writeChunk(out, spans, from, to);
    return out.written();
  }

  private void writeChunk(ProtoWriter out, SpanEncoding spans, int from, int to) {
    for (int span = from; span < to; span++) {
      int message = out.open(CHUNK_SPANS);
      spans.write(batchOf(span), span);
      out.close(message);
    }
  }

  /** A span of the trace as a {@code Span}. */
  public byte[] span(int span) {
    ProtoWriter out = new ProtoWriter();
    SpanEncoding spans = new SpanEncoding(trace, out);
    spans.write(batchOf(span), span); // counts
    out.startWriting();
    spans.write(batchOf(span), span);
    return out.written();
  }

  private EncodedBatch batchOf(int span) {
    SpanBatch batch = trace.batch(span);
    EncodedBatch known = lastBatch;
    if (known == null || known.batch() != batch) {
      known = batches.computeIfAbsent(batch, EncodedBatch::new);
      lastBatch = known;
    }
    return known;
  }
}
