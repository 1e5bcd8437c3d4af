// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.memory;

import io.spoor.codec.otlp.BenchmarkLoad;
import io.spoor.config.MemoryConfig;
import io.spoor.model.SpanBatch;
import io.spoor.model.Tenant;
import io.spoor.model.WriteResult;
import java.util.List;
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

/**
 * Time and bytes a span to store a decoded request of docs/performance.md, with everything that
 * follows from it: the index, the search for copies, and the eviction of as many older spans.
 *
 * <pre>mvn test-compile exec:exec@benchmark -Dbenchmark=MemoryTraceStorageBenchmark</pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
    value = 3,
    jvmArgsAppend = {"-Xmx1g", "-XX:+UseSerialGC"})
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class MemoryTraceStorageBenchmark {
  private static final int GROUPS = 30;
  private static final int KEPT_GROUPS = 20; // so a span is evicted before it comes again

  private final List<SpanBatch> batches = TreeLoad.batches(GROUPS);
  private MemoryStore store = newStore();
  private int next;

  private static MemoryStore newStore() {
    return new MemoryStore(new MemoryConfig(KEPT_GROUPS * BenchmarkLoad.SPANS, 1L << 40));
  }

  /** Fills the store, so that every write evicts. */
  @Setup(Level.Trial)
  public void fill() {
    store = newStore();
    for (next = 0; next < KEPT_GROUPS * TreeLoad.SERVICES; next++) {
      store.write(Tenant.DEFAULT, batches.get(next));
    }
  }

  /** One request: 512 spans of 512 traces. */
  @Benchmark
  @OperationsPerInvocation(BenchmarkLoad.SPANS)
  public WriteResult write() {
    SpanBatch batch = batches.get(next);
    next = (next + 1) % batches.size();
    WriteResult result = store.write(Tenant.DEFAULT, batch);
    if (result.deduplicated() > 0) {
      throw new AssertionError("the load repeats itself: " + result);
    }
    return result;
  }
}
