// SPDX-License-Identifier: Apache-2.0
package io.spoor.receiver.jaeger;

import io.spoor.codec.DecodedBatch;
import io.spoor.codec.MalformedException;
import io.spoor.codec.TooLargeException;
import io.spoor.codec.jaeger.ClientReport;
import io.spoor.model.Deadline;
import io.spoor.receiver.Intake;
import io.spoor.receiver.OpenRequests;
import io.spoor.receiver.Reservation;
import io.spoor.telemetry.IntakeReason;
import io.spoor.telemetry.LedgerReceiver;
import io.spoor.telemetry.RateLimitedLog;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decodes the datagrams of one port on a thread of its own, and sends their spans on.
 *
 * <p>Only so many batches are on their way at once. With more, the thread waits and the queue in
 * front of it fills, so that what is too much is dropped before work was spent on it.
 */
final class DatagramDelivery {
  private static final Logger log = LoggerFactory.getLogger(DatagramDelivery.class);
  private static final int MAX_BATCHES = 64; // on their way to storage

  private final RateLimitedLog lost = new RateLimitedLog(log);
  private final RateLimitedLog bad = new RateLimitedLog(log);
  private final LedgerReceiver receiver;
  private final Context context;
  private final Intake intake;
  private final Duration timeout;
  private final DatagramQueue queue;
  private final DatagramDecoder decoder;
  private final ClientStats clients;
  private final OpenRequests open = new OpenRequests();
  private final Promise<Void> decoded = Promise.promise();

  private int batches; // on their way; guarded by this

  DatagramDelivery(
      AgentPort port, Context context, Intake intake, DatagramQueue queue, ClientStats clients) {
    this.receiver = port.receiver();
    this.context = context;
    this.intake = intake;
    this.timeout = port.config().timeout();
    this.queue = queue;
    this.decoder = port.newDecoder();
    this.clients = clients;
  }

  /** Begins to decode. */
  void start() {
    Thread thread = new Thread(this::run, "spoor-udp-decode-" + receiver.label());
    thread.setDaemon(true);
    thread.start();
  }

  /** Completes once all that the closed queue had is stored, or counted as lost. */
  Future<Void> drained() {
    return decoded.future().compose(v -> open.drain());
  }

  private void run() {
    try {
      for (List<byte[]> datagrams = queue.take(); !datagrams.isEmpty(); datagrams = queue.take()) {
        deliver(datagrams);
      }
    } catch (InterruptedException e) {
      log.error("Interrupted, no datagram is decoded any more transport={}", receiver.label());
    } finally {
      decoded.complete();
    }
  }

  private void deliver(List<byte[]> datagrams) throws InterruptedException {
    for (byte[] datagram : datagrams) {
      intake.metrics().received(receiver, datagram.length);
    }
    if (datagrams.size() > 1 && decoder.canDecodeSeveral() && decodeTogether(datagrams)) {
      return;
    }
    for (byte[] datagram : datagrams) {
      decodeAlone(datagram);
    }
  }

  /** Decodes and sends all; returns false, having done nothing, when any of them is bad. */
  private boolean decodeTogether(List<byte[]> datagrams) throws InterruptedException {
    int[] ends = new int[datagrams.size()];
    int length = 0;
    for (int i = 0; i < ends.length; i++) {
      length += datagrams.get(i).length;
      ends[i] = length;
    }
    Reservation reservation = open(length);
    try {
      byte[] body = new byte[length];
      for (int i = 0; i < ends.length; i++) {
        byte[] datagram = datagrams.get(i);
        System.arraycopy(datagram, 0, body, ends[i] - datagram.length, datagram.length);
      }
      decodeAndSend(body, ends, reservation);
      return true;
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError expected) {
      reservation.close(); // which of them it is turns out when each is decoded alone
      return false;
    }
  }

  private void decodeAlone(byte[] datagram) throws InterruptedException {
    Reservation reservation = open(datagram.length);
    try {
      decodeAndSend(datagram, new int[] {datagram.length}, reservation);
    } catch (MalformedException e) {
      malformed(datagram, reservation, e);
    } catch (TooLargeException expected) {
      undecoded(datagram, reservation, reservation.shortage());
    } catch (RuntimeException | StackOverflowError e) {
      log.error("Fault while decoding a datagram transport={}", receiver.label(), e);
      undecoded(datagram, reservation, IntakeReason.INTERNAL);
    } catch (OutOfMemoryError e) { // only this datagram's memory was asked for: go on
      log.error("Out of memory while decoding", e);
      undecoded(datagram, reservation, IntakeReason.BUDGET_FULL);
    }
  }

  private Reservation open(long bytes) throws InterruptedException {
    awaitRoom();
    open.opened();
    Reservation reservation = intake.budget().open(this::ended);
    reservation.settle(bytes);
    return reservation;
  }

  private void decodeAndSend(byte[] body, int[] ends, Reservation reservation) {
    List<ClientReport> reports = new ArrayList<>(ends.length);
    DecodedBatch batch = decoder.decode(body, ends, reservation, reports);
    for (int i = 0; i < reports.size(); i++) {
      clients.heard(reports.get(i), batch.batch(), i);
    }
    Deadline deadline = Deadline.after(timeout);
    context.runOnContext(v -> send(batch, reservation, deadline));
  }

  private void send(DecodedBatch batch, Reservation reservation, Deadline deadline) {
    int spans = batch.batch().size();
    intake
        .accept(receiver, batch, reservation, deadline)
        .onFailure(e -> lost.warn(spans, "Spans from UDP are not stored: " + e.getMessage()));
  }

  private void malformed(byte[] datagram, Reservation reservation, MalformedException why) {
    boolean foreign = decoder.isForeign(datagram);
    bad.warn(
        1,
        "Datagrams on "
            + receiver.label()
            + " rejected, lately "
            + decoder.kindOf(datagram)
            + ": "
            + why.getMessage());
    undecoded(
        datagram, reservation, foreign ? IntakeReason.UNSUPPORTED_TYPE : IntakeReason.MALFORMED);
  }

  private void undecoded(byte[] datagram, Reservation reservation, IntakeReason reason) {
    reservation.close();
    intake.undecoded(receiver, reason, datagram.length);
  }

  private synchronized void awaitRoom() throws InterruptedException {
    while (batches >= MAX_BATCHES) {
      wait();
    }
    batches++;
  }

  /** Storage is done with a batch, or it was none. */
  private void ended() {
    synchronized (this) {
      batches--;
      notifyAll();
    }
    open.closed();
  }
}
