// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.block;

import static org.assertj.core.api.Assertions.assertThat;

import io.spoor.model.SpanBatch;
import io.spoor.model.SpanIdentity;
import io.spoor.model.SpanTable;
import io.spoor.model.TraceId;
import io.spoor.storage.segment.column.ByteInput;
import io.spoor.storage.segment.column.ByteOutput;
import io.spoor.storage.segment.column.Dictionary;
import io.spoor.storage.segment.column.DictionaryBuilder;
import io.spoor.storage.segment.column.SourceBatch;
import io.spoor.storage.segment.column.ValueFilterBuilder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Encodes batches as row groups in the way that a block does, and reads them again. */
final class GroupFixture {
  final List<EncodedGroup> groups = new ArrayList<>();
  final RecordingObserver observer = new RecordingObserver();
  private final DictionaryBuilder strings = new DictionaryBuilder();
  private final RowGroupEncoder encoder =
      new RowGroupEncoder(strings, new ValueFilterBuilder(), new LongestSpansBuilder(), observer);
  private List<Row> pending = new ArrayList<>();

  /** A span in its batch. */
  record Row(SourceBatch source, int row) {
    SpanBatch batch() {
      return source.batch();
    }

    private SpanTable spans() {
      return source.batch().spans();
    }

    long start() {
      return spans().startTimeUnixNano(row);
    }

    TraceId trace() {
      return new TraceId(spans().traceIdHigh(row), spans().traceIdLow(row));
    }
  }

  /** A group and the spans that it must hold, in their order. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record EncodedGroup(byte[] bytes, RowGroupEncoder.Encoded encoded, List<Row> rows) {
    RowGroup open(Dictionary dictionary) throws IOException {
      return open(bytes, dictionary);
    }

    RowGroup open(byte[] other, Dictionary dictionary) throws IOException {
      PageSource source =
          new PageSource() {
            @Override
            public byte[] read(int from, int length) {
              return Arrays.copyOfRange(other, from, from + length);
            }

            @Override
            public String toString() {
              return "row group";
            }
          };
      return RowGroup.open(
          source, encoded.headerLength(), encoded.stats(), dictionary, new LastScopes());
    }

    int[] allRows() {
      return IntStream.range(0, rows.size()).toArray();
    }
  }

  /** Encodes all spans of these batches. */
  static GroupFixture of(List<SpanBatch> batches) {
    GroupFixture fixture = new GroupFixture();
    SortedMap<TraceId, List<Row>> traces = new TreeMap<>();
    for (SpanBatch batch : batches) {
      SourceBatch source = new SourceBatch(batch);
      for (int row = 0; row < batch.size(); row++) {
        Row added = new Row(source, row);
        traces.computeIfAbsent(added.trace(), trace -> new ArrayList<>()).add(added);
      }
    }
    traces.forEach(fixture::add);
    fixture.endGroup();
    return fixture;
  }

  static GroupFixture of(SpanBatch... batches) {
    return of(List.of(batches));
  }

  private void add(TraceId trace, List<Row> spans) {
    spans.sort(Comparator.comparing(Row::start, Long::compareUnsigned));
    SourceBatch[] sources = spans.stream().map(Row::source).toArray(SourceBatch[]::new);
    int[] rows = spans.stream().mapToInt(Row::row).toArray();
    if (!encoder.hasRoom(rows.length) && encoder.rows() > 0) {
      endGroup();
    }
    int from = 0;
    while (from < rows.length) {
      int to = encoder.addFrom(trace.high(), trace.low(), sources, rows, from, rows.length);
      assertThat(to).isGreaterThan(from);
      pending.addAll(spans.subList(from, to));
      from = to;
      if (from < rows.length) {
        endGroup();
      }
    }
  }

  private void endGroup() {
    ByteOutput target = new ByteOutput();
    target.putByte(7); // groups stand behind others
    RowGroupEncoder.Encoded encoded = encoder.encode(target);
    byte[] bytes = Arrays.copyOfRange(target.array(), 1, target.size());
    assertThat(encoded.length()).isEqualTo(bytes.length);
    groups.add(new EncodedGroup(bytes, encoded, pending));
    pending = new ArrayList<>();
  }

  Dictionary dictionary() {
    ByteOutput encoded = new ByteOutput();
    strings.encode(encoded);
    try {
      return Dictionary.decode(new ByteInput(encoded.array(), 0, encoded.size()));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Reads every group and compares every field of every span. */
  void assertHoldsAll() throws IOException {
    Dictionary dictionary = dictionary();
    for (EncodedGroup group : groups) {
      assertSame(group, group.allRows(), group.open(dictionary).spans(group.allRows()));
    }
  }

  /** That a batch has exactly these rows of a group. */
  static void assertSame(EncodedGroup group, int[] rows, SpanBatch batch) {
    assertThat(batch.size()).isEqualTo(rows.length);
    for (int i = 0; i < rows.length; i++) {
      Row wanted = group.rows().get(rows[i]);
      assertThat(SpanIdentity.same(wanted.batch(), wanted.row(), batch, i))
          .as("row %d of the group", rows[i])
          .isTrue();
      assertThat(serviceName(batch, i)).isEqualTo(serviceName(wanted.batch(), wanted.row()));
    }
  }

  private static String serviceName(SpanBatch batch, int row) {
    int index = batch.resources().serviceName(batch.resourceOf(row));
    return index < 0 ? "none: " + index : "is " + batch.strings().string(index);
  }
}
