// SPDX-License-Identifier: Apache-2.0
package io.spoor.query.api;

import com.fasterxml.jackson.core.JsonGenerator;
import io.spoor.codec.jaeger.JaegerFlags;
import io.spoor.codec.jaeger.StoredWarnings;
import io.spoor.model.Hex;
import io.spoor.model.LinkTable;
import io.spoor.model.ScopeTable;
import io.spoor.model.SpanBatch;
import io.spoor.model.SpanTable;
import io.spoor.model.StringTable;
import io.spoor.model.Trace;
import io.spoor.model.TraceId;
import java.io.IOException;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes one trace as the JSON of Jaeger's UI, span by span, straight from its columns.
 *
 * <p>Times go out in microseconds and are never negative, since clients read them as unsigned: a
 * time that an adjuster would move before the epoch is shown at 0, a duration below zero as 0.
 */
final class UiTraceWriter {
  private final JsonGenerator json;
  private final Trace trace;
  private final String traceId;
  private final UiTags tags = new UiTags();
  private final UiEvents events = new UiEvents(tags);
  private final UiProcesses processes;
  private final IdentityHashMap<SpanBatch, UiBatch> batches = new IdentityHashMap<>();
  private @Nullable UiBatch lastBatch;

  UiTraceWriter(JsonGenerator json, Trace trace) {
    this.json = json;
    this.trace = trace;
    this.traceId = TraceIds.uiHex(trace.id());
    this.processes = new UiProcesses(tags, trace.isSorted());
  }

  /** Writes what comes before the spans. */
  void begin() throws IOException {
    json.writeStartObject();
    json.writeStringField("traceID", traceId);
    json.writeArrayFieldStart("spans");
  }

  /** Writes what comes after the spans. */
  void end() throws IOException {
    json.writeEndArray();
    json.writeFieldName("processes");
    processes.write(json);
    json.writeNullField("warnings");
    json.writeEndObject();
  }

  /** Writes one span. */
  void writeSpan(int span) throws IOException {
    UiBatch in = batchOf(span);
    SpanTable spans = in.batch().spans();
    int row = trace.row(span);
    json.writeStartObject();
    json.writeStringField("traceID", traceId);
    json.writeStringField("spanID", Hex.format(trace.spanId(span)));
    int flags = JaegerFlags.of(in.batch(), in.flagsKey(), row);
    if (flags != 0) {
      json.writeNumberField("flags", Integer.toUnsignedLong(flags));
    }
    json.writeFieldName("operationName");
    UiTags.writeText(json, in.batch().strings(), spans.name(row));
    writeReferences(in, span, row);
    json.writeNumberField("startTime", startMicros(span));
    json.writeNumberField("duration", Math.max(0, trace.durationNano(span)) / 1000);
    writeTags(in, row);
    events.write(json, in, row, trace.shiftNano(span), trace.isSorted());
    json.writeStringField("processID", "p" + processes.number(in, in.batch().resourceOf(row)));
    writeWarnings(in, span, row);
    json.writeEndObject();
  }

  private UiBatch batchOf(int span) {
    SpanBatch batch = trace.batch(span);
    if (lastBatch == null || lastBatch.batch() != batch) {
      lastBatch = batches.computeIfAbsent(batch, UiBatch::new);
    }
    return lastBatch;
  }

  private long startMicros(int span) {
    return micros(
        trace.batch(span).spans().startTimeUnixNano(trace.row(span)), trace.shiftNano(span));
  }

  /** An unsigned time in nanoseconds, moved, in microseconds. */
  static long micros(long unixNano, long shiftNano) {
    boolean beforeEpoch = shiftNano < 0 && Long.compareUnsigned(unixNano, -shiftNano) < 0;
    return beforeEpoch ? 0 : Long.divideUnsigned(unixNano + shiftNano, 1000);
  }

  /** The parent first, since clients take the first CHILD_OF for it. */
  private void writeReferences(UiBatch in, int span, int row) throws IOException {
    json.writeArrayFieldStart("references");
    long parent = trace.parentSpanId(span);
    LinkTable links = in.batch().links();
    if (parent != 0) {
      writeReference(parentIsChildOf(in, row, parent), traceId, parent);
    }
    for (int link = links.start(row); link < links.end(row); link++) {
      if (!isParent(links, link, parent)) {
        TraceId linked = new TraceId(links.traceIdHigh(link), links.traceIdLow(link));
        writeReference(refType(in, link, false), TraceIds.uiHex(linked), links.spanId(link));
      }
    }
    json.writeEndArray();
  }

  /** A link to the parent says, if it says anything, of which kind the parent is. */
  private boolean parentIsChildOf(UiBatch in, int row, long parent) {
    LinkTable links = in.batch().links();
    boolean childOf = true;
    for (int link = links.start(row); link < links.end(row); link++) {
      if (isParent(links, link, parent)) {
        childOf = refType(in, link, true);
      }
    }
    return childOf;
  }

  private boolean isParent(LinkTable links, int link, long parent) {
    return parent != 0
        && links.spanId(link) == parent
        && links.traceIdHigh(link) == trace.id().high()
        && links.traceIdLow(link) == trace.id().low();
  }

  /** Whether a link is a CHILD_OF, as its attribute has it. */
  private static boolean refType(UiBatch in, int link, boolean unsaid) {
    if (in.refTypeKey() < 0) {
      return unsaid;
    }
    var attributes = in.batch().links().attributes();
    int entry = attributes.find(link, in.refTypeKey());
    if (entry < 0 || !attributes.type(entry).isStored()) {
      return unsaid;
    }
    return in.batch().strings().string((int) attributes.value(entry)).equals("child_of");
  }

  private void writeReference(boolean childOf, String inTrace, long spanId) throws IOException {
    json.writeStartObject();
    json.writeStringField("refType", childOf ? "CHILD_OF" : "FOLLOWS_FROM");
    json.writeStringField("traceID", inTrace);
    json.writeStringField("spanID", Hex.format(spanId));
    json.writeEndObject();
  }

  /** In the order of OpenTelemetry's translator, which Jaeger uses. */
  private void writeTags(UiBatch in, int row) throws IOException {
    SpanBatch batch = in.batch();
    SpanTable spans = batch.spans();
    ScopeTable scopes = batch.scopes();
    StringTable strings = batch.strings();
    json.writeArrayFieldStart("tags");
    UiTags.writeDerived(json, "otel.scope.name", strings, scopes.name(spans.scope(row)));
    UiTags.writeDerived(json, "otel.scope.version", strings, scopes.version(spans.scope(row)));
    tags.write(
        json, batch, spans.attributes(), row, in.warningsKey(), in.flagsKey(), trace.isSorted());
    UiStatus.write(json, spans.kind(row), spans.statusCode(row));
    UiTags.writeDerived(json, "otel.status_description", strings, spans.statusMessage(row));
    UiTags.writeDerived(json, "w3c.tracestate", strings, spans.traceState(row));
    json.writeEndArray();
  }

  /** Null where there is none: clients tell that from an empty list. */
  private void writeWarnings(UiBatch in, int span, int row) throws IOException {
    List<String> stored = StoredWarnings.of(in.batch(), in.warningsKey(), row);
    List<String> added = trace.warnings(span);
    if (stored.isEmpty() && added.isEmpty()) {
      json.writeNullField("warnings");
      return;
    }
    json.writeArrayFieldStart("warnings");
    for (String warning : stored) {
      json.writeString(warning);
    }
    for (String warning : added) {
      json.writeString(warning);
    }
    json.writeEndArray();
  }
}
