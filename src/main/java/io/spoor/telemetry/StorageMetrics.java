// SPDX-License-Identifier: Apache-2.0
package io.spoor.telemetry;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Meters of storage, the same for every backend. Callable from any thread.
 *
 * <p>Evicted spans were stored before: they are no fate in the ledger.
 */
public final class StorageMetrics {
  private final MeterRegistry registry;
  private final Map<StorageOperation, Map<StorageResult, Counter>> requests =
      new EnumMap<>(StorageOperation.class);
  private final Map<StorageOperation, Timer> latencies = new EnumMap<>(StorageOperation.class);
  private final Counter stored;
  private final Counter deduplicated;
  private final Counter rejected;
  private final Counter read;
  private final Counter incomplete;

  /** Creates the meters. */
  public StorageMetrics(MeterRegistry registry) {
    this.registry = registry;
    for (StorageOperation operation : StorageOperation.values()) {
      latencies.put(operation, latency(operation));
      Map<StorageResult, Counter> byResult = new EnumMap<>(StorageResult.class);
      for (StorageResult result : StorageResult.values()) {
        byResult.put(result, requests(operation, result));
      }
      requests.put(operation, byResult);
    }
    stored = spans("stored", "Spans stored, copies of stored ones among them");
    deduplicated = spans("deduplicated", "Stored spans that were copies of stored ones");
    rejected = spans("rejected", "Spans refused for good");
    read = spans("read", "Spans read");
    incomplete =
        Counter.builder("storage.incomplete")
            .description("Answers that reached a limit and said so")
            .register(registry);
  }

  private Timer latency(StorageOperation operation) {
    return Latency.timer(
        registry,
        "storage.latency",
        "Time until storage answered; of reads, until the first span can be had",
        "operation",
        tag(operation));
  }

  private Counter requests(StorageOperation operation, StorageResult result) {
    return Counter.builder("storage.requests")
        .description("Requests to storage that have ended")
        .tag("operation", tag(operation))
        .tag("result", tag(result))
        .register(registry);
  }

  private Counter spans(String outcome, String description) {
    return Counter.builder("storage.spans." + outcome).description(description).register(registry);
  }

  private static String tag(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  /** A request ended. */
  public void requested(StorageOperation operation, StorageResult result, long nanos) {
    requireNonNull(requireNonNull(requests.get(operation)).get(result)).increment();
    requireNonNull(latencies.get(operation)).record(nanos, TimeUnit.NANOSECONDS);
  }

  /** A write ended with these numbers of spans; copies are among the stored. */
  public void written(int storedSpans, int deduplicatedSpans, int rejectedSpans) {
    stored.increment(storedSpans);
    deduplicated.increment(deduplicatedSpans);
    rejected.increment(rejectedSpans);
  }

  /** A reader was given spans. */
  public void read(int spans) {
    read.increment(spans);
  }

  /** An answer was cut short by a limit. */
  public void incomplete() {
    incomplete.increment();
  }

  /** Shows the number of retained traces. */
  public void traces(LongSupplier traces) {
    gauge("storage.traces", "Traces retained", traces);
  }

  /** Shows the number of retained spans. */
  public void retainedSpans(LongSupplier spans) {
    gauge("storage.retained.spans", "Spans retained", spans);
  }

  /** Shows the bytes that retaining them costs. */
  public void bytes(LongSupplier bytes) {
    gauge("storage.bytes", "Bytes that retained spans cost", bytes);
  }

  /** Shows the number of traces removed to keep within bounds. */
  public void evictedTraces(LongSupplier traces) {
    counter("storage.evicted.traces", "Traces removed, the oldest first, by a bound", traces);
  }

  /** Shows the number of spans removed with them. */
  public void evictedSpans(LongSupplier spans) {
    counter("storage.evicted.spans", "Spans removed with evicted traces; stored before", spans);
  }

  private void gauge(String name, String description, LongSupplier value) {
    Gauge.builder(name, value, LongSupplier::getAsLong)
        .description(description)
        .strongReference(true)
        .register(registry);
  }

  private void counter(String name, String description, LongSupplier value) {
    FunctionCounter.builder(name, this, self -> value.getAsLong()) // holds only `this` weakly
        .description(description)
        .register(registry);
  }
}
