// SPDX-License-Identifier: Apache-2.0
package io.spoor.telemetry;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** What comes over UDP, and what is lost in front of it. Methods may be called from any thread. */
public final class AgentMetrics {

  /** Why a client gave spans up before it sent them. */
  public enum ClientLoss {
    /** Its queue was full. */
    FULL_QUEUE,
    /** They do not fit in a datagram. */
    TOO_LARGE,
    /** It could not send them. */
    SEND_FAILURE
  }

  private final MeterRegistry registry;
  private final Map<LedgerReceiver, Counter> datagrams = new EnumMap<>(LedgerReceiver.class);
  private final Map<LedgerReceiver, AtomicLong> kernelDrops = new EnumMap<>(LedgerReceiver.class);
  private final Map<ClientLoss, Counter> clientLosses = new EnumMap<>(ClientLoss.class);
  private final Counter clientBatchesReceived;
  private final Counter clientBatchesSent;
  private final AtomicInteger connectedClients = new AtomicInteger();

  /** Registers the meters. */
  public AgentMetrics(MeterRegistry registry) {
    this.registry = registry;
    for (LedgerReceiver receiver : LedgerReceiver.values()) {
      if (receiver.oneWay()) {
        register(receiver);
      }
    }
    for (ClientLoss loss : ClientLoss.values()) {
      clientLosses.put(
          loss,
          Counter.builder("agent.client.stats.spans.dropped")
              .description("Spans that clients gave up before they sent them")
              .tag("cause", loss.name().toLowerCase(Locale.ROOT).replace('_', '-'))
              .register(registry));
    }
    clientBatchesReceived =
        counter("agent.client.stats.batches.received", "Batches of clients that number them");
    clientBatchesSent =
        counter("agent.client.stats.batches.sent", "The same, as their numbers have it");
    Gauge.builder("agent.client.stats.connected.clients", connectedClients, AtomicInteger::get)
        .description("Clients that number their batches, heard of lately")
        .register(registry);
  }

  /** Shows how many bytes of datagrams wait to be decoded. */
  public void queue(LedgerReceiver receiver, LongSupplier bytes) {
    Gauge.builder("receiver.udp.queue.bytes", bytes, supplier -> (double) supplier.getAsLong())
        .description("Datagrams that wait to be decoded")
        .tag("transport", receiver.label())
        .strongReference(true)
        .register(registry);
  }

  /** The system gave us a datagram, whatever becomes of it. */
  public void datagram(LedgerReceiver receiver) {
    requireNonNull(datagrams.get(receiver), "one way").increment();
  }

  /** The system has dropped so many datagrams since the port was opened. */
  public void kernelDrops(LedgerReceiver receiver, long total) {
    requireNonNull(kernelDrops.get(receiver), "one way").set(total);
  }

  /** A batch of a client that numbers them, which says that it has sent so many since the last. */
  public void clientBatch(long sent) {
    clientBatchesReceived.increment();
    clientBatchesSent.increment((double) sent);
  }

  /** A client gave up so many spans since it last said so. */
  public void clientLoss(ClientLoss loss, long spans) {
    requireNonNull(clientLosses.get(loss), "one a constant").increment((double) spans);
  }

  /** So many clients more number their batches, or fewer when negative. */
  public void clients(int change) {
    connectedClients.addAndGet(change);
  }

  private void register(LedgerReceiver receiver) {
    datagrams.put(
        receiver,
        Counter.builder("receiver.udp.datagrams")
            .description("Datagrams that the system gave us")
            .tag("transport", receiver.label())
            .register(registry));
    AtomicLong drops = new AtomicLong();
    kernelDrops.put(receiver, drops);
    FunctionCounter.builder("receiver.udp.kernel.dropped.datagrams", drops, AtomicLong::get)
        .description("Datagrams that the system dropped in front of us")
        .tag("transport", receiver.label())
        .register(registry);
  }

  private Counter counter(String name, String description) {
    return Counter.builder(name).description(description).register(registry);
  }
}
