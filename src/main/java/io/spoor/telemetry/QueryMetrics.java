// SPDX-License-Identifier: Apache-2.0
package io.spoor.telemetry;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What is asked, and how answering goes. Methods may be called from any thread. */
public final class QueryMetrics {

  /** What is asked. */
  public enum Operation {
    /** Traces by id. */
    GET_TRACES,
    /** Traces by conditions. */
    FIND_TRACES,
    /** Ids of traces by conditions. */
    FIND_TRACE_IDS,
    /** Summaries of traces by conditions. */
    FIND_TRACE_SUMMARIES,
    /** All services. */
    GET_SERVICES,
    /** The operations of a service. */
    GET_OPERATIONS,
    /** The calls between services. */
    GET_DEPENDENCIES,
    /** The attribute keys in use. */
    GET_ATTRIBUTE_KEYS,
    /** The values of an attribute. */
    GET_ATTRIBUTE_VALUES,
    /** Calls, errors and durations by operation. */
    GET_OPERATION_STATS
  }

  /** How a request ended; one that is answered with traces ends when they have been read. */
  public enum Outcome {
    /** All was answered, or the reader wanted no more. */
    ANSWERED,
    /** Too much was open, or the service was stopping. */
    REFUSED,
    /** The deadline passed. */
    TIMED_OUT,
    /** Storage cannot do it at all. */
    UNSUPPORTED,
    /** Storage failed. */
    FAILED
  }

  private final Map<Operation, Map<Outcome, Counter>> requests = new EnumMap<>(Operation.class);
  private final Map<Operation, Timer> latencies = new EnumMap<>(Operation.class);
  private final Counter traces;
  private final Counter spans;
  private final Counter truncatedTraces;
  private final HighWaterGauge openRequests;
  private final HighWaterGauge inFlightBytes;

  /** Registers the meters. */
  public QueryMetrics(MeterRegistry registry) {
    for (Operation operation : Operation.values()) {
      requests.put(operation, outcomes(registry, operation));
      latencies.put(
          operation,
          Latency.timer(
              registry,
              "query.latency",
              "From a request to its reply; traces are read after that",
              "operation",
              lowerCase(operation)));
    }
    traces = counter(registry, "query.traces", "Traces handed to readers");
    spans = counter(registry, "query.spans", "Spans handed to readers");
    truncatedTraces = counter(registry, "query.truncated.traces", "Traces that a limit cut");
    openRequests =
        new HighWaterGauge(
            registry, "query.open.requests", "Requests and leased answers that have not ended");
    inFlightBytes =
        new HighWaterGauge(registry, "query.inflight.bytes", "Size of the traces of open answers");
  }

  private static Map<Outcome, Counter> outcomes(MeterRegistry registry, Operation operation) {
    Map<Outcome, Counter> counters = new EnumMap<>(Outcome.class);
    for (Outcome outcome : Outcome.values()) {
      counters.put(
          outcome,
          Counter.builder("query.requests")
              .description("Requests by how they ended")
              .tag("operation", lowerCase(operation))
              .tag("outcome", lowerCase(outcome))
              .register(registry));
    }
    return counters;
  }

  private static Counter counter(MeterRegistry registry, String name, String description) {
    return Counter.builder(name).description(description).register(registry);
  }

  private static String lowerCase(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /** A request ended. */
  public void ended(Operation operation, Outcome outcome) {
    Map<Outcome, Counter> counters = requireNonNull(requests.get(operation), "one a constant");
    requireNonNull(counters.get(outcome), "one a constant").increment();
  }

  /** A request got its reply after this long. */
  public void replied(Operation operation, long nanos) {
    requireNonNull(latencies.get(operation), "one a constant").record(nanos, TimeUnit.NANOSECONDS);
  }

  /** A trace was handed to a reader. */
  public void gave(int traceSpans) {
    traces.increment();
    spans.increment(traceSpans);
  }

  /** A trace was cut at a limit. */
  public void truncated() {
    truncatedTraces.increment();
  }

  /** So many requests are open now. */
  public void openRequests(int open) {
    openRequests.set(open);
  }

  /** The traces of open answers have this size now. */
  public void inFlightBytes(long bytes) {
    inFlightBytes.set(bytes);
  }
}
