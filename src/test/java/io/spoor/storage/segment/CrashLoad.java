// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment;

import io.spoor.TestSpans;
import io.spoor.config.SegmentConfig;
import io.spoor.config.SegmentConfig.HeadConfig;
import io.spoor.config.SegmentConfig.MergeConfig;
import io.spoor.config.WalConfig;
import io.spoor.config.WalConfig.Durability;
import io.spoor.model.SpanBatch;
import io.spoor.model.SpanKind;
import io.spoor.model.StatusCode;
import io.spoor.model.Tenant;
import io.spoor.model.TraceId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Batches by number: two processes know what is in each. Six batches in a row share a trace, and
 * some of their spans belong to a trace of much earlier.
 */
final class CrashLoad {
  static final String BATCH = "crash.batch";
  static final List<Tenant> TENANTS = List.of(Tenant.DEFAULT, new Tenant("other"));
  static final int LATE = 40; // traces
  static final int MAX_SPANS = 60; // of a batch
  private static final int SERVICES = 5;
  private static final int BATCHES_OF_TRACE = 6;

  private final long seed;

  CrashLoad(long seed) {
    this.seed = seed;
  }

  /** Small enough that spans move on all the time. */
  static SegmentConfig config(Path folder, long headBytes, int fanIn) {
    return new SegmentConfig(
        folder,
        new WalConfig(Durability.FSYNC, Duration.ofMillis(5), 1 << 18, 1 << 28, 1 << 24),
        new HeadConfig(headBytes, Duration.ofMillis(50), Duration.ofMillis(200)),
        new MergeConfig(fanIn, 200_000),
        TestStore.RETENTION,
        1);
  }

  static Tenant tenant(int batch) {
    return TENANTS.get(batch % 8 == 0 ? 1 : 0);
  }

  static String service(int batch) {
    return "service-" + batch % SERVICES;
  }

  /** The trace to which a batch belongs, late spans aside. */
  static int trace(int batch) {
    return batch / BATCHES_OF_TRACE;
  }

  /** The first batch that belongs to a trace. */
  static int firstBatch(int trace) {
    return trace * BATCHES_OF_TRACE;
  }

  static TraceId traceId(int trace) {
    return new TraceId(0x5eed, (trace + 1) * 0x9e3779b97f4a7c15L);
  }

  /** When the spans of a batch start at the earliest; those of the next one start later. */
  static long start(int batch) {
    return TestSpans.START + batch * 1_000_000L;
  }

  /** The batch that a span is from. */
  static int batch(long spanId) {
    return (int) (spanId >>> 8);
  }

  private Random random(int batch) {
    return new Random(seed + batch * 0x9e3779b97f4a7c15L);
  }

  /** Traces of the spans of a batch. */
  List<TraceId> traces(int batch) {
    List<TraceId> traces = new ArrayList<>();
    for (boolean late : late(random(batch), trace(batch))) {
      traces.add(traceId(late ? trace(batch) - LATE : trace(batch)));
    }
    return traces;
  }

  private static boolean[] late(Random random, int trace) {
    boolean[] late = new boolean[1 + random.nextInt(MAX_SPANS)];
    for (int i = 0; i < late.length; i++) {
      late[i] = trace >= LATE && random.nextInt(4) == 0;
    }
    return late;
  }

  /** The spans of a batch. */
  SpanBatch spans(int batch) {
    Random random = random(batch);
    boolean[] late = late(random, trace(batch));
    TestSpans spans =
        TestSpans.batch().resource(service(batch)).resourceAttribute("host", "h" + batch % 3);
    for (int i = 0; i < late.length; i++) {
      int trace = late[i] ? trace(batch) - LATE : trace(batch);
      long id = ((long) batch << 8) + i + 1;
      spans
          .span(traceId(trace), id, "operation-" + random.nextInt(6))
          .parent(i == 0 ? 0 : id - 1)
          .times(start(batch) + i * 1000L, random.nextInt(1_000_000))
          .kind(SpanKind.of(random.nextInt(6)))
          .status(StatusCode.of(random.nextInt(3)), "")
          .attribute(BATCH, String.valueOf(batch))
          .attribute("number", random.nextInt())
          .attribute("text", "text-" + random.nextInt(20));
      if (random.nextInt(8) == 0) {
        spans.eventAfter(5, "event", "key", random.nextInt(5));
      }
    }
    return spans.build();
  }
}
