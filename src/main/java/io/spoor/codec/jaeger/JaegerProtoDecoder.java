// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.jaeger;

import io.spoor.codec.Allowance;
import io.spoor.codec.BatchDecoder;
import io.spoor.codec.DecodedBatch;
import io.spoor.codec.wire.MemoryMeter;
import io.spoor.codec.wire.ProtoReader;
import io.spoor.codec.wire.RejectedSpans;
import io.spoor.model.SpanBatch;
import io.spoor.model.SpanBatchBuilder;

/**
 * Decodes {@code jaeger.api_v2.PostSpansRequest} straight into columns.
 *
 * <p>Accepts what protobuf-java accepts, fields in any order, repeated and unknown ones included,
 * except that text need not be UTF-8, that a number may not go on after ten bytes, that of the
 * processes of one span the last counts, and that spans with invalid ids are left out: a trace id
 * must have 16 bytes or 8, a span id 8, not all zero; those of a reference the same, or none.
 *
 * <p>Not thread-safe: one a thread, which reuses its scratch memory, at most 2 MiB between batches.
 */
// Hot path: see docs/adr/0003-hand-written-protobuf-reader.md
public final class JaegerProtoDecoder implements BatchDecoder {
  private static final int BATCH = 0x0a; // in PostSpansRequest
  private static final int SPAN = 0x0a; // in Batch
  private static final int PROCESS = 0x12; // in Batch
  private static final int BATCH_DEPTH = 1;
  private static final byte[] NO_BYTES = {};

  private final ProtoReader in = new ProtoReader();
  private final RejectedSpans rejected = new RejectedSpans();
  private SpanBatchBuilder builder = new SpanBatchBuilder();
  private final MemoryMeter meter = new MemoryMeter(builder);
  private final ProcessReader processes = new ProcessReader(in, meter, builder);
  private final ProtoSpanReader spans =
      new ProtoSpanReader(in, meter, rejected, processes, builder);

  @Override
  public DecodedBatch decode(byte[] body, Allowance allowance) {
    builder.reset(body, false);
    rejected.clear();
    meter.start(allowance, builder);
    fill();
    try {
      int resource = readProcess(body);
      readSpans(body, resource);
      meter.check();
      SpanBatch batch = builder.build();
      meter.need(batch.bytes() - body.length);
      return new DecodedBatch(batch, rejected.count(), rejected.reason());
    } finally {
      release();
    }
  }

  private void fill() {
    processes.reset(builder);
    spans.reset(builder);
  }

  private void release() {
    in.reset(NO_BYTES);
    if (builder.capacityBytes() > MemoryMeter.KEPT_SCRATCH_BYTES) {
      builder = new SpanBatchBuilder();
    } else {
      builder.release();
    }
    fill();
    meter.start(Allowance.UNLIMITED, builder);
  }

  /** The process comes after the spans, so it is looked for first. */
  private int readProcess(byte[] body) {
    processes.begin();
    in.reset(body);
    while (in.hasMore()) {
      int tag = in.tag();
      if (tag == BATCH) {
        int outer = in.enter(BATCH_DEPTH);
        readBatchFields(PROCESS, 0);
        in.leave(outer);
      } else {
        in.skip(tag, 0);
      }
    }
    return processes.end();
  }

  private void readSpans(byte[] body, int resource) {
    in.reset(body);
    while (in.hasMore()) {
      int tag = in.tag();
      if (tag == BATCH) {
        int outer = in.enter(BATCH_DEPTH);
        readBatchFields(SPAN, resource);
        in.leave(outer);
      } else {
        in.skip(tag, 0);
      }
    }
  }

  private void readBatchFields(int wanted, int resource) {
    while (in.hasMore()) {
      int tag = in.tag();
      if (tag != wanted) {
        in.skip(tag, BATCH_DEPTH);
      } else if (tag == SPAN) {
        spans.read(resource);
      } else {
        processes.readPart(BATCH_DEPTH + 1);
      }
    }
  }
}
