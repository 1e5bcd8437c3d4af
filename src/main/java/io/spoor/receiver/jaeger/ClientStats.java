// SPDX-License-Identifier: Apache-2.0
package io.spoor.receiver.jaeger;

import io.spoor.codec.jaeger.ClientReport;
import io.spoor.model.AttributeType;
import io.spoor.model.Attributes;
import io.spoor.model.SpanBatch;
import io.spoor.telemetry.AgentMetrics;
import io.spoor.telemetry.AgentMetrics.ClientLoss;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Turns what clients count about themselves into metrics without a label for each.
 *
 * <p>A client is told from others by the tag {@code client-uuid} of its process. Its numbers only
 * go up, so what is new is the difference to what it said last; batches that come late say nothing
 * new. Those heard last are remembered, up to a bound and for a time. Used by the thread of one
 * port.
 */
final class ClientStats {
  private static final String CLIENT_UUID = "client-uuid";
  private static final int MAX_CLIENTS = 4096;
  private static final int MAX_NAME_LENGTH = 128;
  private static final long FORGET_NANOS = Duration.ofHours(1).toNanos();

  private final AgentMetrics metrics;
  private final LongSupplier nanoTime;
  private final Map<String, Client> clients =
      new LinkedHashMap<>(16, 0.75f, true); // the one not heard of for longest comes first

  ClientStats(AgentMetrics metrics, LongSupplier nanoTime) {
    this.metrics = metrics;
    this.nanoTime = nanoTime;
  }

  /** A batch came with this. The process of the client is a resource of it. */
  void heard(ClientReport report, SpanBatch batch, int resource) {
    if (!report.hasSeqNo()) {
      return;
    }
    String name = nameOf(batch, resource);
    if (name.isEmpty() || name.length() > MAX_NAME_LENGTH) {
      return;
    }
    long now = nanoTime.getAsLong();
    Client client = clients.get(name);
    if (client == null) {
      client = new Client();
      clients.put(name, client);
      metrics.clients(1);
    }
    client.heardNanos = now;
    client.update(report, metrics);
    forget(now);
  }

  /** Forgets those that have gone, and the oldest when there are too many. */
  private void forget(long now) {
    Iterator<Client> oldest = clients.values().iterator();
    while (oldest.hasNext()) {
      Client client = oldest.next();
      if (clients.size() <= MAX_CLIENTS && now - client.heardNanos < FORGET_NANOS) {
        return;
      }
      oldest.remove();
      metrics.clients(-1);
    }
  }

  private static String nameOf(SpanBatch batch, int resource) {
    Attributes process = Attributes.of(batch, batch.resources().attributes(), resource);
    int position = process.find(CLIENT_UUID);
    boolean known = position >= 0 && process.type(position) == AttributeType.STRING;
    return known ? process.text(position) : "";
  }

  /** What a client said last. */
  private static final class Client {
    private long heardNanos;
    private long seqNo;
    private long fullQueue;
    private long tooLarge;
    private long failed;

    void update(ClientReport report, AgentMetrics metrics) {
      metrics.clientBatch(Math.max(0, report.seqNo() - seqNo));
      if (report.seqNo() <= seqNo) {
        return;
      }
      seqNo = report.seqNo();
      if (report.hasStats()) {
        fullQueue = lost(metrics, ClientLoss.FULL_QUEUE, fullQueue, report.fullQueueDroppedSpans());
        tooLarge = lost(metrics, ClientLoss.TOO_LARGE, tooLarge, report.tooLargeDroppedSpans());
        failed = lost(metrics, ClientLoss.SEND_FAILURE, failed, report.failedToEmitSpans());
      }
    }

    private static long lost(AgentMetrics metrics, ClientLoss loss, long before, long now) {
      metrics.clientLoss(loss, Math.max(0, now - before));
      return now;
    }
  }
}
