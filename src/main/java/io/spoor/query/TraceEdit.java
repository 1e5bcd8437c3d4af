// SPDX-License-Identifier: Apache-2.0
package io.spoor.query;

import io.spoor.model.SpanBatch;
import io.spoor.model.SpanBatchEditor;
import io.spoor.model.Trace;
import java.util.Arrays;
import java.util.IdentityHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Changes the content of a trace's spans: each batch is copied when the first of its spans is
 * edited, and only the rows that belong to the trace. Not thread-safe.
 */
final class TraceEdit {
  private final Trace trace;
  private Part @Nullable [] partOf; // by span; made when the first span is edited
  private final int[] rows; // of a span in its part

  /** The spans of the trace that lie in one batch. */
  private static final class Part {
    private final SpanBatch source;
    private int[] rows = new int[4];
    private int size;
    private @Nullable SpanBatch selected;
    private @Nullable SpanBatchEditor editor;

    Part(SpanBatch source) {
      this.source = source;
    }

    int add(int row) {
      if (size == rows.length) {
        rows = Arrays.copyOf(rows, 2 * size);
      }
      rows[size] = row;
      return size++;
    }

    SpanBatch selected() {
      if (selected == null) {
        selected = isWhole() ? source : source.select(Arrays.copyOf(rows, size));
      }
      return selected;
    }

    SpanBatchEditor editor() {
      if (editor == null) {
        editor = selected().edit();
      }
      return editor;
    }

    private boolean isWhole() {
      if (size != source.size()) {
        return false;
      }
      for (int i = 0; i < size; i++) {
        if (rows[i] != i) {
          return false;
        }
      }
      return true;
    }
  }

  TraceEdit(Trace trace) {
    this.trace = trace;
    this.rows = new int[trace.size()];
  }

  /** What changes the batch in which a span lies; rows are those of {@link #batch}. */
  SpanBatchEditor editor(int span) {
    return part(span).editor();
  }

  /** The batch, before its changes, that the editor of a span works on. */
  SpanBatch batch(int span) {
    return part(span).selected();
  }

  /** The row of a span in {@link #batch}. */
  int row(int span) {
    part(span);
    return rows[span];
  }

  /** The changed trace; the same object when nothing was edited. */
  Trace build() {
    if (partOf == null) {
      return trace;
    }
    IdentityHashMap<Part, SpanBatch> edited = new IdentityHashMap<>();
    SpanBatch[] newBatches = new SpanBatch[trace.size()];
    int[] newRows = new int[trace.size()];
    for (int span = 0; span < newBatches.length; span++) {
      Part part = partOf[span];
      if (part.editor == null) {
        newBatches[span] = trace.batch(span);
        newRows[span] = trace.row(span);
      } else {
        newBatches[span] = edited.computeIfAbsent(part, p -> p.editor().build());
        newRows[span] = rows[span];
      }
    }
    return trace.withBatches(newBatches, newRows);
  }

  private Part part(int span) {
    if (partOf == null) {
      partOf = divide();
    }
    return partOf[span];
  }

  private Part[] divide() {
    Part[] divided = new Part[trace.size()];
    IdentityHashMap<SpanBatch, Part> bySource = new IdentityHashMap<>();
    for (int span = 0; span < divided.length; span++) {
      Part part = bySource.computeIfAbsent(trace.batch(span), Part::new);
      divided[span] = part;
      rows[span] = part.add(trace.row(span));
    }
    return divided;
  }
}
