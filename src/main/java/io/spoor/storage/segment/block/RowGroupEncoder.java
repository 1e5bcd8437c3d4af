// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.block;

import io.spoor.model.AttributeTable;
import io.spoor.model.SpanBatch;
import io.spoor.storage.segment.column.ByteOutput;
import io.spoor.storage.segment.column.DictionaryBuilder;
import io.spoor.storage.segment.column.SourceBatch;
import io.spoor.storage.segment.column.ValueFilterBuilder;

/**
 * Encodes a few thousand rows as pages, one a column, that can be read alone. Reused from group to
 * group; not thread-safe.
 */
// Hot path: called for every span of a block that is written.
public final class RowGroupEncoder {
  /** Most rows in a group. */
  public static final int MAX_ROWS = 4_096;

  private static final int MAX_BYTES = 8 << 20;

  private final ValueFilterBuilder filter;
  private final GroupObserver observer;
  private final PageWriter pages;
  private final ScopeWriter scopes;
  private final ValueColumns columns = new ValueColumns();
  private final SpanWriter spans = new SpanWriter();
  private final AttributeWriter attributes = new AttributeWriter(RowGroup.Level.SPAN, columns);
  private final EventWriter events = new EventWriter(columns);
  private final LinkWriter links = new LinkWriter(columns);
  private final SpanIdTable rowsOfTrace = new SpanIdTable();
  private final OperationCounts operations = new OperationCounts();
  private final ValueTeller teller;

  /** The strings and the filter are those of the whole block; its catalogue observes. */
  RowGroupEncoder(DictionaryBuilder dictionary, ValueFilterBuilder filter, GroupObserver observer) {
    this.filter = filter;
    this.observer = observer;
    pages = new PageWriter(dictionary);
    scopes = new ScopeWriter(pages);
    teller = new ValueTeller(filter, observer);
  }

  /**
   * Whether so many more rows fit, as far as can be known. False once the rows so far have many
   * bytes.
   */
  public boolean hasRoom(int moreRows) {
    return spans.rows() + moreRows <= MAX_ROWS && bytes() < MAX_BYTES;
  }

  private long bytes() {
    return spans.bytes() + scopes.bytes() + attributes.bytes() + events.bytes() + links.bytes();
  }

  /** Rows added since the last group was encoded. */
  public int rows() {
    return spans.rows();
  }

  /**
   * Adds rows of a trace, in their order by start: {@code [from, to)}, or as many of them as fit
   * into the group. At least one when the group is empty, so a caller that encodes the group when
   * not all fit, and goes on with the rest, comes to an end.
   *
   * @return one past the last row that was added
   */
  public int addFrom(
      long traceIdHigh, long traceIdLow, SourceBatch[] sources, int[] rows, int from, int to) {
    int firstRow = spans.rows();
    int next = from;
    while (next < to && hasRoom(1)) {
      add(sources[next], rows[next], traceIdHigh, traceIdLow);
      next++;
    }
    if (next > from) {
      spans.endTrace(traceIdHigh, traceIdLow, firstRow, rowsOfTrace);
      links.resolve(rowsOfTrace);
    }
    return next;
  }

  private void add(SourceBatch source, int row, long traceIdHigh, long traceIdLow) {
    SpanBatch batch = source.batch();
    spans.add(source, row, scopes.code(source, batch.spans().scope(row)));
    attributes.add(source, batch.spans().attributes(), row);
    events.add(source, row, batch.spans().startTimeUnixNano(row));
    links.add(source, row, traceIdHigh, traceIdLow);
  }

  /**
   * Appends the group, tells the observer what is in it, ends it in the filter, and begins the next
   * one.
   */
  public Encoded encode(ByteOutput target) {
    int from = target.size();
    GroupStats stats = spans.stats();
    spans.encode(pages);
    scopes.encode();
    attributes.encode(pages);
    events.encode(pages);
    links.encode(pages);
    columns.encode(pages);
    tell();
    int headerLength =
        pages.finish(target, spans.rows(), spans.traces(), events.count(), links.count());
    clear();
    return new Encoded(stats, headerLength, target.size() - from);
  }

  private void tell() {
    operations.tell(spans, scopes, filter, observer);
    for (int slot = 1; slot <= columns.count(); slot++) {
      teller.column(columns.column(slot));
    }
    attributes.overflow().tell(RowGroup.Level.SPAN, teller);
    events.attributes().overflow().tell(RowGroup.Level.EVENT, teller);
    links.attributes().overflow().tell(RowGroup.Level.LINK, teller);
    for (int i = 0; i < scopes.resourceCount(); i++) {
      SourceBatch source = scopes.resourceSource(i);
      AttributeTable table = source.batch().resources().attributes();
      teller.owner("resource", source, table, scopes.resourceRow(i));
    }
    for (int i = 0; i < scopes.scopeCount(); i++) {
      SourceBatch source = scopes.scopeSource(i);
      AttributeTable table = source.batch().scopes().attributes();
      teller.owner("scope", source, table, scopes.scopeRow(i));
    }
    filter.endGroup();
  }

  private void clear() {
    spans.clear();
    scopes.clear();
    attributes.clear();
    events.clear();
    links.clear();
    columns.clear();
  }

  /**
   * What was appended.
   *
   * @param headerLength bytes of the header with which the group begins
   * @param length bytes of header and pages
   */
  public record Encoded(GroupStats stats, int headerLength, int length) {}
}
