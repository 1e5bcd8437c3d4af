// SPDX-License-Identifier: Apache-2.0
package io.spoor.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;

/** How writing to storage goes. Methods may be called from any thread. */
public final class WriterMetrics {
  private final Counter stored;
  private final Counter deduplicated;
  private final Counter rejected;
  private final Counter refused;
  private final Counter retries;
  private final Timer latency;

  /** Registers the meters. */
  public WriterMetrics(MeterRegistry registry) {
    stored = spans(registry, "stored");
    rejected = spans(registry, "rejected");
    refused = spans(registry, "refused");
    deduplicated =
        Counter.builder("writer.deduplicated.spans")
            .description("Stored spans that were copies of spans stored before")
            .register(registry);
    retries =
        Counter.builder("writer.retries")
            .description("Writes that were tried again")
            .register(registry);
    latency =
        Latency.timer(
            registry,
            "writer.latency",
            "From accepting a batch to its last answer, retries included");
  }

  private static Counter spans(MeterRegistry registry, String outcome) {
    return Counter.builder("writer.spans")
        .description("Spans by what became of them at the writer")
        .tag("outcome", outcome)
        .register(registry);
  }

  /** A batch came to its end in storage. */
  public void settled(int storedSpans, int copies, int rejectedSpans) {
    stored.increment(storedSpans);
    deduplicated.increment(copies);
    rejected.increment(rejectedSpans);
  }

  /** A batch was given back to its sender. */
  public void refused(int spans) {
    refused.increment(spans);
  }

  /** A write is tried again. */
  public void retried() {
    retries.increment();
  }

  /** A batch was answered after this long. */
  public void answered(long nanos) {
    latency.record(nanos, TimeUnit.NANOSECONDS);
  }
}
