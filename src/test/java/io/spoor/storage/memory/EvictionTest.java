// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.memory;

import static io.spoor.storage.StorageProbe.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.spoor.CapturedLog;
import io.spoor.TestSeed;
import io.spoor.TestSpans;
import io.spoor.config.MemoryConfig;
import io.spoor.model.SpanBatch;
import io.spoor.model.Tenant;
import io.spoor.model.TraceId;
import io.spoor.model.WriteResult;
import io.spoor.storage.StorageProbe;
import io.spoor.storage.StorageUsage;
import io.spoor.storage.TestQueries;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Bounds: what goes, what stays, and what is counted. */
class EvictionTest {
  private static final long AMPLE = 1L << 30;

  private static MemoryTraceStorage storage(int maxTraces, long maxBytes) {
    return new MemoryTraceStorage(new MemoryConfig(maxTraces, maxBytes));
  }

  private static TraceId id(long low) {
    return new TraceId(0, low);
  }

  @Test
  void eviction_removesTheTraceThatWasWrittenFirst() {
    MemoryTraceStorage storage = storage(3, AMPLE);
    StorageProbe probe = new StorageProbe(storage);
    for (int trace = 1; trace <= 5; trace++) {
      probe.write(TestSpans.single(trace, 1, "service-" + trace, "op"));
    }

    assertThat(probe.get(id(1), id(2))).isEmpty();
    assertThat(probe.findIds(TestQueries.any().build())).containsExactly(id(3), id(4), id(5));
    assertThat(probe.findIds(TestQueries.any().service("service-1").build())).isEmpty();
    assertThat(probe.services()).containsExactly("service-3", "service-4", "service-5");
    assertThat(probe.operations("service-1", null)).isEmpty();
    StorageUsage usage = storage.usage();
    assertThat(usage.traces()).isEqualTo(3);
    assertThat(usage.spans()).isEqualTo(3);
    assertThat(usage.evictedTraces()).isEqualTo(2);
    assertThat(usage.evictedSpans()).isEqualTo(2);
  }

  @Test
  void eviction_removesATraceWholeThoughItHasNewSpans() {
    MemoryTraceStorage storage = storage(2, AMPLE);
    StorageProbe probe = new StorageProbe(storage);
    probe.write(TestSpans.single(1, 1, "s", "op"));
    probe.write(TestSpans.single(2, 1, "s", "op"));
    probe.write(TestSpans.single(1, 2, "s", "op"));
    probe.write(TestSpans.single(3, 1, "s", "op"));

    assertThat(probe.get(id(1))).isEmpty();
    assertThat(probe.findIds(TestQueries.any().build())).containsExactly(id(2), id(3));
    assertThat(storage.usage().evictedSpans()).isEqualTo(2);
  }

  @Test
  void firstEviction_isLogged() {
    StorageProbe probe = new StorageProbe(storage(1, AMPLE));
    try (CapturedLog log = new CapturedLog(MemoryStore.class)) {
      probe.write(TestSpans.single(1, 1, "s", "op"));
      assertThat(log.lines()).isEmpty();
      probe.write(TestSpans.single(2, 1, "s", "op"));
      probe.write(TestSpans.single(3, 1, "s", "op"));
      assertThat(log.lines())
          .singleElement()
          .asString()
          .startsWith("INFO Memory is full, the oldest traces go from now on; bounds=")
          .contains("maxTraces=1,");
    }
  }

  @Test
  void eviction_hidesItsSpansOfABatchThatStays() {
    StorageProbe probe = new StorageProbe(storage(1, AMPLE));
    probe.write(TestSpans.single(1, 1, "gone", "op"));
    probe.write(TestSpans.batch().resource("gone").span(1, 2, "a").parent(1).build()); // same trace
    SpanBatch twoTraces =
        TestSpans.batch().resource("gone").span(1, 3, "b").resource("here").span(2, 1, "c").build();
    StorageProbe pair = new StorageProbe(storage(2, AMPLE));
    pair.write(TestSpans.single(1, 1, "gone", "op"));
    pair.write(twoTraces);
    pair.write(TestSpans.single(3, 1, "new", "op"));

    assertThat(probe.services()).containsExactly("gone");
    assertThat(pair.services()).containsExactly("here", "new");
    assertThat(pair.findIds(TestQueries.any().build())).containsExactly(id(2), id(3));
    assertThat(pair.operations("gone", null)).isEmpty();
  }

  @Test
  void evictedSpan_isNoCopyWhenItComesAgain() {
    StorageProbe probe = new StorageProbe(storage(1, AMPLE));
    SpanBatch first = TestSpans.single(1, 1, "s", "op");
    probe.write(first);
    probe.write(TestSpans.single(2, 1, "s", "op"));

    assertThat(probe.write(first)).isZero();
    assertThat(probe.spans(id(1))).hasSize(1);
  }

  @Test
  void bounds_holdForAllTenantsTogether() {
    MemoryTraceStorage storage = storage(2, AMPLE);
    StorageProbe a = new StorageProbe(storage, new Tenant("a"));
    StorageProbe b = new StorageProbe(storage, new Tenant("b"));
    a.write(TestSpans.single(1, 1, "s", "op"));
    b.write(TestSpans.single(2, 1, "s", "op"));
    b.write(TestSpans.single(3, 1, "s", "op"));

    assertThat(a.services()).isEmpty();
    assertThat(b.findIds(TestQueries.any().build())).containsExactly(id(2), id(3));
    assertThat(storage.usage().traces()).isEqualTo(2);
  }

  @Test
  void batchAboveTheBytes_isRejectedInWords() {
    MemoryTraceStorage storage = storage(100, 2_000);
    SpanBatch batch =
        TestSpans.batch().resource("s").span(1, 1, "x").attribute("k", "x".repeat(2_000)).build();

    WriteResult result = await(storage.writer().write(Tenant.DEFAULT, batch));

    assertThat(result.rejected()).isEqualTo(1);
    assertThat(result.stored()).isZero();
    assertThat(result.reason()).contains("storage.memory.maxBytes is 2000");
    assertThat(storage.usage()).isEqualTo(StorageUsage.NONE);
    assertThat(new StorageProbe(storage).write(TestSpans.single(1, 1, "s", "op"))).isZero();
  }

  @Test
  void batchOfTooManyTraces_isRejectedInWords() {
    MemoryTraceStorage storage = storage(2, AMPLE);
    TestSpans three = TestSpans.batch().resource("s");
    IntStream.rangeClosed(1, 3).forEach(trace -> three.span(trace, 1, "op"));
    TestSpans two = TestSpans.batch().resource("s");
    IntStream.rangeClosed(1, 10).forEach(span -> two.span(span % 2 + 1L, span, "op"));

    WriteResult result = await(storage.writer().write(Tenant.DEFAULT, three.build()));

    assertThat(result.rejected()).isEqualTo(3);
    assertThat(result.reason()).contains("3 traces").contains("storage.memory.maxTraces is 2");
    assertThat(new StorageProbe(storage).write(two.build())).isZero();
  }

  @Test
  void randomWrites_keepExactlyTheNewestTraces() {
    Random random = TestSeed.random();
    MemoryTraceStorage storage = storage(10, AMPLE);
    StorageProbe probe = new StorageProbe(storage);
    Map<TraceId, Integer> model = new LinkedHashMap<>(); // first written first, spans of each
    int spans = 0;
    for (int span = 1; span <= 2_000; span++) {
      long trace = 1L + span / 20 + random.nextInt(15);
      probe.write(TestSpans.batch().resource("s").span(trace, span, "op").at(span, 1).build());
      model.merge(id(trace), 1, Integer::sum);
      spans++;
      if (model.size() > 10) {
        var oldest = model.entrySet().iterator().next();
        spans -= oldest.getValue();
        model.remove(oldest.getKey());
      }
      assertThat(storage.usage().spans()).isEqualTo(spans);
      assertThat(storage.usage().traces()).isEqualTo(model.size());
    }

    assertThat(probe.findIds(TestQueries.any().build()))
        .containsExactlyInAnyOrderElementsOf(model.keySet());
    model.forEach((id, size) -> assertThat(probe.spans(id)).hasSize(size));
    assertThat(storage.usage().evictedSpans()).isEqualTo(2_000 - spans);
  }

  @Test
  void bytes_areThoseOfTheBatchesThatArePinned() {
    Random random = TestSeed.random();
    long maxBytes = 60_000;
    MemoryTraceStorage storage = storage(1_000, maxBytes);
    StorageProbe probe = new StorageProbe(storage);
    List<SpanBatch> written = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      TestSpans batch = TestSpans.batch().resource("s");
      for (int spans = 1 + random.nextInt(8); spans > 0; spans--) {
        batch.span(1L + i / 4 + random.nextInt(8), random.nextLong() >>> 1, "op");
      }
      written.add(batch.build());
      probe.write(written.get(i));

      assertThat(storage.usage().bytes()).isLessThanOrEqualTo(maxBytes);
      assertThat(storage.usage().bytes()).isEqualTo(pinnedBytes(written, probe, storage));
    }
    assertThat(storage.usage().evictedTraces()).isPositive();
  }

  /** No span id comes twice, so a batch is pinned while one of its span ids can be read. */
  private static long pinnedBytes(
      List<SpanBatch> written, StorageProbe probe, MemoryTraceStorage storage) {
    Set<Long> retained = new TreeSet<>();
    for (SpanBatch chunk : probe.find(TestQueries.any().build())) {
      IntStream.range(0, chunk.size()).forEach(row -> retained.add(chunk.spans().spanId(row)));
    }
    long bytes = 0;
    for (SpanBatch batch : written) {
      boolean pinned =
          IntStream.range(0, batch.size())
              .anyMatch(row -> retained.contains(batch.spans().spanId(row)));
      bytes += pinned ? StoredBatch.bytesOf(batch) : 0;
    }
    return bytes + MemoryStore.TRACE_BYTES * storage.usage().traces();
  }
}
