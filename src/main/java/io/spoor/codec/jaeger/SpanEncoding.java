// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.jaeger;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.spoor.codec.wire.EntryOrder;
import io.spoor.codec.wire.ProtoWriter;
import io.spoor.model.AttributeTable;
import io.spoor.model.EventTable;
import io.spoor.model.LinkTable;
import io.spoor.model.ScopeTable;
import io.spoor.model.SpanBatch;
import io.spoor.model.SpanKind;
import io.spoor.model.SpanTable;
import io.spoor.model.StatusCode;
import io.spoor.model.StringTable;
import io.spoor.model.Trace;

/** Writes the fields of {@code Span} messages of api_v2. Not thread-safe. */
final class SpanEncoding {
  private static final int TAGS = 0x42;
  private static final int FOLLOWS_FROM = 1;
  private static final byte[] CHILD_OF = Tags.CHILD_OF.getBytes(US_ASCII);
  private static final byte[] OK = "OK".getBytes(US_ASCII);
  private static final byte[] ERROR = "ERROR".getBytes(US_ASCII);

  private final Trace trace;
  private final ProtoWriter out;
  private final ProtoTags tags;
  private final EntryOrder eventOrder = new EntryOrder();

  SpanEncoding(Trace trace, ProtoWriter out) {
    this.trace = trace;
    this.out = out;
    this.tags = new ProtoTags(out);
  }

  /** Writes the fields of a span, its process among them. */
  void write(EncodedBatch in, int span) {
    SpanBatch batch = in.batch();
    int row = trace.row(span);
    out.traceIdField(0x0a, trace.id().high(), trace.id().low());
    out.spanIdField(0x12, trace.spanId(span));
    tags.text(0x1a, batch.strings(), batch.spans().name(row));
    references(in, span, row);
    out.varintField(0x28, Integer.toUnsignedLong(JaegerFlags.of(batch, in.flagsKey(), row)));
    timestamp(0x32, moved(batch.spans().startTimeUnixNano(row), trace.shiftNano(span)));
    duration(trace.durationNano(span));
    tags(in, row);
    events(in, span, row);
    byte[] process = in.process(batch.resourceOf(row), trace.isSorted());
    int message = out.open(0x52);
    out.bytes(process, 0, process.length);
    out.close(message);
    for (String warning : StoredWarnings.of(batch, in.warningsKey(), row)) {
      out.bytesField(0x62, warning.getBytes(UTF_8));
    }
    for (String warning : trace.warnings(span)) {
      out.bytesField(0x62, warning.getBytes(UTF_8));
    }
  }

  /** An unsigned time, moved; the epoch where it would be before that. */
  private static long moved(long unixNano, long shiftNano) {
    boolean beforeEpoch = shiftNano < 0 && Long.compareUnsigned(unixNano, -shiftNano) < 0;
    return beforeEpoch ? 0 : unixNano + shiftNano;
  }

  private void timestamp(int tag, long unixNano) {
    int message = out.open(tag);
    out.varintField(0x08, Long.divideUnsigned(unixNano, Times.NANOS_PER_SECOND));
    out.varintField(0x10, Long.remainderUnsigned(unixNano, Times.NANOS_PER_SECOND));
    out.close(message);
  }

  private void duration(long nanos) {
    int message = out.open(0x3a);
    out.varintField(0x08, nanos / Times.NANOS_PER_SECOND);
    out.varintField(0x10, nanos % Times.NANOS_PER_SECOND);
    out.close(message);
  }

  /** The parent first, since clients take the first CHILD_OF for it. */
  private void references(EncodedBatch in, int span, int row) {
    long parent = trace.parentSpanId(span);
    LinkTable links = in.batch().links();
    if (parent != 0) {
      boolean childOf = parentIsChildOf(in, row, parent);
      reference(childOf, trace.id().high(), trace.id().low(), parent);
    }
    for (int link = links.start(row); link < links.end(row); link++) {
      if (!isParent(links, link, parent)) {
        boolean childOf = isChildOf(in, link, false);
        reference(childOf, links.traceIdHigh(link), links.traceIdLow(link), links.spanId(link));
      }
    }
  }

  /** A link to the parent says, if it says anything, of which kind the parent is. */
  private boolean parentIsChildOf(EncodedBatch in, int row, long parent) {
    LinkTable links = in.batch().links();
    boolean childOf = true;
    for (int link = links.start(row); link < links.end(row); link++) {
      if (isParent(links, link, parent)) {
        childOf = isChildOf(in, link, true);
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
  private static boolean isChildOf(EncodedBatch in, int link, boolean unsaid) {
    AttributeTable attributes = in.batch().links().attributes();
    int entry = in.refTypeKey() < 0 ? -1 : attributes.find(link, in.refTypeKey());
    if (entry < 0 || !attributes.type(entry).isStored()) {
      return unsaid;
    }
    return in.batch().strings().equalTo((int) attributes.value(entry), CHILD_OF);
  }

  private void reference(boolean childOf, long traceIdHigh, long traceIdLow, long spanId) {
    int message = out.open(0x22);
    out.traceIdField(0x0a, traceIdHigh, traceIdLow);
    out.spanIdField(0x12, spanId);
    out.varintField(0x18, childOf ? 0 : FOLLOWS_FROM);
    out.close(message);
  }

  /** In the order of OpenTelemetry's translator, which Jaeger uses. */
  private void tags(EncodedBatch in, int row) {
    SpanBatch batch = in.batch();
    SpanTable spans = batch.spans();
    ScopeTable scopes = batch.scopes();
    StringTable strings = batch.strings();
    int scope = spans.scope(row);
    derived(TagRole.SCOPE_NAME, strings, scopes.name(scope));
    derived(TagRole.SCOPE_VERSION, strings, scopes.version(scope));
    AttributeTable attributes = spans.attributes();
    boolean sorted = trace.isSorted();
    tags.write(TAGS, batch, attributes, row, sorted, in.warningsKey(), in.flagsKey());
    SpanKind kind = SpanKind.of(spans.kind(row));
    if (kind != SpanKind.UNSPECIFIED) {
      byte[] text = kind.lowerCase().getBytes(US_ASCII);
      tags.derived(TAGS, TagRole.key(TagRole.SPAN_KIND), text);
    }
    status(StatusCode.of(spans.statusCode(row)));
    derived(TagRole.STATUS_DESCRIPTION, strings, spans.statusMessage(row));
    derived(TagRole.TRACE_STATE, strings, spans.traceState(row));
  }

  private void derived(int role, StringTable strings, int text) {
    tags.derived(TAGS, TagRole.key(role), strings, text);
  }

  private void status(StatusCode code) {
    switch (code) {
      case OK -> tags.derived(TAGS, TagRole.key(TagRole.STATUS_CODE), OK);
      case ERROR -> {
        tags.derived(TAGS, TagRole.key(TagRole.STATUS_CODE), ERROR);
        tags.derivedTrue(TAGS, TagRole.key(TagRole.ERROR));
      }
      case UNSET -> {
        // nothing was said
      }
    }
  }

  private void events(EncodedBatch in, int span, int row) {
    EventTable events = in.batch().events();
    int start = events.start(row);
    int end = events.end(row);
    int[] rows =
        trace.isSorted()
            ? eventOrder.sorted(start, end, in.batch().strings(), events::name)
            : eventOrder.asTheyCame(start, end);
    for (int i = 0; i < end - start; i++) {
      event(in, rows[i], trace.shiftNano(span));
    }
  }

  private void event(EncodedBatch in, int event, long shiftNano) {
    SpanBatch batch = in.batch();
    EventTable events = batch.events();
    int log = out.open(0x4a);
    timestamp(0x0a, moved(events.timeUnixNano(event), shiftNano));
    boolean named = in.eventKey() >= 0 && events.attributes().find(event, in.eventKey()) >= 0;
    if (!named) {
      tags.derived(0x12, TagRole.key(TagRole.EVENT), batch.strings(), events.name(event));
    }
    tags.write(0x12, batch, events.attributes(), event, trace.isSorted(), -1, -1);
    out.close(log);
  }
}
