// SPDX-License-Identifier: Apache-2.0
package io.spoor.telemetry;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** What clients asked about sampling. Methods may be called from any thread. */
public final class SamplingMetrics implements ConnectionMeters {

  /** How a client asked. */
  public enum Transport {
    /** Over HTTP, on whatever port. */
    HTTP,
    /** Over gRPC, on whatever port. */
    GRPC
  }

  /** How it was answered. */
  public enum Result {
    /** With a strategy. */
    ANSWERED,
    /** The request makes no sense. */
    INVALID,
    /** There was no strategy in time. */
    FAILED
  }

  private final Map<Transport, Map<Result, Counter>> requests = new EnumMap<>(Transport.class);
  private final Counter refusedConnections;
  private final AtomicInteger connections = new AtomicInteger();

  /** Registers the meters. */
  public SamplingMetrics(MeterRegistry registry) {
    for (Transport transport : Transport.values()) {
      Map<Result, Counter> results = new EnumMap<>(Result.class);
      for (Result result : Result.values()) {
        results.put(
            result,
            Counter.builder("sampling.requests")
                .description("Questions how much to sample")
                .tag("transport", transport.name().toLowerCase(Locale.ROOT))
                .tag("result", result.name().toLowerCase(Locale.ROOT))
                .register(registry));
      }
      requests.put(transport, results);
    }
    refusedConnections =
        Counter.builder("sampling.refused.connections")
            .description("Above the limit of sampling.http")
            .register(registry);
    Gauge.builder("sampling.connections", connections, AtomicInteger::get)
        .description("Open connections of sampling.http")
        .register(registry);
  }

  /** A client was answered. */
  public void answered(Transport transport, Result result) {
    Map<Result, Counter> results = requireNonNull(requests.get(transport), "one a constant");
    requireNonNull(results.get(result), "one a constant").increment();
  }

  @Override
  public void connected() {
    connections.incrementAndGet();
  }

  @Override
  public void disconnected() {
    connections.decrementAndGet();
  }

  @Override
  public void connectionRefused() {
    refusedConnections.increment();
  }
}
