// SPDX-License-Identifier: Apache-2.0
package io.spoor.model;

import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The columns that every span has. Immutable. */
public final class SpanTable {
  private final Parts parts;
  private final int size;

  /** The columns by name; filled by the builder, by select or by an edit, then never changed. */
  static final class Parts {
    long[] traceIdHigh = {};
    long[] traceIdLow = {};
    long[] spanId = {};
    long[] parentSpanId = {};
    long[] startTimeUnixNano = {};
    long[] durationNano = {};
    int[] name = {};
    int[] scope = {};
    int @Nullable [] kind;
    int @Nullable [] statusCode;
    int @Nullable [] statusMessage;
    int @Nullable [] traceState;
    int @Nullable [] flags;
    int @Nullable [] droppedAttributesCount;
    int @Nullable [] droppedEventsCount;
    int @Nullable [] droppedLinksCount;
    AttributeTable attributes =
        new AttributeTable(new int[] {0}, new int[] {}, new byte[] {}, new long[] {});

    Parts copy() {
      Parts copy = new Parts();
      copy.traceIdHigh = traceIdHigh;
      copy.traceIdLow = traceIdLow;
      copy.spanId = spanId;
      copy.parentSpanId = parentSpanId;
      copy.startTimeUnixNano = startTimeUnixNano;
      copy.durationNano = durationNano;
      copy.name = name;
      copy.scope = scope;
      copy.kind = kind;
      copy.statusCode = statusCode;
      copy.statusMessage = statusMessage;
      copy.traceState = traceState;
      copy.flags = flags;
      copy.droppedAttributesCount = droppedAttributesCount;
      copy.droppedEventsCount = droppedEventsCount;
      copy.droppedLinksCount = droppedLinksCount;
      copy.attributes = attributes;
      return copy;
    }
  }

  SpanTable(Parts parts) {
    this.parts = parts;
    this.size = parts.spanId.length;
  }

  /** Number of spans. */
  public int size() {
    return size;
  }

  /** High half of the trace id. */
  public long traceIdHigh(int row) {
    return parts.traceIdHigh[row];
  }

  /** Low half of the trace id. */
  public long traceIdLow(int row) {
    return parts.traceIdLow[row];
  }

  /** The span's id; never 0. */
  public long spanId(int row) {
    return parts.spanId[row];
  }

  /** The parent's id, 0 for a root. */
  public long parentSpanId(int row) {
    return parts.parentSpanId[row];
  }

  /** Start, nanoseconds since the epoch, unsigned. */
  public long startTimeUnixNano(int row) {
    return parts.startTimeUnixNano[row];
  }

  /** End minus start in nanoseconds: negative where a span ended before it started. */
  public long durationNano(int row) {
    return parts.durationNano[row];
  }

  /** String index of the name. */
  public int name(int row) {
    return parts.name[row];
  }

  /** Row of the instrumentation scope, which knows the resource. */
  public int scope(int row) {
    return parts.scope[row];
  }

  /** OTLP number of the kind, which {@link SpanKind} may not know. */
  public int kind(int row) {
    return Columns.at(parts.kind, row);
  }

  /** OTLP number of the status code, which {@link StatusCode} may not know. */
  public int statusCode(int row) {
    return Columns.at(parts.statusCode, row);
  }

  /** String index of the status message. */
  public int statusMessage(int row) {
    return Columns.at(parts.statusMessage, row);
  }

  /** String index of the W3C trace state. */
  public int traceState(int row) {
    return Columns.at(parts.traceState, row);
  }

  /** {@code Span.flags}. */
  public int flags(int row) {
    return Columns.at(parts.flags, row);
  }

  /** {@code Span.dropped_attributes_count}, unsigned. */
  public int droppedAttributesCount(int row) {
    return Columns.at(parts.droppedAttributesCount, row);
  }

  /** {@code Span.dropped_events_count}, unsigned. */
  public int droppedEventsCount(int row) {
    return Columns.at(parts.droppedEventsCount, row);
  }

  /** {@code Span.dropped_links_count}, unsigned. */
  public int droppedLinksCount(int row) {
    return Columns.at(parts.droppedLinksCount, row);
  }

  /** Attributes; the owner is the span's row. */
  public AttributeTable attributes() {
    return parts.attributes;
  }

  SpanTable select(int[] rows) {
    Parts selected = new Parts();
    selected.traceIdHigh = Columns.select(parts.traceIdHigh, rows);
    selected.traceIdLow = Columns.select(parts.traceIdLow, rows);
    selected.spanId = Columns.select(parts.spanId, rows);
    selected.parentSpanId = Columns.select(parts.parentSpanId, rows);
    selected.startTimeUnixNano = Columns.select(parts.startTimeUnixNano, rows);
    selected.durationNano = Columns.select(parts.durationNano, rows);
    selected.name = Columns.select(parts.name, rows);
    selected.scope = Columns.select(parts.scope, rows);
    selected.kind = Columns.selectSparse(parts.kind, rows);
    selected.statusCode = Columns.selectSparse(parts.statusCode, rows);
    selected.statusMessage = Columns.selectSparse(parts.statusMessage, rows);
    selected.traceState = Columns.selectSparse(parts.traceState, rows);
    selected.flags = Columns.selectSparse(parts.flags, rows);
    selected.droppedAttributesCount = Columns.selectSparse(parts.droppedAttributesCount, rows);
    selected.droppedEventsCount = Columns.selectSparse(parts.droppedEventsCount, rows);
    selected.droppedLinksCount = Columns.selectSparse(parts.droppedLinksCount, rows);
    selected.attributes = parts.attributes.select(rows);
    return new SpanTable(selected);
  }

  SpanTable edited(int[] names, AttributeTable attributes, Map<Integer, Integer> droppedCounts) {
    Parts edited = parts.copy();
    edited.name = names;
    edited.attributes = attributes;
    if (!droppedCounts.isEmpty()) {
      int[] counts = new int[size];
      Arrays.setAll(counts, this::droppedAttributesCount);
      droppedCounts.forEach((row, count) -> counts[row] = count);
      edited.droppedAttributesCount = counts;
    }
    return new SpanTable(edited);
  }

  SpanTable renumbered(RowRenumbering scopes, StringRenumbering strings) {
    Parts renumbered = parts.copy();
    renumbered.scope = new int[size];
    Arrays.setAll(renumbered.scope, row -> scopes.of(parts.scope[row]));
    renumbered.name = strings.of(parts.name);
    renumbered.statusMessage = strings.ofSparse(parts.statusMessage);
    renumbered.traceState = strings.ofSparse(parts.traceState);
    renumbered.attributes = parts.attributes.renumbered(strings);
    return new SpanTable(renumbered);
  }

  int[] names() {
    return parts.name;
  }

  long bytes() {
    return 6 * (16 + 8L * size)
        + 2 * (16 + 4L * size)
        + Columns.bytes(parts.kind)
        + Columns.bytes(parts.statusCode)
        + Columns.bytes(parts.statusMessage)
        + Columns.bytes(parts.traceState)
        + Columns.bytes(parts.flags)
        + Columns.bytes(parts.droppedAttributesCount)
        + Columns.bytes(parts.droppedEventsCount)
        + Columns.bytes(parts.droppedLinksCount)
        + parts.attributes.bytes();
  }
}
