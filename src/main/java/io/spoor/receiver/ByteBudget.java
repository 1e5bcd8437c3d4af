// SPDX-License-Identifier: Apache-2.0
package io.spoor.receiver;

import static java.util.Objects.requireNonNull;

import io.spoor.config.AdmissionConfig;
import io.spoor.telemetry.ReceiverMetrics;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory that all requests of the process may hold at once, whatever port they came through.
 *
 * <p>What holds memory holds budget: taken before the memory is, and given back when storage is
 * done with the request, not when its client was answered. Callable from any thread.
 */
public final class ByteBudget {
  private final long maxBytes;
  private final ReceiverMetrics metrics;
  private final AtomicLong inFlight = new AtomicLong();

  /** Opens the budget with nothing in flight. One a process. */
  public ByteBudget(AdmissionConfig config, ReceiverMetrics metrics) {
    this.maxBytes = config.maxInFlightBytes();
    this.metrics = requireNonNull(metrics, "metrics");
  }

  /** A reservation for one request, of no bytes yet. */
  public Reservation open() {
    return open(() -> {});
  }

  /** The same, and tells when it is given back. */
  public Reservation open(Runnable whenClosed) {
    return new Reservation(this, whenClosed);
  }

  /** All that there is. */
  public long maxBytes() {
    return maxBytes;
  }

  /** What requests hold now. */
  public long inFlightBytes() {
    return inFlight.get();
  }

  /** Whether the next byte would be refused. */
  public boolean isFull() {
    return inFlight.get() >= maxBytes;
  }

  /** Why new requests should go elsewhere: so little is left that many would be refused. */
  public Optional<String> unready() {
    long used = inFlight.get();
    return used < maxBytes / 10 * 9
        ? Optional.empty()
        : Optional.of(used + " of " + maxBytes + " bytes in flight");
  }

  boolean tryAcquire(long bytes) {
    if (inFlight.addAndGet(bytes) > maxBytes) {
      inFlight.addAndGet(-bytes);
      return false;
    }
    metrics.inFlightBytes(bytes);
    return true;
  }

  /** Takes or, when negative, gives back bytes, whatever the bound says. */
  void adjust(long bytes) {
    inFlight.addAndGet(bytes);
    metrics.inFlightBytes(bytes);
  }
}
