// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.block;

import io.spoor.storage.segment.column.ByteInput;
import io.spoor.storage.segment.column.LongColumn;
import io.spoor.storage.segment.column.TextColumn;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The columns that every span has, decoded when they are first asked for. Not thread-safe. */
final class SpanReader {
  private final PageReader pages;
  private final int rows;
  private final long[][] numbers = new long[PageField.CODES][];
  private final @Nullable TextColumn[] texts = new @Nullable TextColumn[PageField.CODES];
  private @Nullable List<RowGroup.TraceRun> traces;
  private long @Nullable [] spanIds;
  private long @Nullable [] parents;
  private long @Nullable [] starts;

  SpanReader(PageReader pages) {
    this.pages = pages;
    this.rows = pages.header().rows();
  }

  /** A column of one number a row. */
  long[] longs(PageField field) throws IOException {
    long[] known = numbers[field.code()];
    if (known == null) {
      known = pages.longs(field, rows);
      numbers[field.code()] = known;
    }
    return known;
  }

  /** A column of one string a row, or null when all are empty. */
  @Nullable TextColumn texts(PageField field) throws IOException {
    TextColumn known = texts[field.code()];
    if (known == null && pages.header().place(field).isPresent()) {
      known = pages.texts(field, rows);
      texts[field.code()] = known;
    }
    return known;
  }

  /** Sets the bits of the rows with this number. */
  void find(PageField field, long wanted, BitSet found) throws IOException {
    long[] known = numbers[field.code()];
    if (known == null) {
      pages.find(field, rows, wanted, found);
      return;
    }
    for (int row = 0; row < rows; row++) {
      if (known[row] == wanted) {
        found.set(row);
      }
    }
  }

  /** Sets the bits of the rows with this string. */
  void find(PageField field, byte[] wanted, BitSet found) throws IOException {
    TextColumn known = texts[field.code()];
    if (known == null) {
      pages.find(field, rows, wanted, found);
    } else {
      known.find(wanted, found);
    }
  }

  List<RowGroup.TraceRun> traces() throws IOException {
    List<RowGroup.TraceRun> known = traces;
    if (known == null) {
      known = readTraces();
      traces = known;
    }
    return known;
  }

  private List<RowGroup.TraceRun> readTraces() throws IOException {
    int count = pages.header().traces();
    ByteInput page = pages.page(PageField.TRACES);
    if (page == null) {
      throw PageReader.corrupt(PageField.TRACES, "absent");
    }
    long[] ids = PageReader.rawLongs(page, 2 * count);
    long[] lengths = LongColumn.decode(page, count);
    long[] starts = LongColumn.decode(page, count); // each as its difference to the one before
    List<RowGroup.TraceRun> runs = new ArrayList<>(count);
    int row = 0;
    long start = 0;
    for (int i = 0; i < count; i++) {
      start += starts[i];
      if (lengths[i] <= 0 || lengths[i] > rows - row) {
        throw PageReader.corrupt(PageField.TRACES, lengths[i] + " rows in a trace");
      }
      int end = row + (int) lengths[i];
      runs.add(new RowGroup.TraceRun(ids[2 * i], ids[2 * i + 1], start, row, end));
      row = end;
    }
    if (row != rows) {
      throw PageReader.corrupt(PageField.TRACES, row + " rows in all traces");
    }
    return runs;
  }

  long[] spanIds() throws IOException {
    long[] known = spanIds;
    if (known == null) {
      known = pages.rawLongs(PageField.SPAN_ID);
      if (known.length != rows) {
        throw PageReader.corrupt(PageField.SPAN_ID, known.length + " ids");
      }
      spanIds = known;
    }
    return known;
  }

  long[] starts() throws IOException {
    long[] known = starts;
    if (known == null) {
      List<RowGroup.TraceRun> runs = traces();
      known = pages.longs(PageField.START, rows);
      for (RowGroup.TraceRun run : runs) {
        long start = run.startUnixNano();
        for (int row = run.firstRow(); row < run.endRow(); row++) {
          start += known[row];
          known[row] = start;
        }
      }
      starts = known;
    }
    return known;
  }

  long[] parents() throws IOException {
    long[] known = parents;
    if (known == null) {
      List<RowGroup.TraceRun> runs = traces();
      known = pages.longs(PageField.PARENT, rows);
      IdResolver resolver =
          new IdResolver(PageField.PARENT, spanIds(), pages.rawLongs(PageField.PARENT_ID));
      for (RowGroup.TraceRun run : runs) {
        for (int row = run.firstRow(); row < run.endRow(); row++) {
          known[row] = resolver.id(row, known[row], run);
        }
      }
      resolver.finish();
      parents = known;
    }
    return known;
  }

  /** Turns references into ids. */
  static final class IdResolver {
    private final PageField field;
    private final long[] ids;
    private final long[] elsewhere;
    private int next;

    IdResolver(PageField field, long[] ids, long[] elsewhere) {
      this.field = field;
      this.ids = ids;
      this.elsewhere = elsewhere;
    }

    long id(int row, long reference, RowGroup.TraceRun run) throws IOException {
      if (reference == SpanReference.NONE) {
        return 0;
      }
      if (reference == SpanReference.ELSEWHERE) {
        if (next == elsewhere.length) {
          throw PageReader.corrupt(field, "more ids than there are");
        }
        return elsewhere[next++];
      }
      long target = SpanReference.target(row, reference);
      if (target < run.firstRow() || target >= run.endRow()) {
        throw PageReader.corrupt(field, "row %d refers to row %d".formatted(row, target));
      }
      return ids[(int) target];
    }

    void finish() throws IOException {
      if (next != elsewhere.length) {
        throw PageReader.corrupt(field, "fewer ids than there are");
      }
    }
  }
}
