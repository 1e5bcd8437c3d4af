// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.block;

import io.spoor.model.AttributeType;
import io.spoor.model.SpanBatch;
import io.spoor.storage.segment.column.Dictionary;
import io.spoor.storage.segment.column.TextColumn;
import java.io.IOException;
import java.util.List;

/**
 * A row group, whose pages are read and decoded when they are first asked for. Used by one thread.
 *
 * <p>Every method throws {@code CorruptDataException} when what it needs is damaged; pages that it
 * does not need do no harm.
 */
public final class RowGroup {

  /** Where an attribute stands. */
  public enum Level {
    SPAN,
    EVENT,
    LINK
  }

  /** The rows {@code [firstRow, endRow)} are of one trace. */
  public record TraceRun(long idHigh, long idLow, int firstRow, int endRow) {}

  /** The values of one key and type on one level, in the order of their owners. */
  public interface ValueColumn {
    byte[] key();

    AttributeType type();

    /**
     * Row of the span, the event or the link (numbers within the group) of each value, ascending.
     */
    int[] owners() throws IOException;

    /** Where the type is not stored as a string. */
    long[] longs() throws IOException;

    /** Where it is. */
    TextColumn texts() throws IOException;
  }

  /** Reads the header: {@code stats} and lengths come from the block's index. */
  public static RowGroup open(
      PageSource source, int headerLength, GroupStats stats, Dictionary dictionary)
      throws IOException {
    throw new UnsupportedOperationException();
  }

  /** Runs of rows by trace, in row order. */
  public List<TraceRun> traces() throws IOException {
    throw new UnsupportedOperationException();
  }

  public long[] spanIds() throws IOException {
    throw new UnsupportedOperationException();
  }

  public long[] parentSpanIds() throws IOException {
    throw new UnsupportedOperationException();
  }

  public long[] starts() throws IOException {
    throw new UnsupportedOperationException();
  }

  public long[] durations() throws IOException {
    throw new UnsupportedOperationException();
  }

  public long[] kinds() throws IOException {
    throw new UnsupportedOperationException();
  }

  public long[] statusCodes() throws IOException {
    throw new UnsupportedOperationException();
  }

  public TextColumn names() throws IOException {
    throw new UnsupportedOperationException();
  }

  /** By row, the row of {@link #scopes}. */
  public long[] scopeRows() throws IOException {
    throw new UnsupportedOperationException();
  }

  /** The distinct scopes and resources of the group: a batch without spans. */
  public SpanBatch scopes() throws IOException {
    throw new UnsupportedOperationException();
  }

  /** By event, its row; events stand in the order of their spans. */
  public int[] eventOwners() throws IOException {
    throw new UnsupportedOperationException();
  }

  /** By link, its row. */
  public int[] linkOwners() throws IOException {
    throw new UnsupportedOperationException();
  }

  /** The columns of a level that have this key. */
  public List<ValueColumn> values(Level level, byte[] key) throws IOException {
    throw new UnsupportedOperationException();
  }

  /**
   * Owners on this level that have attributes which got no column of their own, because the group
   * has too many; their keys and values are found only in {@link #spans}.
   */
  public int[] ownersWithOverflow(Level level) throws IOException {
    throw new UnsupportedOperationException();
  }

  /** The spans of these rows, in that order, with all that belongs to them. */
  public SpanBatch spans(int[] rows) throws IOException {
    throw new UnsupportedOperationException();
  }
}
