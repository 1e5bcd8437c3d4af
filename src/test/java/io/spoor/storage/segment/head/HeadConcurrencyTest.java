// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.head;

import static org.assertj.core.api.Assertions.assertThat;

import io.spoor.TestSpans;
import io.spoor.model.SpanBatch;
import io.spoor.model.Tenant;
import io.spoor.model.TraceId;
import io.spoor.storage.segment.head.HeadSnapshot.HeadBatch;
import io.spoor.storage.segment.head.HeadSnapshot.TraceRows;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Batch {@code i} has span {@code i + 1} of one trace that all batches share, the second span of
 * the trace of batch {@code i - 1}, and the first of a trace of its own.
 */
class HeadConcurrencyTest {
  private static final int BATCHES = 30_000;
  private static final int READERS = 3;
  private static final TraceId SHARED = new TraceId(1, 0);

  private final Head head = new Head();
  private final CountDownLatch readersAtWork = new CountDownLatch(READERS);

  @Test
  void everySnapshotSeesWholeBatchesAndAllBeforeThem() throws Exception {
    List<SpanBatch> batches = IntStream.range(0, BATCHES).mapToObj(i -> batch(i)).toList();
    ExecutorService threads = Executors.newFixedThreadPool(READERS);
    try {
      List<Future<Integer>> readers = new ArrayList<>();
      for (int i = 0; i < READERS; i++) {
        Callable<Integer> reader = this::read;
        readers.add(threads.submit(reader));
      }
      readersAtWork.await();
      for (int i = 0; i < BATCHES; i++) {
        head.add(Tenant.DEFAULT, batches.get(i), i, i);
      }
      for (Future<Integer> reader : readers) {
        assertThat(reader.get()).as("snapshots of a part").isGreaterThan(1);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static SpanBatch batch(int i) {
    TestSpans batch = TestSpans.batch().resource("s").span(SHARED, i + 1, "shared");
    if (i > 0) {
      batch.span(new TraceId(2, i - 1), 2, "second");
    }
    return batch.span(new TraceId(2, i), 1, "first").build();
  }

  /** Reads until everything is there; returns how many different snapshots it saw. */
  private int read() {
    int snapshots = 0;
    long before = -1;
    while (before < BATCHES) {
      HeadSnapshot snapshot = head.snapshot(Tenant.DEFAULT);
      int count = snapshot.batches().size();
      assertThat((long) count).isGreaterThanOrEqualTo(before);
      if (count > before) {
        assertConsistent(snapshot, count);
        snapshots++;
        before = count;
      }
      readersAtWork.countDown();
    }
    return snapshots;
  }

  private static void assertConsistent(HeadSnapshot snapshot, int count) {
    assertThat(snapshot.spans()).isEqualTo(count == 0 ? 0 : 3L * count - 1);
    assertThat(snapshot.traces()).isEqualTo(count == 0 ? 0 : count + 1);
    TraceRows shared = snapshot.trace(SHARED.high(), SHARED.low());
    assertThat(shared.rows()).hasSize(count);
    for (int i = 0; i < count; i++) {
      HeadBatch batch = snapshot.batches().get(i);
      if (shared.batches()[i] != batch.batch() || shared.rows()[i] != 0) {
        throw new AssertionError("batch " + i + " of " + count);
      }
    }
    for (int i = Math.max(0, count - 50); i < count + 50; i++) {
      int expected = i >= count ? 0 : i == count - 1 ? 1 : 2;
      assertThat(snapshot.trace(2, i).rows()).as("%d of %d", i, count).hasSize(expected);
    }
    long[] visited = {0};
    snapshot.forEachTrace((high, low, batches, rows, spans) -> visited[0] += spans);
    assertThat(visited[0]).isEqualTo(snapshot.spans());
  }
}
