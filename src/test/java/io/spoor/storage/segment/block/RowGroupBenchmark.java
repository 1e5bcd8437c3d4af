// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.block;

import io.spoor.model.SpanBatch;
import io.spoor.model.SpanBatchBuilder;
import io.spoor.storage.memory.TreeLoad;
import io.spoor.storage.segment.column.ByteInput;
import io.spoor.storage.segment.column.ByteOutput;
import io.spoor.storage.segment.column.Dictionary;
import io.spoor.storage.segment.column.DictionaryBuilder;
import io.spoor.storage.segment.column.SourceBatch;
import io.spoor.storage.segment.column.ValueFilterBuilder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Time and bytes a span to encode the row groups of a block, and to decode them: all rows as a
 * merge does, or twenty as a search does. Logs what each page takes.
 *
 * <pre>mvn test-compile exec:exec@benchmark -Dbenchmark=RowGroupBenchmark</pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
    value = 1,
    jvmArgsAppend = {"-Xmx1g", "-XX:+UseSerialGC"})
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class RowGroupBenchmark {
  private static final Logger log = LoggerFactory.getLogger(RowGroupBenchmark.class);
  private static final int TRACE_GROUPS = 8;
  private static final int TRACES = TRACE_GROUPS * 512;
  private static final int SPANS = TRACES * TreeLoad.SERVICES;

  private final List<SpanBatch> batches = TreeLoad.batches(TRACE_GROUPS);
  private final List<LoadTrace> traces = sortedTraces(batches);
  private final SpanBatchBuilder builder = new SpanBatchBuilder();
  private final ByteOutput target = new ByteOutput();
  private final List<RowGroupEncoder.Encoded> encoded = new ArrayList<>();
  private DictionaryBuilder strings = new DictionaryBuilder();
  private byte[] bytes = {};
  private int[] starts = {};
  private Dictionary dictionary = newDictionary();
  private int next;

  /** A trace as the batches and rows of its spans. */
  private record LoadTrace(List<int[]> spans, SpanBatch first, int firstRow) {}

  private static List<LoadTrace> sortedTraces(List<SpanBatch> batches) {
    List<LoadTrace> traces = new ArrayList<>();
    for (int group = 0; group < TRACE_GROUPS; group++) {
      for (int row = 0; row < 512; row++) {
        List<int[]> spans = new ArrayList<>();
        for (int service = 0; service < TreeLoad.SERVICES; service++) {
          spans.add(new int[] {group * TreeLoad.SERVICES + service, row});
        }
        spans.sort((a, b) -> Long.compareUnsigned(start(batches, a), start(batches, b)));
        traces.add(new LoadTrace(spans, batches.get(spans.get(0)[0]), spans.get(0)[1]));
      }
    }
    traces.sort(
        (a, b) ->
            Long.compareUnsigned(
                a.first().spans().startTimeUnixNano(a.firstRow()),
                b.first().spans().startTimeUnixNano(b.firstRow())));
    return traces;
  }

  private static long start(List<SpanBatch> batches, int[] span) {
    return batches.get(span[0]).spans().startTimeUnixNano(span[1]);
  }

  private Dictionary newDictionary() {
    ByteOutput output = new ByteOutput();
    strings.encode(output);
    try {
      return Dictionary.decode(new ByteInput(output.array(), 0, output.size()));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Encodes once for those that decode, and logs the size of each page. */
  @Setup(Level.Trial)
  public void encodeForReaders() throws IOException {
    encode();
    bytes = target.toArray();
    dictionary = newDictionary();
    starts = new int[encoded.size()];
    Map<String, Integer> pages = new TreeMap<>();
    int at = 0;
    for (int i = 0; i < encoded.size(); i++) {
      starts[i] = at;
      at += encoded.get(i).length();
      pages.merge("HEADERS", encoded.get(i).headerLength(), Integer::sum);
      open(i).pageBytes().forEach((name, size) -> pages.merge(name, size, Integer::sum));
    }
    pages.forEach((name, size) -> log.info("{} {} bytes a span", name, (float) size / SPANS));
    log.info("in all {} bytes a span", (float) bytes.length / SPANS);
    ByteOutput output = new ByteOutput();
    strings.encode(output);
    log.info("dictionary {} bytes a span", (float) output.size() / SPANS);
  }

  private RowGroup open(int group) throws IOException {
    int start = starts[group];
    return RowGroup.open(
        (from, length) -> Arrays.copyOfRange(bytes, start + from, start + from + length),
        encoded.get(group).headerLength(),
        encoded.get(group).stats(),
        dictionary,
        new LastScopes());
  }

  /** A whole block, from batches whose strings were not looked up yet. */
  @Benchmark
  @OperationsPerInvocation(SPANS)
  public int encode() {
    strings = new DictionaryBuilder();
    target.clear();
    encoded.clear();
    RowGroupEncoder encoder =
        new RowGroupEncoder(
            strings,
            new ValueFilterBuilder(),
            new LongestSpansBuilder(),
            new RecordingObserver.Ignoring());
    SourceBatch[] all = batches.stream().map(SourceBatch::new).toArray(SourceBatch[]::new);
    SourceBatch[] sources = new SourceBatch[TreeLoad.SERVICES];
    int[] rows = new int[TreeLoad.SERVICES];
    for (LoadTrace trace : traces) {
      for (int i = 0; i < rows.length; i++) {
        sources[i] = all[trace.spans().get(i)[0]];
        rows[i] = trace.spans().get(i)[1];
      }
      if (!encoder.hasRoom(rows.length)) {
        encoded.add(encoder.encode(target));
      }
      var spans = trace.first().spans();
      encoder.addFrom(
          spans.traceIdHigh(trace.firstRow()),
          spans.traceIdLow(trace.firstRow()),
          sources,
          rows,
          0,
          rows.length);
    }
    encoded.add(encoder.encode(target));
    return target.size();
  }

  /** All groups, all rows. */
  @Benchmark
  @OperationsPerInvocation(SPANS)
  public long decodeAll() throws IOException {
    long spans = 0;
    for (int group = 0; group < encoded.size(); group++) {
      RowGroup opened = open(group);
      int[] rows = new int[opened.rows()];
      for (int row = 0; row < rows.length; row++) {
        rows[row] = row;
      }
      spans += opened.spans(rows, builder).size();
    }
    return spans;
  }

  /** Twenty rows of a group that was not read yet; time a group. */
  @Benchmark
  public SpanBatch decodeTwenty() throws IOException {
    next = (next + 1) % encoded.size();
    RowGroup opened = open(next);
    int[] rows = new int[20];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = (i * 997 + 5) % opened.rows();
    }
    return opened.spans(rows);
  }

  /** A trace of twenty rows of a group that was not read yet; time a trace. */
  @Benchmark
  public SpanBatch decodeTrace() throws IOException {
    next = (next + 1) % encoded.size();
    RowGroup opened = open(next);
    int[] rows = new int[20];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = 20 + i;
    }
    return opened.spans(rows);
  }
}
