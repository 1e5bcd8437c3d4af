// SPDX-License-Identifier: Apache-2.0
package io.spoor.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** How a port that answers gRPC calls is used. Methods may be called from any thread. */
public final class GrpcMetrics {
  /** Tag of the calls of services and methods that are not served. */
  public static final String OTHER = "other";

  private static final String PORT = "port";

  /** Which limit turned a connection or call away. */
  public enum Limit {
    /** Too many connections. */
    CONNECTIONS,
    /** Too many calls at once. */
    CALLS,
    /** A message that is too large. */
    MESSAGE_BYTES
  }

  /** Why an answer ended early after it had begun. */
  public enum Abort {
    /** The client cancelled the call, or went away. */
    CLIENT,
    /** The call's deadline passed. */
    DEADLINE,
    /** Something failed. */
    FAILURE
  }

  private record Answer(String service, String method, int status) {}

  private final MeterRegistry registry;
  private final String port;
  private final Map<Answer, Timer> latencies = new ConcurrentHashMap<>();
  private final Map<Limit, Counter> refusals = new ConcurrentHashMap<>();
  private final Map<Abort, Counter> aborts = new ConcurrentHashMap<>();
  private final Counter responseBytes;
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicInteger calls = new AtomicInteger();

  /**
   * Registers the meters.
   *
   * @param port its section in the configuration, such as {@code query.grpc}
   */
  public GrpcMetrics(MeterRegistry registry, String port) {
    this.registry = registry;
    this.port = port;
    for (Limit limit : Limit.values()) { // there before the first one happens
      refusals.put(limit, counter("grpc.refused", "Turned away at a limit", limit));
    }
    for (Abort abort : Abort.values()) {
      aborts.put(abort, counter("grpc.aborted", "Answers that ended early", abort));
    }
    responseBytes =
        Counter.builder("grpc.response.bytes")
            .description("Bytes of messages handed to connections")
            .tag(PORT, port)
            .register(registry);
    Gauge.builder("grpc.connections", connections, AtomicInteger::get)
        .description("Open connections")
        .tag(PORT, port)
        .register(registry);
    Gauge.builder("grpc.calls.active", calls, AtomicInteger::get)
        .description("Calls not ended yet")
        .tag(PORT, port)
        .register(registry);
  }

  private Counter counter(String name, String description, Enum<?> reason) {
    return Counter.builder(name)
        .description(description)
        .tag(PORT, port)
        .tag("reason", reason.name().toLowerCase(Locale.ROOT))
        .register(registry);
  }

  /** Counts a connection in. */
  public void connected() {
    connections.incrementAndGet();
  }

  /** Counts a connection out. */
  public void disconnected() {
    connections.decrementAndGet();
  }

  /** Counts a call in. */
  public void callStarted() {
    calls.incrementAndGet();
  }

  /** A limit turned a connection or call away. */
  public void refused(Limit limit) {
    count(refusals.get(limit));
  }

  /** An answer ended early after it had begun. */
  public void aborted(Abort reason) {
    count(aborts.get(reason));
  }

  private static void count(@Nullable Counter counter) {
    if (counter != null) { // as all are
      counter.increment();
    }
  }

  /** A message was handed to the connection. */
  public void sent(int bytes) {
    responseBytes.increment(bytes);
  }

  /**
   * Counts a call out.
   *
   * @param service one of those that are served, or {@link #OTHER}
   * @param method one of those that are served, or {@link #OTHER}
   * @param status number of the gRPC status
   */
  public void callEnded(String service, String method, int status, long nanos) {
    calls.decrementAndGet();
    latencies
        .computeIfAbsent(new Answer(service, method, status), this::latency)
        .record(nanos, TimeUnit.NANOSECONDS);
  }

  /** Named and tagged as OpenTelemetry's gRPC instrumentation has it. */
  private Timer latency(Answer answer) {
    return Latency.timer(
        registry,
        "rpc.server.duration",
        "From the head of a gRPC call to its end",
        PORT,
        port,
        "rpc.service",
        answer.service(),
        "rpc.method",
        answer.method(),
        "rpc.grpc.status_code",
        Integer.toString(answer.status()));
  }
}
