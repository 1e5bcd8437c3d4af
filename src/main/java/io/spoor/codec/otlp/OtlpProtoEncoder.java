// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.otlp;

import io.spoor.codec.wire.ProtoReader;
import io.spoor.codec.wire.ProtoWriter;
import io.spoor.model.SpanBatch;
import io.spoor.model.SpanTable;
import io.spoor.model.Trace;
import io.spoor.model.Wire;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Encodes a batch as an OTLP {@code ExportTraceServiceRequest}, or a trace as {@code TracesData},
 * which is the same on the wire.
 *
 * <p>What came in as protobuf and was not changed goes out byte for byte: the whole body, or else
 * the ranges of its spans, resources and scopes under new headers, unknown fields included. What an
 * edit changed is encoded from its columns, with the unknown fields of that very message after
 * them. Resources and scopes that no span uses are left out. Spans come in the order of their
 * resources and scopes, then of rows.
 */
public final class OtlpProtoEncoder {
  private static final int RESOURCE_SPANS = 0x0a;
  private static final int RESOURCE = 0x0a; // in ResourceSpans
  private static final int SCOPE_SPANS = 0x12; // in ResourceSpans
  private static final int SCOPE = 0x0a; // in ScopeSpans
  private static final int SPAN = 0x12; // in ScopeSpans
  private static final int SCHEMA_URL = 0x1a; // in both
  private static final int MAX_SPAN_FIELD = 16;

  private final SpanBatch batch;
  private final @Nullable Trace trace; // null: all of the batch
  private final int firstSpan; // of the trace, or 0
  private final boolean sorted;
  private final Groups scopesOfResources;
  private final Groups spansOfScopes;
  private final ProtoWriter out;
  private final ColumnEncoder columns;
  private final ProtoReader in = new ProtoReader();

  private OtlpProtoEncoder(SpanBatch batch) {
    this(batch, null, 0, batch.size(), new ProtoWriter());
  }

  /** Encodes spans of a trace that all lie in one batch, or all spans of the batch. */
  private OtlpProtoEncoder(
      SpanBatch batch, @Nullable Trace trace, int from, int to, ProtoWriter out) {
    this.batch = batch;
    this.trace = trace;
    this.firstSpan = from;
    this.sorted = trace != null && trace.isSorted();
    this.out = out;
    this.columns = new ColumnEncoder(batch, out, sorted);
    this.spansOfScopes =
        Groups.of(batch.scopes().size(), to - from, position -> batch.spans().scope(row(position)));
    this.scopesOfResources =
        Groups.of(batch.resources().size(), batch.scopes().size(), batch.scopes()::resource);
  }

  private int row(int position) {
    return trace == null ? position : trace.row(firstSpan + position);
  }

  /** The encoded request, in an array of its own, or the batch's body: never write to it. */
  public static byte[] encode(SpanBatch batch) {
    Wire wire = batch.wire();
    if (wire != null && wire.isWhole()) {
      return wire.body();
    }
    OtlpProtoEncoder encoder = new OtlpProtoEncoder(batch);
    encoder.request(); // counts
    encoder.out.startWriting();
    encoder.request();
    return encoder.out.written();
  }

  /**
   * Spans {@code [from, to)} of a trace, as its adjusters left it, as {@code TracesData}: a long
   * trace is encoded in several pieces. Spans come in the order of their batches, then as above.
   */
  public static byte[] encode(Trace trace, int from, int to) {
    ProtoWriter out = new ProtoWriter();
    List<OtlpProtoEncoder> encoders = new ArrayList<>(2);
    int start = from;
    for (int span = from + 1; span <= to; span++) {
      if (span == to || trace.batch(span) != trace.batch(start)) {
        encoders.add(new OtlpProtoEncoder(trace.batch(start), trace, start, span, out));
        start = span;
      }
    }
    encoders.forEach(OtlpProtoEncoder::resourceSpans); // counts
    out.startWriting();
    encoders.forEach(OtlpProtoEncoder::resourceSpans);
    return out.written();
  }

  private void request() {
    Wire wire = batch.wire();
    if (wire != null) {
      copyFields(wire, 0, wire.body().length, tag -> tag != RESOURCE_SPANS);
    }
    resourceSpans();
  }

  private void resourceSpans() {
    for (int resource = 0; resource < batch.resources().size(); resource++) {
      if (isUsed(resource)) {
        resourceSpans(resource);
      }
    }
  }

  private boolean isUsed(int resource) {
    for (int i = scopesOfResources.start(resource); i < scopesOfResources.end(resource); i++) {
      if (!spansOfScopes.isEmpty(scopesOfResources.member(i))) {
        return true;
      }
    }
    return false;
  }

  private void resourceSpans(int resource) {
    int message = out.open(RESOURCE_SPANS);
    Wire wire = batch.wire();
    if (wire == null) {
      resource(resource, null);
    } else if (sorted || wire.isResourceEdited(resource)) {
      resource(resource, wire);
    } else {
      int start = wire.resourceStart(resource);
      copyFields(wire, start, wire.resourceEnd(resource), tag -> tag != SCOPE_SPANS);
    }
    for (int i = scopesOfResources.start(resource); i < scopesOfResources.end(resource); i++) {
      if (!spansOfScopes.isEmpty(scopesOfResources.member(i))) {
        scopeSpans(scopesOfResources.member(i));
      }
    }
    out.close(message);
  }

  private void resource(int row, @Nullable Wire wire) {
    int resource = out.open(RESOURCE);
    columns.resource(row);
    if (wire != null) {
      copyInner(wire, wire.resourceStart(row), wire.resourceEnd(row), 3);
    }
    out.close(resource);
    out.bytesField(SCHEMA_URL, batch.strings(), batch.resources().schemaUrl(row));
    if (wire != null) {
      copyFields(wire, wire.resourceStart(row), wire.resourceEnd(row), tag -> tag >>> 3 > 3);
    }
  }

  private void scopeSpans(int scope) {
    int message = out.open(SCOPE_SPANS);
    Wire wire = batch.wire();
    if (wire == null) {
      scope(scope, null);
    } else if (sorted || wire.isScopeEdited(scope)) {
      scope(scope, wire);
    } else {
      copyFields(wire, wire.scopeStart(scope), wire.scopeEnd(scope), tag -> tag != SPAN);
    }
    for (int i = spansOfScopes.start(scope); i < spansOfScopes.end(scope); i++) {
      span(spansOfScopes.member(i));
    }
    out.close(message);
  }

  private void scope(int row, @Nullable Wire wire) {
    int scope = out.open(SCOPE);
    columns.scope(row);
    if (wire != null) {
      copyInner(wire, wire.scopeStart(row), wire.scopeEnd(row), 4);
    }
    out.close(scope);
    out.bytesField(SCHEMA_URL, batch.strings(), batch.scopes().schemaUrl(row));
    if (wire != null) {
      copyFields(wire, wire.scopeStart(row), wire.scopeEnd(row), tag -> tag >>> 3 > 3);
    }
  }

  private void span(int position) {
    int row = row(position);
    int span = out.open(SPAN);
    Wire wire = batch.wire();
    if (wire != null && isAsItCame(wire, position, row)) {
      out.bytes(wire.body(), wire.spanStart(row), wire.spanEnd(row) - wire.spanStart(row));
    } else {
      if (trace == null) {
        columns.span(row);
      } else {
        columns.span(trace, firstSpan + position);
      }
      if (wire != null) {
        copyFields(wire, wire.spanStart(row), wire.spanEnd(row), tag -> tag >>> 3 > MAX_SPAN_FIELD);
      }
    }
    out.close(span);
  }

  /** Whether neither an edit nor an adjuster changed a span. */
  private boolean isAsItCame(Wire wire, int position, int row) {
    if (wire.isSpanEdited(row) || sorted) {
      return false;
    }
    if (trace == null) {
      return true;
    }
    int span = firstSpan + position;
    SpanTable spans = batch.spans();
    return trace.spanId(span) == spans.spanId(row)
        && trace.parentSpanId(span) == spans.parentSpanId(row)
        && trace.shiftNano(span) == 0
        && trace.durationNano(span) == spans.durationNano(row)
        && trace.warnings(span).isEmpty();
  }

  /** Copies the fields beyond {@code maxField} of every first field of a message. */
  private void copyInner(Wire wire, int start, int end, int maxField) {
    ProtoReader messages = new ProtoReader();
    messages.reset(wire.body(), start, end - start);
    while (messages.hasMore()) {
      int tag = messages.tag();
      if (tag == RESOURCE) { // which is SCOPE, too
        int length = messages.length();
        int at = messages.advance(length);
        copyFields(wire, at, at + length, inner -> inner >>> 3 > maxField);
      } else {
        messages.skip(tag, 0);
      }
    }
  }

  /** Copies the fields of a message whose tags are wanted, in their order. */
  private void copyFields(Wire wire, int start, int end, IntPredicate wanted) {
    in.reset(wire.body(), start, end - start);
    int from = start; // of what is wanted and was not copied yet
    while (in.hasMore()) {
      int at = in.position();
      int tag = in.tag();
      in.skip(tag, 0);
      if (!wanted.test(tag)) {
        out.bytes(wire.body(), from, at - from);
        from = in.position();
      }
    }
    out.bytes(wire.body(), from, end - from);
  }
}
