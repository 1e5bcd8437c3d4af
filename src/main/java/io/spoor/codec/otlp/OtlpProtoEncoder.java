// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.otlp;

import io.spoor.codec.wire.ProtoReader;
import io.spoor.codec.wire.ProtoWriter;
import io.spoor.model.SpanBatch;
import io.spoor.model.Wire;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Encodes a batch as an OTLP {@code ExportTraceServiceRequest}.
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
  private final Groups scopesOfResources;
  private final Groups spansOfScopes;
  private final ProtoWriter out = new ProtoWriter();
  private final ColumnEncoder columns;
  private final ProtoReader in = new ProtoReader();

  private OtlpProtoEncoder(SpanBatch batch) {
    this.batch = batch;
    this.columns = new ColumnEncoder(batch, out);
    this.spansOfScopes = Groups.of(batch.scopes().size(), batch.size(), batch.spans()::scope);
    this.scopesOfResources =
        Groups.of(batch.resources().size(), batch.scopes().size(), batch.scopes()::resource);
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

  private void request() {
    Wire wire = batch.wire();
    if (wire != null) {
      copyFields(wire, 0, wire.body().length, tag -> tag != RESOURCE_SPANS);
    }
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
    } else if (wire.isResourceEdited(resource)) {
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
    } else if (wire.isScopeEdited(scope)) {
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

  private void span(int row) {
    int span = out.open(SPAN);
    Wire wire = batch.wire();
    if (wire == null) {
      columns.span(row);
    } else if (wire.isSpanEdited(row)) {
      columns.span(row);
      copyFields(wire, wire.spanStart(row), wire.spanEnd(row), tag -> tag >>> 3 > MAX_SPAN_FIELD);
    } else {
      out.bytes(wire.body(), wire.spanStart(row), wire.spanEnd(row) - wire.spanStart(row));
    }
    out.close(span);
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
