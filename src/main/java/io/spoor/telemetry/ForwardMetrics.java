// SPDX-License-Identifier: Apache-2.0
package io.spoor.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicLong;

/** How the spool of an agent is emptied. Methods may be called from any thread. */
public final class ForwardMetrics {
  private final Counter stored;
  private final Counter rejected;
  private final Counter retries;
  private final AtomicLong waiting = new AtomicLong();

  /** Registers the meters. */
  public ForwardMetrics(MeterRegistry registry) {
    stored = spans(registry, "stored");
    rejected = spans(registry, "rejected");
    retries =
        Counter.builder("forward.retries")
            .description("Batches sent to the collector once more")
            .register(registry);
    Gauge.builder("forward.spool.spans", waiting, AtomicLong::get)
        .description("Spans on disk that the collector has not got yet")
        .register(registry);
  }

  private static Counter spans(MeterRegistry registry, String outcome) {
    return Counter.builder("forward.spans")
        .description("Spans of the spool by what the collector said to them")
        .tag("outcome", outcome)
        .register(registry);
  }

  /** Spans came into the spool, or were found there. */
  public void spooled(long spans) {
    waiting.addAndGet(spans);
  }

  /** The collector is done with spans of the spool. */
  public void forwarded(int storedSpans, int rejectedSpans) {
    stored.increment(storedSpans);
    rejected.increment(rejectedSpans);
    waiting.addAndGet(-(long) storedSpans - rejectedSpans);
  }

  /** A batch is sent once more. */
  public void retried() {
    retries.increment();
  }

  /** Spans that are on disk only. */
  public long waiting() {
    return waiting.get();
  }
}
