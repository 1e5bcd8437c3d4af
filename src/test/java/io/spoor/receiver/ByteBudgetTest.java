// SPDX-License-Identifier: Apache-2.0
package io.spoor.receiver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spoor.TestSeed;
import io.spoor.config.AdmissionConfig;
import io.spoor.config.ConfigSection;
import io.spoor.telemetry.IntakeReason;
import io.spoor.telemetry.ReceiverMetrics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ByteBudgetTest {
  private static final long MAX = 1 << 20;

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final ByteBudget budget = budget(registry, MAX);

  static ByteBudget budget(SimpleMeterRegistry registry, long maxBytes) {
    AdmissionConfig config =
        ConfigSection.of(Map.of("maxInFlightBytes", maxBytes), AdmissionConfig::from);
    return new ByteBudget(config, new ReceiverMetrics(registry));
  }

  @Test
  void requestThatNeedsMoreThanAllIsTooLarge() {
    Reservation reservation = budget.open();
    assertThat(reservation.tryGrow(MAX)).isTrue();
    assertThat(reservation.tryGrow(1)).isFalse();
    assertThat(reservation.shortage()).isEqualTo(IntakeReason.TOO_LARGE);
    assertThat(reservation.bytes()).isEqualTo(MAX);
  }

  @Test
  void requestThatOthersLeaveNoRoomForMayComeAgain() {
    Reservation first = budget.open();
    assertThat(first.tryGrow(MAX)).isTrue();
    assertThat(budget.isFull()).isTrue();

    Reservation second = budget.open();
    assertThat(second.tryGrow(1)).isFalse();
    assertThat(second.shortage()).isEqualTo(IntakeReason.BUDGET_FULL);

    first.close();
    assertThat(second.tryGrow(MAX)).isTrue();
  }

  @Test
  void closingTwiceGivesBackOnce() {
    Reservation kept = budget.open();
    kept.grow(10);
    Reservation reservation = budget.open();
    reservation.grow(100);
    reservation.close();
    reservation.close();
    assertThat(budget.inFlightBytes()).isEqualTo(10);
  }

  @Test
  void settlingAfterTheEndTakesNothing() {
    Reservation reservation = budget.open();
    reservation.close();
    reservation.settle(500);
    assertThat(budget.inFlightBytes()).isZero();
  }

  @Test
  void growingAfterTheEndIsAFault() {
    Reservation reservation = budget.open();
    reservation.close();
    assertThatThrownBy(() -> reservation.tryGrow(1)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void settlingHoldsWhatIsRetained() {
    Reservation reservation = budget.open();
    reservation.grow(1000);
    reservation.settle(300);
    assertThat(budget.inFlightBytes()).isEqualTo(300);
    reservation.settle(MAX + 5); // it is taken already, so it must count
    assertThat(budget.inFlightBytes()).isEqualTo(MAX + 5);
    assertThat(budget.isFull()).isTrue();
  }

  @Test
  void gaugesShowTheLevelAndItsPeak() {
    Reservation reservation = budget.open();
    reservation.grow(700);
    reservation.shrink(600);
    assertThat(registry.get("admission.inflight.bytes").gauge().value()).isEqualTo(100);
    assertThat(registry.get("admission.inflight.bytes.max").gauge().value()).isEqualTo(700);
  }

  @Test
  void neverHoldsMoreThanAllowedHoweverManyThreadsAsk() throws Exception {
    Random seeds = TestSeed.random();
    AtomicLong highest = new AtomicLong();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Random random = new Random(seeds.nextLong());
      threads.add(new Thread(() -> growAndShrink(random, highest)));
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(budget.inFlightBytes()).isZero();
    assertThat(highest).hasValueLessThanOrEqualTo(MAX).hasPositiveValue();
  }

  private void growAndShrink(Random random, AtomicLong highest) {
    for (int i = 0; i < 2_000; i++) {
      try (Reservation reservation = budget.open()) {
        for (int step = 0; step < 4; step++) {
          if (reservation.tryGrow(1 + random.nextInt((int) MAX / 4))) {
            highest.accumulateAndGet(reservation.bytes(), Math::max);
          }
        }
        reservation.settle(reservation.bytes() / 2);
      }
    }
  }
}
