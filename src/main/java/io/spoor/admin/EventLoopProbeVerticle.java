// SPDX-License-Identifier: Apache-2.0
package io.spoor.admin;

import io.spoor.telemetry.EventLoopMetrics;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.concurrent.TimeUnit;

/**
 * Measures how late its event loop is, ten times a second. Deployed once for each event loop; its
 * one field belongs to that loop.
 */
final class EventLoopProbeVerticle extends VerticleBase {
  private static final long PERIOD_MILLIS = 100;

  private final EventLoopMetrics metrics;

  private long dueNanos;

  EventLoopProbeVerticle(EventLoopMetrics metrics) {
    this.metrics = metrics;
  }

  @Override
  public Future<?> start() {
    schedule();
    return Future.succeededFuture();
  }

  /** Each time anew: a periodic timer catches up after a stall, which would look like haste. */
  private void schedule() {
    dueNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PERIOD_MILLIS);
    vertx.setTimer(PERIOD_MILLIS, fired -> measure());
  }

  private void measure() {
    metrics.late(System.nanoTime() - dueNanos);
    schedule();
  }
}
