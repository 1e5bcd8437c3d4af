// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.block;

import io.spoor.model.AttributeTable;
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

  private final ValueFilterBuilder filter;
  private final LongestSpansBuilder longest;
  private final GroupObserver observer;
  private final PageWriter pages;
  private final ScopeWriter scopes;
  private final GroupRows rows;
  private final GroupSources sources = new GroupSources();
  private final ValueColumns columns = new ValueColumns(sources);
  private final SpanWriter spans = new SpanWriter(sources);
  private final AttributeWriter attributes =
      new AttributeWriter(RowGroup.Level.SPAN, sources, columns);
  private final EventWriter events = new EventWriter(sources, columns);
  private final LinkWriter links = new LinkWriter(sources, columns);
  private final SpanIdTable rowsOfTrace = new SpanIdTable();
  private final OperationCounts operations = new OperationCounts(sources);
  private final ValueTeller teller;

  /** Strings, filter and durations are those of the whole block; its catalogue observes. */
  RowGroupEncoder(
      DictionaryBuilder dictionary,
      ValueFilterBuilder filter,
      LongestSpansBuilder longest,
      GroupObserver observer) {
    this.filter = filter;
    this.longest = longest;
    this.observer = observer;
    pages = new PageWriter(dictionary);
    scopes = new ScopeWriter(pages, sources);
    rows = new GroupRows(sources, scopes);
    teller = new ValueTeller(sources, filter, observer);
  }

  /**
   * Whether so many more rows fit, as far as can be known. False once the rows so far have many
   * bytes.
   */
  public boolean hasRoom(int moreRows) {
    return rows.hasRoom(moreRows);
  }

  /** Rows added since the last group was encoded. */
  public int rows() {
    return rows.count();
  }

  /**
   * Adds rows of a trace, in their order by start: {@code [from, to)}, or as many of them as fit
   * into the group. At least one when the group is empty, so a caller that encodes the group when
   * not all fit, and goes on with the rest, comes to an end.
   *
   * @return one past the last row that was added
   */
  public int addFrom(
      long traceIdHigh,
      long traceIdLow,
      SourceBatch[] sources,
      int[] sourceRows,
      int from,
      int to) {
    int next = from;
    while (next < to && rows.hasRoom(1)) {
      rows.add(sources[next], sourceRows[next]);
      next++;
    }
    if (next > from) {
      rows.endTrace(traceIdHigh, traceIdLow);
    }
    return next;
  }

  /**
   * Appends the group, tells the observer what is in it, ends it in the filter, and begins the next
   * one.
   */
  public Encoded encode(ByteOutput target) {
    int from = target.size();
    GroupStats stats = gather();
    spans.encode(rows, pages);
    scopes.encode();
    attributes.encode(pages);
    events.encode(pages);
    links.encode(pages);
    columns.encode(pages, teller);
    tell();
    int headerLength =
        pages.finish(target, rows.count(), rows.traces(), events.count(), links.count());
    clear();
    return new Encoded(stats, headerLength, target.size() - from);
  }

  private GroupStats gather() {
    GroupStats stats = spans.gather(rows);
    for (int i = 0; i < rows.count(); i++) {
      attributes.add(rows.source(i), rows.batch(i).spans().attributes(), rows.row(i));
    }
    events.gather(rows, spans);
    links.gather(rows, spans, rowsOfTrace);
    spans.refer(rows, rowsOfTrace);
    return stats;
  }

  private void tell() {
    operations.tell(rows, spans, scopes, filter, observer);
    operations.tellLongest(rows, spans, scopes, longest);
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
    longest.endGroup();
  }

  private void clear() {
    rows.clear();
    spans.clear();
    scopes.clear();
    attributes.clear();
    events.clear();
    links.clear();
    columns.clear();
    sources.clear();
  }

  /**
   * What was appended.
   *
   * @param headerLength bytes of the header with which the group begins
   * @param length bytes of header and pages
   */
  public record Encoded(GroupStats stats, int headerLength, int length) {}
}
