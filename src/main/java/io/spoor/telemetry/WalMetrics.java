// SPDX-License-Identifier: Apache-2.0
package io.spoor.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** How a write-ahead log goes. Methods may be called from any thread. */
public final class WalMetrics {
  private final Counter appendedRecords;
  private final Counter appendedBytes;
  private final Counter failedRecords;
  private final Timer syncLatency;
  private final AtomicLong bytes = new AtomicLong();
  private final Counter damagedBytes;
  private final Counter tornBytes;
  private final Counter quarantinedRecords;

  /** Registers the meters. */
  public WalMetrics(MeterRegistry registry) {
    appendedRecords = counter(registry, "wal.appended.records", "Records made durable");
    appendedBytes = counter(registry, "wal.appended.bytes", "Bytes of records made durable");
    failedRecords = counter(registry, "wal.failed.records", "Records that could not be written");
    damagedBytes = counter(registry, "wal.damaged.bytes", "Bytes that recovery could not read");
    tornBytes = counter(registry, "wal.torn.bytes", "Bytes of writes that a crash cut short");
    quarantinedRecords =
        counter(registry, "wal.quarantined.records", "Records that recovery put aside");
    syncLatency = Latency.timer(registry, "wal.sync.latency", "Of one sync to the disk");
    Gauge.builder("wal.size.bytes", bytes, AtomicLong::doubleValue)
        .description("Bytes of all log files")
        .register(registry);
  }

  private static Counter counter(MeterRegistry registry, String name, String description) {
    return Counter.builder(name).description(description).register(registry);
  }

  /** A group of records became durable. */
  public void appended(int records, long recordBytes) {
    appendedRecords.increment(records);
    appendedBytes.increment((double) recordBytes);
  }

  /** A group of records could not be written. */
  public void failed(int records) {
    failedRecords.increment(records);
  }

  /** A sync took this long. */
  public void synced(long nanos) {
    syncLatency.record(nanos, TimeUnit.NANOSECONDS);
  }

  /** The log's files have this size now. */
  public void size(long logBytes) {
    bytes.set(logBytes);
  }

  /** Recovery came over bytes that are no record. */
  public void damaged(long lostBytes) {
    damagedBytes.increment((double) lostBytes);
  }

  /** Recovery came over the end of a write that a crash cut short. */
  public void torn(long cutBytes) {
    tornBytes.increment((double) cutBytes);
  }

  /** Recovery put a record aside. */
  public void quarantined() {
    quarantinedRecords.increment();
  }
}
