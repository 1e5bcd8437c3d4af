// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.zipkin;

import io.spoor.codec.Allowance;
import io.spoor.codec.DecodedBatch;
import io.spoor.codec.wire.MemoryMeter;
import io.spoor.codec.wire.RejectedSpans;
import io.spoor.model.SpanBatch;
import io.spoor.model.SpanBatchBuilder;

/**
 * What all decoders of Zipkin's formats write to: a draft of the span under way, and the batch.
 *
 * <p>All strings are copied, so the batch does not pin the body. Not thread-safe.
 */
// Hot path: see docs/adr/0002-columns-at-the-door.md
final class SpanSink {
  private static final int STEP_BYTES = 4 << 10;

  /** Text of up to this size needs no more memory than readers keep anyway. */
  private static final int SMALL_BODY_BYTES = 64 << 10;

  private final RejectedSpans rejected = new RejectedSpans();
  private SpanBatchBuilder builder = new SpanBatchBuilder();
  private final MemoryMeter meter = new MemoryMeter(builder);
  private final SpanDraft draft = new SpanDraft(builder);
  private final SpanTranslator translator = new SpanTranslator(builder, draft, rejected);
  private int nextPosition;
  private long scratchBytes;

  /** Starts a batch. */
  void start(byte[] body, int hints, Allowance allowance) {
    builder.reset();
    rejected.clear();
    meter.start(allowance, builder);
    if (body.length > SMALL_BODY_BYTES) {
      meter.add(2L * body.length); // a text in it may need that while it is read
    }
    draft.reset(builder, (hints & ZipkinHints.TYPED_TAGS) != 0);
    translator.reset(builder, (hints & ZipkinHints.DEBUG) != 0);
    nextPosition = STEP_BYTES;
    scratchBytes = capacityBytes();
  }

  /** The span under way. */
  SpanDraft draft() {
    return draft;
  }

  SpanBatchBuilder builder() {
    return builder;
  }

  FixedStrings fixed() {
    return translator.fixed();
  }

  /** Ends the span under way. */
  void endSpan() {
    translator.end();
  }

  /** To be called often, with the position reached in the body: asks for memory now and then. */
  void reached(int position) {
    if (position >= nextPosition) {
      nextPosition = position + STEP_BYTES;
      long scratch = capacityBytes();
      meter.add(Math.max(0, scratch - scratchBytes)); // asks for the builder's too
      scratchBytes = Math.max(scratch, scratchBytes);
    }
  }

  private long capacityBytes() {
    return draft.capacityBytes() + translator.capacityBytes();
  }

  /** Builds the batch. */
  DecodedBatch finish() {
    reached(Integer.MAX_VALUE - STEP_BYTES);
    SpanBatch batch = builder.build();
    meter.need(batch.bytes());
    return new DecodedBatch(batch, rejected.count(), rejected.reason());
  }

  /** Forgets everything, and memory that a large batch took. */
  void release() {
    if (builder.capacityBytes() > MemoryMeter.KEPT_SCRATCH_BYTES) {
      builder = new SpanBatchBuilder();
    }
    meter.start(Allowance.UNLIMITED, builder);
    draft.reset(builder, false);
    translator.reset(builder, false);
  }
}
