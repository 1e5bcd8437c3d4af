// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spoor.config.ConfigSection;
import io.spoor.config.SegmentConfig;
import io.spoor.disk.FileSystemDisk;
import io.spoor.model.SpanBatch;
import io.spoor.model.Tenant;
import io.spoor.model.WriteResult;
import io.spoor.storage.memory.TreeLoad;
import io.spoor.telemetry.SegmentMetrics;
import io.spoor.telemetry.WalMetrics;
import io.vertx.core.Future;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fills a store and says what each of its threads cost: arguments are a folder, which must be
 * empty, and a number of spans.
 */
final class StoreCost {
  private static final Logger log = LoggerFactory.getLogger(StoreCost.class);
  private static final int OPEN_WRITES = 64;

  private final Store store;
  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private long callerNanos;
  private long refusals;

  private StoreCost(Path folder) throws IOException {
    SegmentConfig config = ConfigSection.of(Map.of("path", folder.toString()), SegmentConfig::from);
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    store =
        Store.open(
            new StoreSetting(
                config, new FileSystemDisk(), Clock.systemUTC(), System::nanoTime, 1000, false),
            new SegmentMetrics(registry),
            new WalMetrics(registry),
            spans -> {});
  }

  public static void main(String[] arguments) throws Exception {
    StoreCost cost = new StoreCost(Path.of(arguments[0]));
    cost.run(Long.parseLong(arguments[1]));
  }

  private void run(long spans) throws Exception {
    long start = System.nanoTime();
    long written = 0;
    List<Future<WriteResult>> open = new ArrayList<>();
    for (int group = 0; written < spans; group++) {
      for (SpanBatch batch : TreeLoad.inTime(group)) {
        written += batch.size();
        open.add(write(batch));
        if (open.size() == OPEN_WRITES) {
          for (Future<WriteResult> each : open) {
            TestStore.await(each.toCompletionStage().toCompletableFuture());
          }
          open.clear();
        }
      }
    }
    TestStore.await(store.seal());
    long beforeMerge = threads.getCurrentThreadCpuTime();
    store.maintain();
    long mergeNanos = threads.getCurrentThreadCpuTime() - beforeMerge;
    log.info(
        "spans={} seconds={} refusals={} bytes a span={}",
        written,
        (System.nanoTime() - start) / 1_000_000_000,
        refusals,
        (double) store.usage().bytes() / written);
    log.info("µs a span: caller of write {}", callerNanos / 1000.0 / written);
    log.info("µs a span: merges {}", mergeNanos / 1000.0 / written);
    for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
      if (thread.getThreadName().startsWith("segment-")) {
        double nanos = threads.getThreadCpuTime(thread.getThreadId());
        log.info("µs a span: {} {}", thread.getThreadName(), nanos / 1000 / written);
      }
    }
    store.close();
  }

  /** Tries again for as long as sealing is behind. */
  private Future<WriteResult> write(SpanBatch batch) {
    Future<WriteResult> answer;
    do {
      long before = threads.getCurrentThreadCpuTime();
      answer = store.write(Tenant.DEFAULT, batch);
      callerNanos += threads.getCurrentThreadCpuTime() - before;
      if (answer.failed()) {
        refusals++;
        LockSupport.parkNanos(1_000_000);
      }
    } while (answer.failed());
    return answer;
  }
}
