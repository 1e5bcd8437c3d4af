// SPDX-License-Identifier: Apache-2.0
package io.spoor.model;

/**
 * A span at a time out of a batch: plain getters over the columns.
 *
 * <p>Moving it allocates nothing; getters that return text make a new string each time. Not
 * thread-safe, and the {@link Attributes} it hands out move with it.
 */
public final class SpanView {
  private final SpanBatch batch;
  private final SpanTable spans;
  private final StringTable strings;
  private final Attributes attributes;
  private final Attributes resourceAttributes;
  private final Attributes scopeAttributes;
  private int row;

  SpanView(SpanBatch batch) {
    this.batch = batch;
    this.spans = batch.spans();
    this.strings = batch.strings();
    this.attributes = new Attributes(strings, spans.attributes());
    this.resourceAttributes = new Attributes(strings, batch.resources().attributes());
    this.scopeAttributes = new Attributes(strings, batch.scopes().attributes());
  }

  /** Moves to another row; returns this view. */
  public SpanView at(int newRow) {
    row = newRow;
    return this;
  }

  /** The batch that is viewed. */
  public SpanBatch batch() {
    return batch;
  }

  /** The row that is viewed. */
  public int row() {
    return row;
  }

  /** The trace's id. */
  public TraceId traceId() {
    return new TraceId(spans.traceIdHigh(row), spans.traceIdLow(row));
  }

  /** The span's id. */
  public long spanId() {
    return spans.spanId(row);
  }

  /** The parent's id, 0 for a root. */
  public long parentSpanId() {
    return spans.parentSpanId(row);
  }

  /** The name. */
  public String name() {
    return strings.string(spans.name(row));
  }

  /** Start, nanoseconds since the epoch. */
  public long startTimeUnixNano() {
    return spans.startTimeUnixNano(row);
  }

  /** End, nanoseconds since the epoch; may lie before the start. */
  public long endTimeUnixNano() {
    return spans.startTimeUnixNano(row) + spans.durationNano(row);
  }

  /** End minus start in nanoseconds. */
  public long durationNano() {
    return spans.durationNano(row);
  }

  /** The kind; {@link SpanKind#UNSPECIFIED} for a number not known. */
  public SpanKind kind() {
    return SpanKind.of(spans.kind(row));
  }

  /** The status code; {@link StatusCode#UNSET} for a number not known. */
  public StatusCode statusCode() {
    return StatusCode.of(spans.statusCode(row));
  }

  /** The status message, empty when there is none. */
  public String statusMessage() {
    return strings.string(spans.statusMessage(row));
  }

  /** The W3C trace state, empty when there is none. */
  public String traceState() {
    return strings.string(spans.traceState(row));
  }

  /** {@code Span.flags}. */
  public int flags() {
    return spans.flags(row);
  }

  /** The resource's {@code service.name}, empty when it has none. */
  public String serviceName() {
    int index = batch.resources().serviceName(resource());
    return index < 0 ? "" : strings.string(index);
  }

  /** Name of the instrumentation scope. */
  public String scopeName() {
    return strings.string(batch.scopes().name(spans.scope(row)));
  }

  /** Version of the instrumentation scope. */
  public String scopeVersion() {
    return strings.string(batch.scopes().version(spans.scope(row)));
  }

  /** The span's own attributes. */
  public Attributes attributes() {
    return attributes.at(row);
  }

  /** The resource's attributes. */
  public Attributes resourceAttributes() {
    return resourceAttributes.at(resource());
  }

  /** The instrumentation scope's attributes. */
  public Attributes scopeAttributes() {
    return scopeAttributes.at(spans.scope(row));
  }

  /** Row of the resource. */
  public int resource() {
    return batch.resourceOf(row);
  }

  /** Row of the first link in {@link SpanBatch#links()}. */
  public int linkStart() {
    return batch.links().start(row);
  }

  /** One past the row of the last link. */
  public int linkEnd() {
    return batch.links().end(row);
  }
}
