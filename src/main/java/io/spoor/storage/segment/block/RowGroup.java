// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.block;

import io.spoor.model.AttributeType;
import io.spoor.model.SpanBatch;
import io.spoor.model.SpanBatchBuilder;
import io.spoor.storage.segment.column.CorruptDataException;
import io.spoor.storage.segment.column.Dictionary;
import io.spoor.storage.segment.column.TextColumn;
import java.io.IOException;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A row group, whose pages are read and decoded when they are first asked for. Used by one thread.
 *
 * <p>Every method throws {@code CorruptDataException} when what it needs is damaged; pages that it
 * does not need do no harm.
 */
public final class RowGroup {

  /** Where an attribute stands. */
  public enum Level {
    SPAN(0, PageField.SPAN_SHAPE, PageField.SPAN_SHAPES, PageField.SPAN_OVERFLOW),
    EVENT(1, PageField.EVENT_SHAPE, PageField.EVENT_SHAPES, PageField.EVENT_OVERFLOW),
    LINK(2, PageField.LINK_SHAPE, PageField.LINK_SHAPES, PageField.LINK_OVERFLOW);

    private final int code;
    private final PageField shape;
    private final PageField shapes;
    private final PageField overflow;
    private final String word = name().toLowerCase(Locale.ROOT);

    Level(int code, PageField shape, PageField shapes, PageField overflow) {
      this.code = code;
      this.shape = shape;
      this.shapes = shapes;
      this.overflow = overflow;
    }

    static Level of(int code) throws CorruptDataException {
      return switch (code) {
        case 0 -> SPAN;
        case 1 -> EVENT;
        case 2 -> LINK;
        default -> throw new CorruptDataException("an attribute has the level " + code);
      };
    }

    int code() {
      return code;
    }

    /** The level as a word: {@code span, event, link}. */
    String word() {
      return word;
    }

    PageField shape() {
      return shape;
    }

    PageField shapes() {
      return shapes;
    }

    PageField overflow() {
      return overflow;
    }
  }

  /** The rows {@code [firstRow, endRow)} are of one trace. */
  public record TraceRun(long idHigh, long idLow, long startUnixNano, int firstRow, int endRow) {}

  /** The values of one key and type on one level, in the order of their owners. */
  public interface ValueColumn {
    byte[] key();

    AttributeType type();

    /**
     * Row of the span, the event or the link (numbers within the group) of each value, ascending.
     */
    int[] owners() throws IOException;

    /** Whether each owner has exactly one value, so that positions are owners. */
    boolean isOnePerOwner() throws IOException;

    /**
     * Sets the positions of values that are this number, where the type is not stored as a string.
     */
    void find(long value, BitSet positions) throws IOException;

    /** Sets the positions of values that are these bytes, where it is. */
    void find(byte[] value, BitSet positions) throws IOException;

    /** Where the type is not stored as a string. */
    long[] longs() throws IOException;

    /** Where it is. */
    TextColumn texts() throws IOException;
  }

  private final PageReader pages;
  private final GroupHeader header;
  private final SpanReader spans;
  private final ScopeReader scopes;
  private final AttributeReader attributes;
  private final EventReader events;
  private final LinkReader links;

  private RowGroup(PageReader pages, LastScopes lastScopes) {
    this.pages = pages;
    header = pages.header();
    spans = new SpanReader(pages);
    scopes = new ScopeReader(pages, lastScopes);
    attributes = new AttributeReader(Level.SPAN, pages, header.rows());
    events = new EventReader(pages);
    links = new LinkReader(pages, spans);
  }

  /** Reads the header: {@code stats} and lengths come from the block's index. */
  static RowGroup open(
      PageSource source,
      int headerLength,
      GroupStats stats,
      Dictionary dictionary,
      LastScopes lastScopes)
      throws IOException {
    GroupHeader header = new GroupHeader(source.read(0, headerLength), dictionary);
    if (header.rows() != stats.rows() || header.traces() != stats.traces()) {
      throw new CorruptDataException(
          "a row group has %d rows of %d traces, not %d of %d"
              .formatted(header.rows(), header.traces(), stats.rows(), stats.traces()));
    }
    return new RowGroup(new PageReader(source, header, dictionary), lastScopes);
  }

  /** Number of spans. */
  public int rows() {
    return header.rows();
  }

  /** Runs of rows by trace, in row order. */
  public List<TraceRun> traces() throws IOException {
    return Collections.unmodifiableList(spans.traces());
  }

  /** Ids of the spans, by row. This and all other arrays are shared: never write to them. */
  public long[] spanIds() throws IOException {
    return spans.spanIds();
  }

  /** Ids of the parents, by row; 0 for a root. */
  public long[] parentSpanIds() throws IOException {
    return spans.parents();
  }

  /** Starts by row, unsigned nanoseconds since the epoch. */
  public long[] starts() throws IOException {
    return spans.starts();
  }

  /** Durations by row, signed nanoseconds. */
  public long[] durations() throws IOException {
    return spans.longs(PageField.DURATION);
  }

  /** OTLP numbers of the kinds, by row. */
  public long[] kinds() throws IOException {
    return spans.longs(PageField.KIND);
  }

  /** OTLP numbers of the status codes, by row. */
  public long[] statusCodes() throws IOException {
    return spans.longs(PageField.STATUS_CODE);
  }

  /** Sets the bits of the rows whose name is this one. */
  public void findName(byte[] name, BitSet found) throws IOException {
    spans.find(PageField.NAME, name, found);
  }

  /** Names of the spans, by row. */
  public TextColumn names() throws IOException {
    TextColumn names = spans.texts(PageField.NAME);
    if (names == null) {
      throw PageReader.corrupt(PageField.NAME, "absent");
    }
    return names;
  }

  /** By row, the row of {@link #scopes}. */
  public long[] scopeRows() throws IOException {
    return spans.longs(PageField.SCOPE);
  }

  /** Sets the bits of the rows whose scope is this row of {@link #scopes}. */
  public void findScope(int scope, BitSet found) throws IOException {
    spans.find(PageField.SCOPE, scope, found);
  }

  /** The distinct scopes and resources of the group: a batch without spans. */
  public SpanBatch scopes() throws IOException {
    return scopes.scopes();
  }

  /** By event, its row; events stand in the order of their spans. */
  public int[] eventOwners() throws IOException {
    return events.rows().owners();
  }

  /** By link, its row. */
  public int[] linkOwners() throws IOException {
    return links.rows().owners();
  }

  /** The columns of a level that have this key. */
  public List<ValueColumn> values(Level level, byte[] key) throws IOException {
    return attributes(level).withKey(key);
  }

  private AttributeReader attributes(Level level) {
    return switch (level) {
      case SPAN -> attributes;
      case EVENT -> events.attributes();
      case LINK -> links.attributes();
    };
  }

  /**
   * Owners on this level that have attributes which got no column of their own, because the group
   * has too many; their keys and values are found only in {@link #spans}.
   */
  public int[] ownersWithOverflow(Level level) throws IOException {
    return attributes(level).ownersWithOverflow();
  }

  /** The spans of these rows, in that order, with all that belongs to them. */
  public SpanBatch spans(int[] rows) throws IOException {
    return spans(rows, new SpanBatchBuilder());
  }

  /** The spans of these rows, built with a builder that the caller reuses. */
  public SpanBatch spans(int[] rows, SpanBatchBuilder builder) throws IOException {
    builder.reset();
    BatchAssembly assembly = new BatchAssembly(builder, header.columns().size());
    SpanAssembly fields = new SpanAssembly(spans, assembly);
    ScopeReader.Copying copying = scopes.copyTo(builder);
    long[] scopeOfRow = scopeRows();
    long[] starts = starts();
    for (int row : rows) {
      fields.add(row);
      attributes.addTo(assembly, builder.span().attributes(), row);
      events.addTo(assembly, row, starts[row]);
      links.addTo(assembly, row);
      builder.endSpan(copying.scope(scopeOfRow[row]));
    }
    return builder.build();
  }

  /** Reads every page and verifies its checksum. */
  public void verify() throws IOException {
    pages.verify();
  }

  /** Name and bytes of each page, for whoever asks where the bytes go. */
  public Map<String, Integer> pageBytes() {
    return pages.bytesByName();
  }
}
