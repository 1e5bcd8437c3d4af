// SPDX-License-Identifier: Apache-2.0
package io.spoor.receiver;

import static java.util.Objects.requireNonNull;

import io.spoor.codec.DecodedBatch;
import io.spoor.config.AdmissionConfig;
import io.spoor.model.Deadline;
import io.spoor.model.Tenant;
import io.spoor.telemetry.IntakeReason;
import io.spoor.telemetry.LedgerReason;
import io.spoor.telemetry.LedgerReceiver;
import io.spoor.telemetry.RateLimitedLog;
import io.spoor.telemetry.ReceiverMetrics;
import io.vertx.core.Context;
import io.vertx.core.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All that receivers share: the budget, the decoding threads, the way to the bus, the meters. One a
 * process; callable from any event loop.
 */
public final class Intake implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Intake.class);

  private final RateLimitedLog overload = new RateLimitedLog(log);
  private final AdmissionConfig config;
  private final ByteBudget budget;
  private final SpanIntake spans;
  private final ReceiverMetrics metrics;
  private final BodyDecoder decoder;

  /** Starts the decoding threads. */
  public Intake(
      AdmissionConfig config, ByteBudget budget, SpanIntake spans, ReceiverMetrics metrics) {
    this.config = requireNonNull(config, "config");
    this.budget = requireNonNull(budget, "budget");
    this.spans = requireNonNull(spans, "spans");
    this.metrics = requireNonNull(metrics, "metrics");
    this.decoder = new BodyDecoder(config, metrics);
  }

  /** Limits of a request. */
  public AdmissionConfig config() {
    return config;
  }

  /** What all requests take their memory from. */
  public ByteBudget budget() {
    return budget;
  }

  /** The meters of all receivers. */
  public ReceiverMetrics metrics() {
    return metrics;
  }

  /**
   * Decodes a message and sends its spans on. Takes the reservation over.
   *
   * @param context where the caller lives, and where the future completes
   * @return fails with an {@link IntakeException} only
   */
  public Future<SpanIntake.Accepted> accept(
      LedgerReceiver receiver,
      Tenant tenant,
      Context context,
      ReceivedBody body,
      Reservation reservation,
      Deadline deadline) {
    int wireBytes = body.length();
    metrics.received(receiver, wireBytes);
    return decoder
        .decode(context, body, reservation)
        .transform(
            decoded -> {
              if (decoded.succeeded()) {
                return spans.submit(receiver, tenant, decoded.result(), reservation, deadline);
              }
              reservation.close();
              IntakeException failure = IntakeException.of(decoded.cause());
              metrics.undecoded(receiver, failure.reason(), wireBytes);
              return Future.failedFuture(failure);
            })
        .onFailure(failure -> warnOfOverload(receiver, IntakeException.of(failure).reason()));
  }

  /**
   * Sends spans on that their receiver has decoded itself. Takes the reservation over.
   *
   * @return completes on the calling context; fails with an {@link IntakeException} only
   */
  public Future<SpanIntake.Accepted> accept(
      LedgerReceiver receiver, DecodedBatch decoded, Reservation reservation, Deadline deadline) {
    return spans
        .submit(receiver, Tenant.DEFAULT, decoded, reservation, deadline)
        .onFailure(failure -> warnOfOverload(receiver, IntakeException.of(failure).reason()));
  }

  /** A request that was turned away before it was whole. */
  public void undecoded(LedgerReceiver receiver, IntakeReason reason, long bytes) {
    metrics.undecoded(receiver, reason, bytes);
    warnOfOverload(receiver, reason);
  }

  /** Senders that try again hide an overload, and its refusals never reach the ledger. */
  private void warnOfOverload(LedgerReceiver receiver, IntakeReason reason) {
    if (!receiver.oneWay() && reason.ledgerReason() == LedgerReason.QUEUE_FULL) {
      overload.warn(1, "Requests refused, too much is in flight; lately by " + reason.label());
    }
  }

  /** Stops the decoding threads. For when nothing is in flight any more. */
  @Override
  public void close() {
    decoder.close();
  }
}
