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

/** How the query port's HTTP is used. Methods may be called from any thread. */
public final class ApiMetrics {

  /** Why an answer was broken off after its head had gone out. */
  public enum Abort {
    /** The client went away. */
    CLIENT,
    /** The request's deadline passed. */
    DEADLINE,
    /** The query service failed. */
    FAILURE
  }

  /** Which limit turned a connection or request away. */
  public enum Limit {
    /** Too many connections. */
    CONNECTIONS,
    /** Too many requests at once. */
    REQUESTS,
    /** Too many bytes of bodies at once. */
    BODY_BYTES
  }

  private final MeterRegistry registry;

  private record Answer(QueryRoute route, int status) {}

  private final Map<Answer, Timer> latencies = new ConcurrentHashMap<>();
  private final Map<Abort, Counter> aborts = new ConcurrentHashMap<>();
  private final Map<Limit, Counter> refusals = new ConcurrentHashMap<>();
  private final Counter responseBytes;
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicInteger requests = new AtomicInteger();

  /** Registers the meters. */
  public ApiMetrics(MeterRegistry registry) {
    this.registry = registry;
    for (Abort abort : Abort.values()) { // there before the first one happens
      count(abort, 0);
    }
    for (Limit limit : Limit.values()) {
      count(limit, 0);
    }
    responseBytes =
        Counter.builder("query.http.response.bytes")
            .description("Bytes of bodies handed to connections, compressed where they are")
            .register(registry);
    Gauge.builder("query.http.connections", connections, AtomicInteger::get)
        .description("Open connections")
        .register(registry);
    Gauge.builder("query.http.requests.active", requests, AtomicInteger::get)
        .description("Requests not answered yet")
        .register(registry);
  }

  private void count(Abort reason, int times) {
    aborts
        .computeIfAbsent(reason, r -> counter("query.http.aborted", "Answers broken off", r))
        .increment(times);
  }

  private void count(Limit limit, int times) {
    refusals
        .computeIfAbsent(limit, l -> counter("query.http.refused", "Turned away at a limit", l))
        .increment(times);
  }

  private Counter counter(String name, String description, Enum<?> reason) {
    return Counter.builder(name)
        .description(description)
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

  /** Counts a request in. */
  public void requestStarted() {
    requests.incrementAndGet();
  }

  /** Counts a request out. */
  public void requestEnded() {
    requests.decrementAndGet();
  }

  /** A limit turned a connection or request away. */
  public void refused(Limit limit) {
    count(limit, 1);
  }

  /** An answer was broken off after its head had gone out. */
  public void aborted(Abort reason) {
    count(reason, 1);
  }

  /** A part of an answer was handed to the connection. */
  public void sent(int bytes) {
    responseBytes.increment(bytes);
  }

  /** Bytes of answers handed to connections so far. */
  public long sentBytes() {
    return (long) responseBytes.count();
  }

  /** A request ended after this long with this status. */
  public void answered(QueryRoute route, int status, long nanos) {
    latencies
        .computeIfAbsent(new Answer(route, status), answer -> latency(route, status))
        .record(nanos, TimeUnit.NANOSECONDS);
  }

  /** Named and tagged as Jaeger 2 has it, so that its dashboards find it. */
  private Timer latency(QueryRoute route, int status) {
    return Latency.timer(
        registry,
        "http.server.request.duration",
        "From the head of a request to the end of its answer",
        "http.route",
        route.path(),
        "http.request.method",
        route.method(),
        "http.response.status_code",
        Integer.toString(status));
  }
}
