// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.head;

import io.spoor.codec.otlp.BenchmarkLoad;
import io.spoor.model.SpanBatch;
import io.spoor.model.Tenant;
import io.spoor.storage.memory.TreeLoad;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Time and bytes a span to fill a head with the load of docs/performance.md, in requests of 512 or
 * 32 spans, and to visit its traces in order.
 *
 * <pre>mvn test-compile exec:exec@benchmark -Dbenchmark=HeadBenchmark</pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
    value = 1,
    jvmArgsAppend = {"-Xmx1g", "-XX:+UseSerialGC"})
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 5, time = 2)
public class HeadBenchmark {
  private static final Logger log = LoggerFactory.getLogger(HeadBenchmark.class);
  private static final int GROUPS = 30;
  private static final int SPANS = GROUPS * TreeLoad.SERVICES * BenchmarkLoad.SPANS;

  /** Spans of a request. */
  @Param({"512", "32"})
  int batchSpans;

  private final List<SpanBatch> batches = new ArrayList<>();
  private Head full = new Head();

  /** Cuts the load into requests, and fills a head. */
  @Setup
  public void fill() {
    for (SpanBatch batch : TreeLoad.batches(GROUPS)) {
      for (int from = 0; from < batch.size(); from += batchSpans) {
        int[] rows = new int[batchSpans];
        for (int i = 0; i < batchSpans; i++) {
          rows[i] = from + i;
        }
        batches.add(batchSpans == batch.size() ? batch : batch.select(rows).detached());
      }
    }
    full = add();
    log.info(
        "{} spans in {} batches: {} bytes a span, {} of them columns and strings",
        full.spans(),
        batches.size(),
        full.bytes() / SPANS,
        full.snapshot(Tenant.DEFAULT).batches().stream().mapToLong(b -> b.batch().bytes()).sum()
            / SPANS);
  }

  /** Fills a head. */
  @Benchmark
  @OperationsPerInvocation(SPANS)
  public Head add() {
    Head head = new Head();
    for (int i = 0; i < batches.size(); i++) {
      head.add(Tenant.DEFAULT, batches.get(i), i, 0);
    }
    if (head.spans() != SPANS) {
      throw new AssertionError("the load repeats itself: " + head.spans());
    }
    return head;
  }

  /** Detaches the load from its bodies, which is a part of adding it. */
  @Benchmark
  @OperationsPerInvocation(SPANS)
  public long detach() {
    long bytes = 0;
    for (SpanBatch batch : batches) {
      bytes += batch.detached().bytes();
    }
    return bytes;
  }

  /** Visits all traces of a full head. */
  @Benchmark
  @OperationsPerInvocation(SPANS)
  public long forEachTrace() {
    long[] sum = {0};
    full.snapshot(Tenant.DEFAULT)
        .forEachTrace((high, low, inBatches, rows, count) -> sum[0] += count + rows[0]);
    return sum[0];
  }
}
