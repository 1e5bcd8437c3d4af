// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.memory;

import io.spoor.TestSpans;
import io.spoor.config.MemoryConfig;
import io.spoor.model.Deadline;
import io.spoor.model.SpanBatch;
import io.spoor.model.Tenant;
import io.spoor.model.TraceQuery;
import io.spoor.storage.ReadBudget;
import io.spoor.storage.ReadLimits;
import io.spoor.storage.TestQueries;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Time of a search for 20 traces over 512,000 spans of docs/performance.md's load.
 *
 * <pre>mvn test-compile exec:exec@benchmark -Dbenchmark=MemorySearchBenchmark</pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
    value = 1,
    jvmArgsAppend = {"-Xmx1g", "-XX:+UseSerialGC"})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class MemorySearchBenchmark {
  private static final int GROUPS = 50;

  private final MemoryStore store = new MemoryStore(new MemoryConfig(100_000, 1L << 40));

  /** Fills the store. */
  @Setup
  public void fill() {
    for (SpanBatch batch : TreeLoad.batches(GROUPS)) {
      store.write(Tenant.DEFAULT, batch);
    }
  }

  private List<TraceSearch.Hit> search(TestQueries query) {
    TraceQuery built =
        query.limit(20).starts(TestSpans.START, TestSpans.START + 3_600_000_000_000L).build();
    ReadLimits limits = new ReadLimits(Deadline.after(Duration.ofMinutes(1)), Long.MAX_VALUE);
    return new TraceSearch(built, new ReadBudget(limits)).over(store.batches(Tenant.DEFAULT));
  }

  /** A twentieth of the spans match. */
  @Benchmark
  public List<TraceSearch.Hit> byService() {
    return search(TestQueries.any().service("service-7"));
  }

  /** Half of the spans match. */
  @Benchmark
  public List<TraceSearch.Hit> byDuration() {
    return search(TestQueries.any().durations(25_000_000, TraceQuery.NO_DURATION_MAX));
  }

  /** A quarter of the spans match. */
  @Benchmark
  public List<TraceSearch.Hit> byCommonAttribute() {
    return search(TestQueries.any().attribute("cloud.region", "us-east-1"));
  }

  /** No span matches, and none can be left out. */
  @Benchmark
  public List<TraceSearch.Hit> byAttributeThatNoneHas() {
    return search(TestQueries.any().attribute("user.id", "none"));
  }

  /** All services. */
  @Benchmark
  public List<String> services() {
    ReadLimits limits = new ReadLimits(Deadline.after(Duration.ofMinutes(1)), Long.MAX_VALUE);
    return new Catalogue(store.batches(Tenant.DEFAULT), new ReadBudget(limits)).services();
  }
}
