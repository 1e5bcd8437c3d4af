// SPDX-License-Identifier: Apache-2.0
package io.spoor.telemetry;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What came in, and what was turned away. Methods may be called from any thread.
 *
 * <p>Spans are counted once their request is decoded. Requests and bytes that were turned away
 * before that are counted apart, as nobody knows how many spans they held.
 */
public final class ReceiverMetrics {
  private final Map<LedgerReceiver, Transport> transports = new EnumMap<>(LedgerReceiver.class);
  private final HighWaterGauge inFlightBytes;
  private final HighWaterGauge decodeQueue;

  /** Registers the meters. */
  public ReceiverMetrics(MeterRegistry registry) {
    for (LedgerReceiver receiver : LedgerReceiver.values()) {
      transports.put(receiver, new Transport(registry, receiver));
    }
    inFlightBytes =
        new HighWaterGauge(
            registry, "admission.inflight.bytes", "Memory that requests in flight hold");
    decodeQueue =
        new HighWaterGauge(
            registry, "receiver.decode.requests", "Requests that wait to be decoded, or are");
  }

  /** A request was answered with success, and held this many spans that are safe now. */
  public void accepted(LedgerReceiver receiver, int spans) {
    of(receiver).accepted.increment(spans);
  }

  /** Spans were decoded, but not taken: what became of them the reason says. */
  public void turnedAway(LedgerReceiver receiver, IntakeReason reason, int spans) {
    increment(of(receiver).spans, reason, spans);
  }

  /** A request was refused, rejected or dropped before it was decoded. */
  public void undecoded(LedgerReceiver receiver, IntakeReason reason, long bytes) {
    Transport transport = of(receiver);
    increment(transport.undecodedRequests, reason, 1);
    increment(transport.undecodedBytes, reason, bytes);
  }

  /** A message arrived whole. */
  public void received(LedgerReceiver receiver, long wireBytes) {
    of(receiver).wireBytes.increment((double) wireBytes);
  }

  /** A request was answered, whatever the answer. */
  public void answered(LedgerReceiver receiver, long nanos) {
    of(receiver).latency.record(nanos, TimeUnit.NANOSECONDS);
  }

  /** The connections of a receiver. */
  public ConnectionMeters connections(LedgerReceiver receiver) {
    return of(receiver);
  }

  /** Requests took memory, or gave it back when negative. */
  public void inFlightBytes(long change) {
    inFlightBytes.add(change);
  }

  /** The greatest memory that requests held lately. */
  public long highestInFlightBytes() {
    return inFlightBytes.highWater();
  }

  /** Requests went to the decoding threads, or came back when negative. */
  public void decoding(int change) {
    decodeQueue.add(change);
  }

  private static void increment(
      Map<IntakeReason, Counter> counters, IntakeReason reason, long amount) {
    requireNonNull(counters.get(reason), "one a constant").increment((double) amount);
  }

  private Transport of(LedgerReceiver receiver) {
    return requireNonNull(transports.get(receiver), "one a constant");
  }

  /** The meters of one receiver. */
  private static final class Transport implements ConnectionMeters {
    private final Counter accepted;
    private final Counter wireBytes;
    private final Counter refusedConnections;
    private final Map<IntakeReason, Counter> spans = new EnumMap<>(IntakeReason.class);
    private final Map<IntakeReason, Counter> undecodedRequests = new EnumMap<>(IntakeReason.class);
    private final Map<IntakeReason, Counter> undecodedBytes = new EnumMap<>(IntakeReason.class);
    private final Timer latency;
    private final AtomicInteger connections = new AtomicInteger();

    Transport(MeterRegistry registry, LedgerReceiver receiver) {
      String transport = receiver.label();
      accepted = counter(registry, "receiver.accepted.spans", "Spans that are safe", transport);
      wireBytes =
          counter(registry, "receiver.wire.bytes", "Messages that arrived whole", transport);
      refusedConnections =
          counter(registry, "receiver.refused.connections", "Above the limit", transport);
      for (IntakeReason reason : IntakeReason.values()) {
        String fate = "receiver." + reason.fate(receiver).label();
        spans.put(
            reason, byReason(registry, fate + ".spans", "Decoded, not taken", transport, reason));
        String undecoded = "receiver." + reason.undecodedFate(receiver).label() + ".undecoded";
        undecodedRequests.put(
            reason, byReason(registry, undecoded + ".requests", "Not decoded", transport, reason));
        undecodedBytes.put(
            reason,
            byReason(registry, undecoded + ".bytes", "Arrived, not decoded", transport, reason));
      }
      latency =
          Latency.timer(
              registry,
              "receiver.latency",
              "From the head of a request to its answer",
              "transport",
              transport);
      Gauge.builder("receiver.connections", connections, AtomicInteger::get)
          .description("Open connections")
          .tag("transport", transport)
          .register(registry);
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

    private static Counter counter(
        MeterRegistry registry, String name, String description, String transport) {
      return Counter.builder(name)
          .description(description)
          .tag("transport", transport)
          .register(registry);
    }

    private static Counter byReason(
        MeterRegistry registry,
        String name,
        String description,
        String transport,
        IntakeReason reason) {
      return Counter.builder(name)
          .description(description)
          .tag("transport", transport)
          .tag("reason", reason.label())
          .register(registry);
    }
  }
}
