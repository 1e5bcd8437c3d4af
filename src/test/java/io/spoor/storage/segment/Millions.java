// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment;

import static io.spoor.storage.StorageProbe.ample;
import static io.spoor.storage.StorageProbe.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spoor.TestSpans;
import io.spoor.config.SegmentConfig;
import io.spoor.config.SegmentConfig.HeadConfig;
import io.spoor.config.SegmentConfig.MergeConfig;
import io.spoor.disk.FileSystemDisk;
import io.spoor.model.AttributeKeyList;
import io.spoor.model.Deadline;
import io.spoor.model.FoundTraces;
import io.spoor.model.SpanBatch;
import io.spoor.model.Tenant;
import io.spoor.model.TraceId;
import io.spoor.storage.BatchCursor;
import io.spoor.storage.ReadLimits;
import io.spoor.storage.StorageException;
import io.spoor.storage.TestQueries;
import io.spoor.storage.segment.read.SegmentTraceReader;
import io.spoor.telemetry.SegmentMetrics;
import io.spoor.telemetry.SegmentReadMetrics;
import io.spoor.telemetry.WalMetrics;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A process with a small heap that writes a million of something, seals, merges and reads it; ends
 * with 0 when all was there. Arguments: the case, and an empty folder.
 */
final class Millions {
  private static final Logger log = LoggerFactory.getLogger(Millions.class);
  private static final int MILLION = 1_000_000;
  private static final int BATCH = 5_000;
  private static final ReadLimits SMALL =
      new ReadLimits(Deadline.after(Duration.ofMinutes(5)), 1 << 20);

  private final TestClock clock = new TestClock();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final Store store;
  private final SegmentTraceReader reader;

  private Millions(Path folder) throws Exception {
    SegmentConfig small = TestStore.at(folder);
    HeadConfig head = new HeadConfig(64 << 20, Duration.ofHours(1), Duration.ofHours(1));
    MergeConfig merge = new MergeConfig(4, 5_000_000);
    SegmentConfig config =
        new SegmentConfig(folder, small.wal(), head, merge, small.retention(), 1);
    StoreSetting setting =
        new StoreSetting(config, new FileSystemDisk(), clock, clock::nanoTime, 1, false);
    store = Store.open(setting, new SegmentMetrics(meters), new WalMetrics(meters), spans -> {});
    reader = new SegmentTraceReader(store, 1, new SegmentReadMetrics(meters));
  }

  public static void main(String[] arguments) throws Exception {
    Millions millions = new Millions(Path.of(arguments[1]));
    switch (arguments[0]) {
      case "spans" -> millions.spansOfOneTrace();
      case "keys" -> millions.attributeKeys();
      case "services" -> millions.services();
      case "operations" -> millions.operations();
      default -> throw new IllegalArgumentException(arguments[0]);
    }
    await(millions.reader.close());
    millions.store.close();
    System.exit(0);
  }

  /** Makes a span of a batch. */
  private interface Filling {
    void add(TestSpans batch, int span);
  }

  private void write(Filling filling) throws Exception {
    for (int span = 1; span <= MILLION; span += BATCH) {
      TestSpans batch = TestSpans.batch();
      for (int i = span; i < span + BATCH; i++) {
        filling.add(batch, i);
      }
      write(batch.build());
      if (store.usage().bytes() > 40 << 20 && span % (20 * BATCH) == 1) {
        TestStore.await(store.seal());
      }
    }
  }

  private static TestSpans many(TestSpans batch, int span) {
    return span % BATCH == 1 ? batch.resource("many") : batch;
  }

  private void write(SpanBatch batch) throws Exception {
    while (true) {
      try {
        TestStore.await(
            store.write(Tenant.DEFAULT, batch).toCompletionStage().toCompletableFuture());
        return;
      } catch (ExecutionException refused) {
        assertThat(refused).hasMessageContaining("sealing is behind");
        TestStore.await(store.seal());
      }
    }
  }

  private void sealAndMerge() throws Exception {
    TestStore.await(store.seal());
    say("sealed");
    store.maintain();
    clock.pass(Duration.ofHours(5));
    store.maintain();
    say("merged");
  }

  private void say(String what) {
    Runtime runtime = Runtime.getRuntime();
    log.info(
        "{} uptimeMillis={} spans={} heapMiB={}",
        what,
        ManagementFactory.getRuntimeMXBean().getUptime(),
        store.usage().spans(),
        (runtime.totalMemory() - runtime.freeMemory()) >> 20);
  }

  private void spansOfOneTrace() throws Exception {
    write((batch, span) -> many(batch, span).span(7, span, "op").at(span, 1).attribute("n", span));
    TestSpans again = TestSpans.batch().resource("many");
    for (int span = 1; span <= BATCH; span++) {
      again.span(7, span, "op").at(span, 1).attribute("n", span);
    }
    write(again.build());
    say("written");
    checkTrace();
    sealAndMerge();
    checkTrace();
    FoundTraces found =
        await(
            reader.findTraceIds(
                Tenant.DEFAULT,
                TestQueries.any().attribute("n", String.valueOf(MILLION)).build(),
                ample()));
    assertThat(found.traceIds()).containsExactly(new TraceId(0, 7));
    say("searched");
  }

  private void checkTrace() {
    BatchCursor cursor =
        await(reader.getTraces(Tenant.DEFAULT, List.of(new TraceId(0, 7)), ample()));
    boolean[] seen = new boolean[MILLION + 1];
    int spans = 0;
    Optional<SpanBatch> chunk = await(cursor.next());
    while (chunk.isPresent()) {
      for (int row = 0; row < chunk.get().size(); row++) {
        int id = (int) chunk.get().spans().spanId(row);
        assertThat(seen[id]).isFalse();
        seen[id] = true;
        spans++;
      }
      chunk = await(cursor.next());
    }
    assertThat(cursor.incomplete()).isEmpty();
    assertThat(spans).isEqualTo(MILLION);
    cursor.close();
    say("read");
  }

  private void attributeKeys() throws Exception {
    write(
        (batch, span) ->
            many(batch, span).span(span / 10, span, "op").attribute("key." + span, "v" + span));
    sealAndMerge();
    AttributeKeyList keys = await(reader.getAttributeKeys(Tenant.DEFAULT, "key.", 100, ample()));
    assertThat(keys.keys()).hasSize(100);
    assertThat(keys.complete()).isFalse();
    assertThat(meters.get("segment.limited.catalogues").counter().count()).isPositive();
    assertThat(store.usage().spans()).isEqualTo(MILLION);
    for (int span = 1; span <= MILLION; span += 99_999) {
      FoundTraces found =
          await(
              reader.findTraceIds(
                  Tenant.DEFAULT,
                  TestQueries.any().attribute("key." + span, "v" + span).build(),
                  ample()));
      assertThat(found.traceIds()).containsExactly(new TraceId(0, span / 10));
    }
    say("searched");
  }

  private void services() throws Exception {
    write((batch, span) -> batch.resource("service " + span).span(span / 10, span, "op"));
    sealAndMerge();
    assertThat(await(reader.getServices(Tenant.DEFAULT, ample()))).hasSize(MILLION);
    say("listed");
    assertThatThrownBy(() -> await(reader.getServices(Tenant.DEFAULT, SMALL)))
        .isInstanceOf(StorageException.class);
    assertThat(await(reader.getOperations(Tenant.DEFAULT, "service 777777", null, ample())))
        .hasSize(1);
    assertThat(meters.get("segment.limited.catalogues").counter().count()).isPositive();
    say("searched");
  }

  private void operations() throws Exception {
    write((batch, span) -> many(batch, span).span(span / 10, span, "operation " + span));
    sealAndMerge();
    assertThat(await(reader.getOperations(Tenant.DEFAULT, "many", null, ample()))).hasSize(MILLION);
    say("listed");
    assertThatThrownBy(() -> await(reader.getOperations(Tenant.DEFAULT, "many", null, SMALL)))
        .isInstanceOf(StorageException.class);
    assertThat(await(reader.getServices(Tenant.DEFAULT, ample()))).containsExactly("many");
    assertThat(meters.get("segment.limited.catalogues").counter().count()).isPositive();
    say("searched");
  }
}
