// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spoor.model.SpanBatch;
import io.spoor.model.Tenant;
import io.spoor.model.TraceId;
import io.spoor.model.TraceQuery;
import io.spoor.storage.StorageProbe;
import io.spoor.storage.StoredSpan;
import io.spoor.storage.TestQueries;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Opens the folder of a process that was killed, and looks for all that it had said. */
final class CrashedStore {
  private static final int TRACES_AT_ONCE = 100;
  private static final int SAMPLES = 40;
  private static final int SEARCHED_BATCHES = 60;
  private static final int SAMPLED_TRACES = 60;
  private static final int ALL = 1_000_000;

  private final Path folder;
  private final CrashLoad load;
  private final CrashLog told;
  private final Random random;
  private long replayed;
  private int checkedTraces;

  CrashedStore(Path folder, long seed, CrashLog told, Random random) {
    this.folder = folder;
    this.load = new CrashLoad(seed);
    this.told = told;
    this.random = random;
  }

  long replayed() {
    return replayed;
  }

  /** Checks what was sent since the last time, and a sample of what was sent before. */
  void check(long headBytes, int fanIn) {
    with(
        headBytes,
        fanIn,
        storage -> {
          int end = traces();
          int from = Math.max(0, checkedTraces - CrashLoad.LATE);
          checkBatches(storage, from, end);
          if (from > 0) {
            int sample = random.nextInt(from);
            checkBatches(storage, sample, Math.min(from, sample + SAMPLED_TRACES));
          }
          checkedTraces = end;
          checkSearches(storage);
        });
  }

  /** Checks every batch. */
  void checkAll(long headBytes, int fanIn) {
    with(
        headBytes,
        fanIn,
        storage -> {
          checkBatches(storage, 0, traces());
          checkSearches(storage);
        });
  }

  private interface Check {
    void run(SegmentTraceStorage storage);
  }

  private void with(long headBytes, int fanIn, Check check) {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    SegmentTraceStorage storage =
        new SegmentTraceStorage(
            CrashLoad.config(folder, headBytes, fanIn), registry, more -> replayed += more);
    try {
      StorageProbe.await(storage.open());
      check.run(storage);
      assertThat(storage.usage().spans())
          .as("stored, of %s distinct ones", told.spans())
          .isBetween(told.spans(), told.spans() + (long) CrashLoad.MAX_SPANS * told.sentAgain());
      for (String damage :
          List.of("segment.damaged.blocks", "wal.damaged.bytes", "wal.quarantined.records")) {
        assertThat(registry.get(damage).counter().count()).as(damage).isZero();
      }
      assertThat(registry.get("segment.failed.merges").counter().count()).isZero();
      assertThat(registry.get("segment.failed.seals").counter().count()).isZero();
    } finally {
      StorageProbe.await(storage.close());
    }
  }

  private int traces() {
    return told.sent() == 0 ? 0 : CrashLoad.trace(told.sent() - 1) + 1;
  }

  /** Checks the batches of some traces. */
  private void checkBatches(SegmentTraceStorage storage, int fromTrace, int toTrace) {
    int fromBatch = CrashLoad.firstBatch(fromTrace);
    int toBatch = Math.min(told.sent(), CrashLoad.firstBatch(toTrace));
    int[] found = new int[Math.max(0, toBatch - fromBatch)];
    for (Tenant tenant : CrashLoad.TENANTS) {
      StorageProbe probe = new StorageProbe(storage, tenant);
      int first = Math.max(0, fromTrace - CrashLoad.LATE);
      for (int trace = first; trace < toTrace; trace += TRACES_AT_ONCE) {
        int end = Math.min(toTrace, trace + TRACES_AT_ONCE);
        count(probe, tenant, trace, end, found, fromBatch);
      }
    }
    for (int batch = fromBatch; batch < toBatch; batch++) {
      checkFound(batch, found[batch - fromBatch]);
    }
  }

  private void count(
      StorageProbe probe, Tenant tenant, int from, int to, int[] found, int fromBatch) {
    List<TraceId> ids = new ArrayList<>();
    for (int trace = from; trace < to; trace++) {
      ids.add(CrashLoad.traceId(trace));
    }
    Set<Long> seen = new HashSet<>();
    for (SpanBatch chunk : probe.get(ids)) {
      for (int row = 0; row < chunk.size(); row++) {
        long span = chunk.spans().spanId(row);
        int batch = CrashLoad.batch(span);
        assertThat(seen.add(span)).as("span %s of batch %s is there once", span, batch).isTrue();
        assertThat(CrashLoad.tenant(batch)).as("tenant of batch %s", batch).isEqualTo(tenant);
        assertThat(told.mustBeMissing(batch)).as("batch %s may be there", batch).isFalse();
        if (batch >= fromBatch && batch - fromBatch < found.length) {
          found[batch - fromBatch]++;
        }
      }
    }
  }

  private void checkFound(int batch, int found) {
    int sent = load.traces(batch).size();
    if (told.mustBeThere(batch)) {
      assertThat(found).as("spans of acknowledged batch %s", batch).isEqualTo(sent);
    } else {
      assertThat(found).as("spans of batch %s, all or none", batch).isIn(0, sent);
    }
    told.found(batch, found);
  }

  private void checkSearches(SegmentTraceStorage storage) {
    if (told.sent() == 0) {
      return;
    }
    for (int i = 0; i < SAMPLES; i++) {
      int batch =
          i % 2 == 0
              ? random.nextInt(told.sent())
              : told.sent() - 1 - random.nextInt(Math.min(told.sent(), SAMPLES));
      checkBatch(new StorageProbe(storage, CrashLoad.tenant(batch)), batch);
    }
    for (int i = 0; i < 3; i++) {
      checkService(storage, random.nextInt(told.sent()));
    }
  }

  /** A batch that is known to be there or not: by its attribute, and whole. */
  private void checkBatch(StorageProbe probe, int batch) {
    TraceQuery query =
        TestQueries.any().attribute(CrashLoad.BATCH, String.valueOf(batch)).limit(ALL).build();
    List<TraceId> found = probe.findIds(query);
    if (!told.isThere(batch)) {
      assertThat(found).as("batch %s is not there", batch).isEmpty();
      return;
    }
    assertThat(found).containsExactlyInAnyOrderElementsOf(new HashSet<>(load.traces(batch)));
    List<StoredSpan> spans = new ArrayList<>();
    for (SpanBatch chunk : probe.get(found)) {
      for (int row = 0; row < chunk.size(); row++) {
        if (CrashLoad.batch(chunk.spans().spanId(row)) == batch) {
          spans.addAll(StoredSpan.allOf(chunk.select(new int[] {row})));
        }
      }
    }
    assertThat(spans).containsExactlyInAnyOrderElementsOf(StoredSpan.allOf(load.spans(batch)));
  }

  private void checkService(SegmentTraceStorage storage, int first) {
    int end = Math.min(told.sent(), first + SEARCHED_BATCHES);
    TraceQuery query =
        TestQueries.any()
            .service(CrashLoad.service(first))
            .starts(CrashLoad.start(first), CrashLoad.start(end) - 1)
            .limit(ALL)
            .build();
    for (Tenant tenant : CrashLoad.TENANTS) {
      Set<TraceId> expected = new LinkedHashSet<>();
      for (int batch = first; batch < end; batch++) {
        boolean matches =
            CrashLoad.service(batch).equals(CrashLoad.service(first))
                && CrashLoad.tenant(batch).equals(tenant);
        if (matches && told.isThere(batch)) {
          expected.addAll(load.traces(batch));
        }
      }
      assertThat(new StorageProbe(storage, tenant).findIds(query))
          .as("by service, batches %s to %s", first, end)
          .containsExactlyInAnyOrderElementsOf(expected);
    }
  }
}
