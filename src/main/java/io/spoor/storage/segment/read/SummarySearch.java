// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.read;

import io.spoor.model.FoundSummaries;
import io.spoor.model.SpanBatch;
import io.spoor.model.TraceId;
import io.spoor.model.TracePosition;
import io.spoor.storage.TraceSummaries;
import io.spoor.storage.segment.block.Block;
import io.spoor.storage.segment.block.RowGroup;
import io.spoor.storage.segment.block.RowGroup.TraceRun;
import io.spoor.storage.segment.head.HeadSnapshot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sums up traces of a snapshot: one that lies in one block alone from a few of its columns, another
 * from its spans, copies left out.
 */
final class SummarySearch {
  private final StoreSnapshot snapshot;
  private final Reading reading;
  private final LastGroup wholeGroups;
  private final SummarySpans spans = new SummarySpans();

  // The group whose columns were used last
  private @Nullable Block block;
  private int number;
  private @Nullable RowGroup group;

  SummarySearch(StoreSnapshot snapshot, Reading reading) {
    this.snapshot = snapshot;
    this.reading = reading;
    this.wholeGroups = new LastGroup(reading);
  }

  /** The summaries of these traces; fewer when a limit is reached. */
  FoundSummaries summaries(List<TracePosition> traces) {
    List<FoundSummaries.Entry> entries = new ArrayList<>(traces.size());
    try {
      for (TracePosition position : traces) {
        reading.check();
        gather(position.traceId());
        if (spans.size() > 0) { // none only when all of them are damaged
          entries.add(
              new FoundSummaries.Entry(position, TraceSummaries.of(position.traceId(), spans)));
        }
      }
    } catch (LimitReachedException expected) { // the reading knows, and the answer says so
    }
    return new FoundSummaries(entries, reading.incomplete());
  }

  private void gather(TraceId id) {
    spans.clear();
    @Nullable Block only = onlyBlock(id);
    if (only != null) {
      try {
        gather(only, only.findTrace(id.high(), id.low(), reading), id);
        return;
      } catch (IOException expected) { // then what can be read of it is read below
        spans.clear();
      }
    }
    TraceChunks trace = new TraceChunks(snapshot, id, wholeGroups, reading);
    for (SpanBatch chunk = trace.next(); chunk != null; chunk = trace.next()) {
      reading.spend((long) SummarySpans.BYTES_OF_SPAN * chunk.size());
      spans.add(chunk);
    }
  }

  /** The block in which the whole trace lies; null when other places have some of it. */
  private @Nullable Block onlyBlock(TraceId id) {
    for (HeadSnapshot head : snapshot.heads()) {
      if (head.trace(id.high(), id.low()).rows().length > 0) {
        return null;
      }
    }
    @Nullable Block only = null;
    for (Block other : snapshot.blocks()) {
      if (!mayHave(other, id)) {
        continue;
      }
      if (only != null) {
        return null;
      }
      only = other;
    }
    return only;
  }

  private boolean mayHave(Block other, TraceId id) {
    try {
      return other.findTrace(id.high(), id.low(), reading) >= 0;
    } catch (IOException expected) { // looked up again where damage is told
      return true;
    }
  }

  /** A long run goes on in the next groups. */
  private void gather(Block of, int firstGroup, TraceId id) throws IOException {
    if (firstGroup < 0) {
      throw new IOException("the index cannot be read");
    }
    for (int next = firstGroup; next < of.groups(); next++) {
      RowGroup columns = columns(of, next);
      @Nullable TraceRun run = run(columns, id);
      if (run == null) {
        return;
      }
      reading.spend((long) SummarySpans.BYTES_OF_SPAN * (run.endRow() - run.firstRow()));
      spans.add(columns, run);
      if (run.endRow() < columns.rows()) {
        return;
      }
    }
  }

  private static @Nullable TraceRun run(RowGroup columns, TraceId id) throws IOException {
    for (TraceRun run : columns.traces()) {
      if (run.idHigh() == id.high() && run.idLow() == id.low()) {
        return run;
      }
    }
    return null;
  }

  private RowGroup columns(Block of, int wanted) throws IOException {
    RowGroup known = group;
    if (known != null && block == of && number == wanted) {
      return known;
    }
    RowGroup read = of.group(wanted, reading);
    reading.visited();
    block = of;
    number = wanted;
    group = read;
    return read;
  }
}
