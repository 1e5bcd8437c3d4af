// SPDX-License-Identifier: Apache-2.0
package io.spoor.wal;

import com.sun.management.OperatingSystemMXBean;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spoor.config.WalConfig;
import io.spoor.config.WalConfig.Durability;
import io.spoor.disk.FileSystemDisk;
import io.spoor.telemetry.WalMetrics;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the log costs a span, and how fast it is replayed; the command is in docs/performance.md.
 *
 * <p>Arguments: a folder on the disk to be measured, and MiB to write for each line.
 */
public final class WriteAheadLogCost {
  private static final Logger log = LoggerFactory.getLogger(WriteAheadLogCost.class);
  private static final int SPANS = 512; // of a batch
  private static final int BODY_BYTES = 235_000;
  private static final WalConfig CONFIG =
      new WalConfig(Durability.FSYNC, Duration.ofMillis(200), 64L << 20, 64L << 30, 64L << 20);

  private final OperatingSystemMXBean system =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private final byte[] body = new byte[BODY_BYTES];
  private final Path folder;

  private WriteAheadLogCost(Path folder) {
    this.folder = folder;
    new Random(1).nextBytes(body);
  }

  /** Runs all. */
  public static void main(String[] args) throws Exception {
    WriteAheadLogCost cost = new WriteAheadLogCost(Path.of(args[0], "wal-cost"));
    int batches = (int) ((Long.parseLong(args[1]) << 20) / BODY_BYTES);
    cost.delete();
    cost.append("warm-up", 8, batches / 4);
    for (int inFlight : new int[] {1, 4, 16, 64}) {
      cost.delete();
      cost.append("append", inFlight, batches);
    }
    for (int i = 0; i < 3; i++) {
      cost.replay();
    }
    cost.delete();
  }

  private void append(String line, int inFlight, int batches) throws Exception {
    Semaphore permits = new Semaphore(inFlight);
    long[] nanos = new long[batches];
    AtomicInteger failures = new AtomicInteger();
    try (WriteAheadLog wal = open(found -> {})) {
      long start = System.nanoTime();
      long cpu = system.getProcessCpuTime();
      for (int i = 0; i < batches; i++) {
        permits.acquire();
        wal.append(new Timed(i, nanos, permits, failures));
      }
      permits.acquire(inFlight);
      long elapsed = System.nanoTime() - start;
      cpu = system.getProcessCpuTime() - cpu;
      Arrays.sort(nanos);
      print(
          "%s in flight %d: %.3f µs elapsed a span, %.3f µs CPU a span, %.0f MB/s,"
              + " acknowledged p50 %.1f ms p99 %.1f ms, failed %d",
          line,
          inFlight,
          elapsed / 1e3 / batches / SPANS,
          cpu / 1e3 / batches / SPANS,
          1e3 * batches * BODY_BYTES / elapsed,
          nanos[batches / 2] / 1e6,
          nanos[batches * 99 / 100] / 1e6,
          failures.get());
    }
  }

  private void replay() throws Exception {
    long[] read = new long[2];
    long start = System.nanoTime();
    WriteAheadLog wal =
        open(
            found -> {
              read[0]++;
              read[1] += found.body().length;
            });
    long elapsed = System.nanoTime() - start;
    wal.close();
    print(
        "replay of %d records, %d MB, heap of at most %d MB: %.0f MB/s",
        read[0],
        read[1] / 1_000_000,
        Runtime.getRuntime().maxMemory() / 1_000_000,
        1e3 * read[1] / elapsed);
  }

  private WriteAheadLog open(Replay.Handler handler) throws IOException {
    WalMetrics metrics = new WalMetrics(new SimpleMeterRegistry());
    return WriteAheadLog.open(
        new FileSystemDisk(),
        folder,
        CONFIG,
        metrics,
        "wal-cost",
        new WriteAheadLog.Known(-1, -1),
        handler);
  }

  private void delete() throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    List<Path> paths;
    try (Stream<Path> found = Files.walk(folder)) {
      paths = found.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : paths) {
      Files.delete(path);
    }
  }

  private static void print(String format, Object... values) {
    log.warn("{}", String.format(Locale.ROOT, format, values)); // tests show warnings only
  }

  private final class Timed implements Append {
    private final int index;
    private final long[] nanos;
    private final Semaphore permits;
    private final AtomicInteger failures;
    private final long start = System.nanoTime();

    Timed(int index, long[] nanos, Semaphore permits, AtomicInteger failures) {
      this.index = index;
      this.nanos = nanos;
      this.permits = permits;
      this.failures = failures;
    }

    @Override
    public String tenant() {
      return "default";
    }

    @Override
    public byte[] body() {
      return body;
    }

    @Override
    public void durable(long sequence) {
      nanos[index] = System.nanoTime() - start;
      permits.release();
    }

    @Override
    public void failed(Exception cause) {
      failures.incrementAndGet();
      permits.release();
    }
  }
}
