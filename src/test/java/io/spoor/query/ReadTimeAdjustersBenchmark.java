// SPDX-License-Identifier: Apache-2.0
package io.spoor.query;

import io.spoor.TestSpans;
import io.spoor.config.QueryConfig;
import io.spoor.model.SpanBatch;
import io.spoor.model.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Time to assemble a trace of chunks of 1,000 spans, and to adjust it, by its size: both must grow
 * with the size and no faster.
 *
 * <pre>mvn test-compile exec:exec@benchmark -Dbenchmark=ReadTimeAdjustersBenchmark</pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
    value = 1,
    jvmArgsAppend = {"-Xmx2g", "-XX:+UseSerialGC"})
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class ReadTimeAdjustersBenchmark {
  private static final int CHUNK = 1_000;

  /** Spans of the trace. */
  @Param({"20", "1000", "10000", "100000", "1000000"})
  public int spans;

  private final QueryConfig config =
      TestConfig.with("maxTraceBytes", "16GiB", "maxInFlightBytes", "64GiB");
  private final Adjuster adjusters = new ReadTimeAdjusters(config);
  private List<SpanBatch> chunks;
  private Trace trace;

  /** A tree of random shape, four attributes a span, on ten hosts whose clocks agree. */
  @Setup
  public void build() {
    Random random = new Random(1);
    chunks = new ArrayList<>();
    for (int from = 0; from < spans; from += CHUNK) {
      TestSpans batch = TestSpans.batch();
      for (int i = 1; i <= Math.min(CHUNK, spans); i++) {
        if (i % 100 == 1) {
          String host = "host-" + random.nextInt(10);
          batch.resource("service").resourceAttribute("host.name", host);
        }
        long span = (long) from + i;
        batch
            .span(1, span * 0x9E3779B97F4A7C15L, "operation")
            .parent(random.nextInt((int) span) * 0x9E3779B97F4A7C15L)
            .at(span, 2L * (spans - span) + 1)
            .attribute("http.request.method", "GET")
            .attribute("http.response.status_code", 200)
            .attribute("url.path", "/api/" + span)
            .attribute("user.id", span);
      }
      chunks.add(batch.build());
    }
    trace = assemble();
  }

  /** Chunks into a trace. */
  @Benchmark
  public Trace assemble() {
    TraceAssembler assembler = new TraceAssembler(chunks.get(0), config);
    chunks.forEach(assembler::add);
    return assembler.build();
  }

  /** All adjusters. */
  @Benchmark
  public Trace adjust() {
    return adjusters.adjust(trace);
  }
}
