// SPDX-License-Identifier: Apache-2.0
package io.spoor.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class HighWaterGaugeTest {
  private static final long WINDOW = HighWaterGauge.WINDOW.toNanos();

  private final AtomicLong now = new AtomicLong(5);
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final HighWaterGauge gauge = new HighWaterGauge(registry, "q.bytes", "Queue", now::get);

  @Test
  void peakBetweenScrapes_isSeenForAWindowAtLeast() {
    gauge.add(100);
    gauge.add(-90);

    assertThat(registry.get("q.bytes").gauge().value()).isEqualTo(10);
    assertThat(registry.get("q.bytes.max").gauge().value()).isEqualTo(100);
    now.addAndGet(WINDOW);
    assertThat(gauge.highWater()).isEqualTo(100);
  }

  @Test
  void oldPeak_isForgotten() {
    gauge.add(100);
    gauge.add(-90);
    now.addAndGet(WINDOW);
    gauge.add(1);
    now.addAndGet(WINDOW);

    assertThat(gauge.highWater()).isEqualTo(11);
  }

  @Test
  void levelThatStays_isThePeakHoweverLongNobodyLooked() {
    gauge.add(7);
    now.addAndGet(10 * WINDOW);

    assertThat(gauge.highWater()).isEqualTo(7);
    assertThat(gauge.level()).isEqualTo(7);
  }

  @Test
  void levelThatStoodUntilNow_isNotForgottenWhenItFalls() {
    gauge.add(7);
    now.addAndGet(10 * WINDOW);
    gauge.add(-7);

    assertThat(gauge.highWater()).isEqualTo(7);
  }
}
