// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.read;

import io.spoor.TestSpans;
import io.spoor.model.Dependency;
import io.spoor.model.OperationStatsList;
import io.spoor.model.SpanBatch;
import io.spoor.model.TraceId;
import io.spoor.model.TraceQuery;
import io.spoor.storage.StorageProbe;
import io.spoor.storage.TestQueries;
import io.spoor.storage.memory.TreeLoad;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Time of the searches of docs/performance.md for 20 whole traces, over a million spans of its load
 * in ten blocks; p50 and p99 are printed.
 *
 * <pre>mvn test-compile exec:exec@benchmark -Dbenchmark=SegmentSearchBenchmark</pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
    value = 1,
    jvmArgsAppend = {"-Xmx512m", "-XX:+UseG1GC"})
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class SegmentSearchBenchmark {
  private static final int GROUPS = 100;
  private static final int GROUPS_A_BLOCK = 10;
  private static final String KEY = "user.id";

  private final Random random = new Random(1);
  private final List<TraceId> ids = new ArrayList<>();
  private final List<String> users = new ArrayList<>();
  private Path folder = Path.of("");
  private SealedTraceStorage storage = new SealedTraceStorage(folder);
  private StorageProbe probe = new StorageProbe(storage);

  /** Fills the store. */
  @Setup
  public void fill() throws IOException {
    folder = Files.createTempDirectory("segment-search");
    storage = new SealedTraceStorage(folder);
    probe = new StorageProbe(storage);
    for (int group = 0; group < GROUPS; group++) {
      for (SpanBatch batch : TreeLoad.inTime(group)) {
        probe.write(batch);
        ids.add(batch.span(group).traceId());
        users.add(user(batch));
      }
      if ((group + 1) % GROUPS_A_BLOCK == 0) {
        storage.seal();
      }
    }
  }

  private static String user(SpanBatch batch) {
    var attributes = batch.span(0).attributes();
    return attributes.text(attributes.find(KEY));
  }

  /** Deletes the store. */
  @TearDown
  public void delete() throws IOException {
    StorageProbe.await(storage.close());
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  private List<SpanBatch> search(TestQueries query) {
    TraceQuery built =
        query.limit(20).starts(TestSpans.START, TestSpans.START + 3_600_000_000_000L).build();
    return probe.find(built);
  }

  /** One trace. */
  @Benchmark
  public List<SpanBatch> byId() {
    return probe.get(ids.get(random.nextInt(ids.size())));
  }

  /** A twentieth of the spans match. */
  @Benchmark
  public List<SpanBatch> byService() {
    return search(TestQueries.any().service("service-7"));
  }

  /** One span in 80 matches. */
  @Benchmark
  public List<SpanBatch> byOperation() {
    return search(
        TestQueries.any().service("service-7").operation("POST /api/v1/resource-7/operation-1"));
  }

  /** One span in 40 matches. */
  @Benchmark
  public List<SpanBatch> byServiceAndDuration() {
    return search(
        TestQueries.any().service("service-7").durations(25_000_000, TraceQuery.NO_DURATION_MAX));
  }

  /** A quarter of the spans match. */
  @Benchmark
  public List<SpanBatch> byCommonAttribute() {
    return search(TestQueries.any().attribute("cloud.region", "us-east-1"));
  }

  /** One span matches. */
  @Benchmark
  public List<SpanBatch> byUniqueAttribute() {
    return search(TestQueries.any().attribute(KEY, users.get(random.nextInt(users.size()))));
  }

  /** No span matches. */
  @Benchmark
  public List<SpanBatch> byAbsentAttribute() {
    return search(TestQueries.any().attribute(KEY, "none"));
  }

  /** Every fiftieth span matches. */
  @Benchmark
  public List<SpanBatch> byError() {
    return search(TestQueries.any().attribute("error", "true"));
  }

  /** All services. */
  @Benchmark
  public List<String> services() {
    return probe.services();
  }

  /** Calls of all spans. */
  @Benchmark
  public List<Dependency> dependencies() {
    return probe.dependencies(0, -1);
  }

  /** Statistics of all spans. */
  @Benchmark
  public OperationStatsList operationStats() {
    return probe.operationStats(null, 0, -1);
  }
}
