// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.block;

import io.spoor.model.LinkTableBuilder;
import io.spoor.storage.segment.column.TextColumn;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The links of a group, decoded when they are first asked for. Not thread-safe. */
final class LinkReader {
  private final PageReader pages;
  private final SpanReader spans;
  private final AttributeReader attributes;
  private @Nullable ChildRows rows;
  private boolean isLoaded;
  private long[] traceIds = {}; // two a link
  private long[] spanIds = {};
  private long[] flags = {};
  private long[] dropped = {};
  private @Nullable TextColumn traceStates;

  LinkReader(PageReader pages, SpanReader spans) {
    this.pages = pages;
    this.spans = spans;
    this.attributes = new AttributeReader(RowGroup.Level.LINK, pages, pages.header().links());
  }

  AttributeReader attributes() {
    return attributes;
  }

  ChildRows rows() throws IOException {
    ChildRows known = rows;
    if (known == null) {
      known = new ChildRows(pages, PageField.LINK_COUNT, pages.header().links());
      rows = known;
    }
    return known;
  }

  private void load() throws IOException {
    if (!isLoaded) {
      int count = pages.header().links();
      loadTraceIds(count);
      loadSpanIds(count);
      flags = pages.longs(PageField.LINK_FLAGS, count);
      dropped = pages.longs(PageField.LINK_DROPPED_ATTRIBUTES, count);
      traceStates = pages.texts(PageField.LINK_TRACE_STATE, count);
      isLoaded = true;
    }
  }

  private void loadTraceIds(int count) throws IOException {
    long[] otherTrace = pages.longs(PageField.LINK_TRACE, count);
    long[] ids = pages.rawLongs(PageField.LINK_TRACE_ID);
    long[] all = new long[2 * count];
    int next = 0;
    for (RowGroup.TraceRun run : spans.traces()) {
      int end = rows().end(run.endRow() - 1);
      for (int link = rows().start(run.firstRow()); link < end; link++) {
        boolean isOther = otherTrace[link] != 0;
        if (isOther && next > ids.length - 2) {
          throw PageReader.corrupt(PageField.LINK_TRACE_ID, "fewer ids than links");
        }
        all[2 * link] = isOther ? ids[next] : run.idHigh();
        all[2 * link + 1] = isOther ? ids[next + 1] : run.idLow();
        next += isOther ? 2 : 0;
      }
    }
    traceIds = all;
  }

  private void loadSpanIds(int count) throws IOException {
    long[] ids = pages.longs(PageField.LINK_SPAN, count);
    SpanReader.IdResolver resolver =
        new SpanReader.IdResolver(
            PageField.LINK_SPAN, spans.spanIds(), pages.rawLongs(PageField.LINK_SPAN_ID));
    for (RowGroup.TraceRun run : spans.traces()) {
      for (int row = run.firstRow(); row < run.endRow(); row++) {
        for (int link = rows().start(row); link < rows().end(row); link++) {
          ids[link] = resolver.id(row, ids[link], run);
        }
      }
    }
    resolver.finish();
    spanIds = ids;
  }

  /** Adds the links of a row to the span under way. */
  void addTo(BatchAssembly assembly, int row) throws IOException {
    if (pages.header().links() == 0) {
      return;
    }
    ChildRows children = rows();
    LinkTableBuilder builder = assembly.builder().link();
    for (int link = children.start(row); link < children.end(row); link++) {
      load();
      attributes.addTo(assembly, builder.attributes(), link);
      builder.traceId(traceIds[2 * link], traceIds[2 * link + 1]);
      builder.spanId(spanIds[link]);
      int traceState = assembly.text(traceStates, link);
      builder.end(traceState, (int) flags[link], (int) dropped[link]);
    }
  }
}
