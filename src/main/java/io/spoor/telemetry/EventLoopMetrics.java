// SPDX-License-Identifier: Apache-2.0
package io.spoor.telemetry;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;

/** How late event loops come to what they were asked to do. Callable from any thread. */
public final class EventLoopMetrics {
  private final Timer lag;

  /** Registers the meters. */
  public EventLoopMetrics(MeterRegistry registry) {
    lag = Latency.timer(registry, "eventloop.lag", "How late timers of event loops fire");
  }

  /** A timer fired this long after it was due. */
  public void late(long nanos) {
    lag.record(Math.max(0, nanos), TimeUnit.NANOSECONDS);
  }
}
