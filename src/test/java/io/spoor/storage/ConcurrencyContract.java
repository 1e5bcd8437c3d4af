// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.spoor.TestSpans;
import io.spoor.model.SpanBatch;
import io.spoor.model.TraceId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Many writers and readers at once. */
interface ConcurrencyContract extends StorageContract {
  /** Threads that write. */
  int WRITERS = 4;

  /** Batches that each of them writes. */
  int BATCHES = 50;

  @Test
  default void read_seesWhatWasAcknowledgedBefore() {
    inParallel(
        WRITERS,
        writer -> {
          for (int i = 1; i <= BATCHES; i++) {
            TraceId id = new TraceId(writer + 1, i);
            probe().write(batch(id, "service-" + writer));
            assertThat(probe().spans(id)).hasSize(3);
            assertThat(newest("service-" + writer)).isEqualTo(id);
            assertThat(probe().services()).contains("service-" + writer);
          }
        });

    assertThat(probe().findIds(TestQueries.any().build())).hasSize(WRITERS * BATCHES);
  }

  private TraceId newest(String service) {
    return probe().findIds(TestQueries.any().service(service).limit(1).build()).get(0);
  }

  private static SpanBatch batch(TraceId id, String service) {
    return TestSpans.batch()
        .resource(service)
        .span(id, 1, "a")
        .at(id.low(), 1)
        .span(id, 2, "b")
        .at(id.low(), 1)
        .parent(1)
        .span(id, 3, "c")
        .at(id.low(), 1)
        .parent(1)
        .build();
  }

  @Test
  default void write_keepsOneOfCopiesThatComeAtOnce() {
    AtomicInteger copies = new AtomicInteger();
    inParallel(
        WRITERS,
        writer -> {
          for (int i = 1; i <= BATCHES; i++) {
            copies.addAndGet(probe().write(batch(new TraceId(0, i), "s")));
          }
        });

    assertThat(copies).hasValue(3 * BATCHES * (WRITERS - 1));
    List<TraceId> ids = IntStream.rangeClosed(1, BATCHES).mapToObj(i -> new TraceId(0, i)).toList();
    assertThat(StoredSpan.allOf(probe().get(ids))).hasSize(3 * BATCHES);
  }

  /** Runs a task on several threads; the first failure of any is the failure. */
  private static void inParallel(int threads, java.util.function.IntConsumer task) {
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      List<CompletableFuture<Void>> running = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        int number = i;
        running.add(CompletableFuture.runAsync(() -> task.accept(number), executor));
      }
      running.forEach(CompletableFuture::join);
    } finally {
      executor.shutdownNow();
    }
  }
}
