// SPDX-License-Identifier: Apache-2.0
package io.spoor.receiver;

import static java.util.Objects.requireNonNull;

import io.spoor.bus.Addresses;
import io.spoor.bus.RequestAddress;
import io.spoor.bus.WriteRequest;
import io.spoor.codec.DecodedBatch;
import io.spoor.config.AdmissionConfig;
import io.spoor.model.Deadline;
import io.spoor.model.SpanBatchEditor;
import io.spoor.model.Tenant;
import io.spoor.model.WriteResult;
import io.spoor.telemetry.IntakeReason;
import io.spoor.telemetry.Ledger;
import io.spoor.telemetry.LedgerReason;
import io.spoor.telemetry.LedgerReceiver;
import io.spoor.telemetry.ReceiverMetrics;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends decoded spans on, and says what became of them. Callable from any event loop.
 *
 * <p>Two things end at different moments. The <em>answer</em> is there by the deadline, whatever
 * happens. The <em>request</em> over the bus may go on after it: only its own end settles the
 * ledger and gives the reservation back.
 */
public final class SpanIntake {
  private static final Logger log = LoggerFactory.getLogger(SpanIntake.class);

  private final Vertx vertx;
  private final int maxSpans;
  private final Ledger ledger;
  private final ReceiverMetrics metrics;

  /** Opens the way to the bus. */
  public SpanIntake(Vertx vertx, AdmissionConfig config, Ledger ledger, ReceiverMetrics metrics) {
    this.vertx = requireNonNull(vertx, "vertx");
    this.maxSpans = config.maxSpansPerRequest();
    this.ledger = requireNonNull(ledger, "ledger");
    this.metrics = requireNonNull(metrics, "metrics");
  }

  /**
   * Takes the spans of one request, and its reservation.
   *
   * @return completes by the deadline, on the calling context; fails with an {@link
   *     IntakeException} only, after which no span of the request counts as taken
   */
  public Future<Accepted> submit(
      LedgerReceiver receiver,
      Tenant tenant,
      DecodedBatch decoded,
      Reservation reservation,
      Deadline deadline) {
    Delivery delivery =
        new Delivery(receiver, ledger.account(receiver, tenant.name()), decoded, reservation);
    delivery.received();
    int spans = decoded.batch().size() + decoded.rejectedSpans();
    if (maxSpans > 0 && spans > maxSpans) {
      String message = spans + " spans are more than admission.maxSpansPerRequest, " + maxSpans;
      return delivery.failed(new IntakeException(IntakeReason.TOO_LARGE, message));
    }
    if (decoded.batch().size() == 0) {
      return Future.succeededFuture(delivery.stored(WriteResult.stored(0)));
    }
    // Senders decide what the sanitizers have to repair: that is paid for first.
    if (!reservation.tryGrow(SpanBatchEditor.repairBytes(decoded.batch()))) {
      return delivery.failed(reservation.shortfall());
    }
    if (deadline.hasPassed()) {
      return delivery.failed(deadlineExceeded());
    }
    return send(new WriteRequest(tenant, decoded.batch(), deadline), delivery);
  }

  private Future<Accepted> send(WriteRequest request, Delivery delivery) {
    Promise<Accepted> answer = Promise.promise();
    long timer =
        vertx.setTimer(
            Math.max(1, request.deadline().remainingMillis()),
            id -> answer.tryFail(deadlineExceeded()));
    wayIn(delivery.receiver)
        .request(vertx, request)
        .map(delivery::stored)
        .recover(delivery::failed)
        .onComplete(
            ended -> {
              vertx.cancelTimer(timer);
              if (ended.succeeded()) {
                answer.tryComplete(ended.result());
              } else {
                answer.tryFail(ended.cause());
              }
            });
    return answer.future();
  }

  /**
   * Whoever uses this process as its storage has processed its spans, and wants them back as is.
   */
  private static RequestAddress<WriteRequest, WriteResult> wayIn(LedgerReceiver receiver) {
    return receiver == LedgerReceiver.REMOTE_STORAGE
        ? Addresses.SPANS_WRITE
        : Addresses.SPANS_PROCESS;
  }

  private static IntakeException deadlineExceeded() {
    return new IntakeException(
        IntakeReason.DEADLINE_EXCEEDED, "the deadline passed, the outcome is unknown; try again");
  }

  /** The spans of one request, on their way. */
  private final class Delivery {
    private final LedgerReceiver receiver;
    private final Ledger.Account account;
    private final int spans;
    private final int invalid;
    private final String invalidReason;
    private final Reservation reservation;

    Delivery(
        LedgerReceiver receiver,
        Ledger.Account account,
        DecodedBatch decoded,
        Reservation reservation) {
      this.receiver = receiver;
      this.account = account;
      this.spans = decoded.batch().size();
      this.invalid = decoded.rejectedSpans();
      this.invalidReason = decoded.rejectedReason();
      this.reservation = reservation;
      reservation.settle(decoded.batch().bytes());
    }

    void received() {
      account.received(spans + invalid);
      if (invalid > 0) {
        account.rejected(invalid, LedgerReason.INVALID_SPAN);
        metrics.turnedAway(receiver, IntakeReason.INVALID_SPAN, invalid);
      }
    }

    Accepted stored(WriteResult result) {
      account.settled(result.stored(), result.deduplicated(), result.dropped(), result.rejected());
      int lost = spans - result.spans();
      if (lost != 0) {
        account.failed(lost, LedgerReason.STORAGE_FAILED);
        log.error("Result does not account for every span: spans={} result={}", spans, result);
      }
      metrics.accepted(receiver, result.stored() + result.dropped());
      metrics.turnedAway(receiver, IntakeReason.STORAGE_REJECTED, result.rejected());
      reservation.close(); // last: whoever waits for it finds all accounted for
      WriteResult whole = result.plusRejected(invalid, invalidReason);
      return new Accepted(whole.rejected(), whole.reason(), whole.deduplicated());
    }

    Future<Accepted> failed(Throwable failure) {
      IntakeException known = IntakeException.of(failure);
      IntakeReason reason = known.reason();
      metrics.turnedAway(receiver, reason, spans);
      account.unstored(spans, reason.fate(receiver), reason.ledgerReason());
      reservation.close();
      return Future.failedFuture(known);
    }
  }

  /**
   * What a client is told on success.
   *
   * @param rejectedSpans how many spans were left out for good; all others are safe
   * @param reason why, empty when none was
   * @param deduplicatedSpans how many of the others were there already
   */
  public record Accepted(int rejectedSpans, String reason, int deduplicatedSpans) {}
}
