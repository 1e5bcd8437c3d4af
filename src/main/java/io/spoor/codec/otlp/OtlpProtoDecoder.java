// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.otlp;

import io.spoor.codec.Allowance;
import io.spoor.codec.BatchDecoder;
import io.spoor.codec.DecodedBatch;
import io.spoor.codec.MalformedException;
import io.spoor.codec.TooLargeException;
import io.spoor.codec.wire.MemoryMeter;
import io.spoor.codec.wire.ProtoReader;
import io.spoor.codec.wire.RejectedSpans;
import io.spoor.model.SpanBatch;
import io.spoor.model.SpanBatchBuilder;

/**
 * Decodes OTLP {@code ExportTraceServiceRequest} protobuf straight into columns.
 *
 * <p>Accepts what protobuf-java accepts, fields in any order, repeated and unknown ones included,
 * except that text need not be UTF-8 ({@link io.spoor.model.StringTable#hasInvalidText()} tells),
 * that a number may not go on after ten bytes, and that spans with invalid ids are left out: a
 * trace id must have 16 bytes and a span id 8, not all zero; a parent id 8, or none; the ids of a
 * link 16 and 8, or none.
 *
 * <p>Not thread-safe: one a thread, which reuses its scratch memory, at most 2 MiB between batches.
 */
// Hot path: see docs/adr/0003-hand-written-protobuf-reader.md
public final class OtlpProtoDecoder implements BatchDecoder {
  private static final int RESOURCE_SPANS_DEPTH = 1;
  private static final int SCOPE_SPANS_DEPTH = 2;
  private static final byte[] NO_BYTES = {};

  private final ProtoReader in = new ProtoReader();
  private final RejectedSpans rejected = new RejectedSpans();
  private SpanBatchBuilder builder = new SpanBatchBuilder();
  private final MemoryMeter meter = new MemoryMeter(builder);
  private final SpanReader spans = new SpanReader(in, meter, rejected, builder);
  private final AttributeReader resourceAttributes =
      new AttributeReader(in, meter, builder.strings(), builder.resourceAttributes());
  private final AttributeReader scopeAttributes =
      new AttributeReader(in, meter, builder.strings(), builder.scopeAttributes());

  private int resourceCount;
  private int scopeCount;

  // Of the resource and of the scope under way.
  private int resourceDroppedAttributes;
  private final EntityRefRanges entityRefs = new EntityRefRanges(in, meter);
  private int scopeName;
  private int scopeVersion;
  private int scopeDroppedAttributes;

  /**
   * Decodes a body.
   *
   * @param body all of the array; the batch refers to it, so it must never change again
   * @param allowance asked for what the batch retains beyond the body, while it grows
   * @throws MalformedException when the body is not such a message
   * @throws TooLargeException when the allowance is refused
   */
  @Override
  public DecodedBatch decode(byte[] body, Allowance allowance) {
    reset(body, allowance);
    try {
      while (in.hasMore()) {
        int tag = in.tag();
        if (tag == 0x0a) {
          readResourceSpans();
        } else {
          in.skip(tag, 0);
        }
      }
      meter.check();
      SpanBatch batch = builder.build();
      meter.need(batch.bytes() - body.length);
      return new DecodedBatch(batch, rejected.count(), rejected.reason());
    } finally {
      release();
    }
  }

  private void reset(byte[] body, Allowance allowance) {
    builder.reset(body, true);
    in.reset(body);
    rejected.clear();
    meter.start(allowance, builder);
    fill(builder);
    resourceCount = 0;
    scopeCount = 0;
  }

  private void fill(SpanBatchBuilder target) {
    spans.reset(target);
    resourceAttributes.reset(target.strings(), target.resourceAttributes());
    scopeAttributes.reset(target.strings(), target.scopeAttributes());
  }

  private void release() {
    in.reset(NO_BYTES);
    if (builder.capacityBytes() > MemoryMeter.KEPT_SCRATCH_BYTES) {
      builder = new SpanBatchBuilder();
      fill(builder);
    } else {
      builder.release();
    }
    meter.start(Allowance.UNLIMITED, builder);
  }

  /** Its resource may come after its scopes: rows are numbered in the order in which they end. */
  private void readResourceSpans() {
    int outer = in.enter(RESOURCE_SPANS_DEPTH);
    int start = in.position();
    int row = resourceCount++;
    int schemaUrl = 0;
    resourceDroppedAttributes = 0;
    entityRefs.clear();
    resourceAttributes.nextOwner();
    while (in.hasMore()) {
      int tag = in.tag();
      switch (tag) {
        case 0x0a -> readResource(RESOURCE_SPANS_DEPTH + 1);
        case 0x12 -> readScopeSpans(row);
        case 0x1a -> schemaUrl = in.text(builder.strings());
        default -> in.skip(tag, RESOURCE_SPANS_DEPTH);
      }
    }
    builder.resourceEntityRefs(entityRefs.intern(builder.strings()));
    builder.endResource(schemaUrl, resourceDroppedAttributes);
    builder.resourceRange(start, in.limit());
    in.leave(outer);
    meter.reached(in.position());
  }

  private void readResource(int depth) {
    int outer = in.enter(depth);
    while (in.hasMore()) {
      int start = in.position();
      int tag = in.tag();
      switch (tag) {
        case 0x0a -> resourceAttributes.read(depth + 1);
        case 0x10 -> resourceDroppedAttributes = (int) in.varint();
        case 0x1a -> entityRefs.read(start, depth + 1);
        default -> in.skip(tag, depth);
      }
    }
    in.leave(outer);
  }

  private void readScopeSpans(int resource) {
    int outer = in.enter(SCOPE_SPANS_DEPTH);
    int start = in.position();
    int row = scopeCount++;
    int schemaUrl = 0;
    scopeName = 0;
    scopeVersion = 0;
    scopeDroppedAttributes = 0;
    scopeAttributes.nextOwner();
    while (in.hasMore()) {
      int tag = in.tag();
      switch (tag) {
        case 0x0a -> readScope(SCOPE_SPANS_DEPTH + 1);
        case 0x12 -> spans.read(row);
        case 0x1a -> schemaUrl = in.text(builder.strings());
        default -> in.skip(tag, SCOPE_SPANS_DEPTH);
      }
    }
    builder.endScope(resource, scopeName, scopeVersion, schemaUrl, scopeDroppedAttributes);
    builder.scopeRange(start, in.limit());
    in.leave(outer);
    meter.reached(in.position());
  }

  private void readScope(int depth) {
    int outer = in.enter(depth);
    while (in.hasMore()) {
      int tag = in.tag();
      switch (tag) {
        case 0x0a -> scopeName = in.text(builder.strings());
        case 0x12 -> scopeVersion = in.text(builder.strings());
        case 0x1a -> scopeAttributes.read(depth + 1);
        case 0x20 -> scopeDroppedAttributes = (int) in.varint();
        default -> in.skip(tag, depth);
      }
    }
    in.leave(outer);
  }
}
