// SPDX-License-Identifier: Apache-2.0
package io.spoor.receiver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spoor.TestSeed;
import io.spoor.telemetry.IntakeReason;
import io.vertx.core.buffer.Buffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BodyBufferTest {
  private static final int MAX = 1 << 20;

  private final ByteBudget budget = ByteBudgetTest.budget(new SimpleMeterRegistry(), 4 * MAX);
  private final Reservation reservation = budget.open();
  private final BodyBuffer body = new BodyBuffer(reservation, MAX);

  @Test
  void collectsChunksOfAnySizeExactly() {
    Random random = TestSeed.random();
    for (int round = 0; round < 50; round++) {
      byte[] sent = new byte[random.nextInt(MAX)];
      random.nextBytes(sent);
      Reservation own = budget.open();
      BodyBuffer collected = new BodyBuffer(own, MAX);
      if (random.nextBoolean()) {
        collected.announce(sent.length);
      }
      for (int at = 0; at < sent.length; ) {
        int end = Math.min(sent.length, at + 1 + random.nextInt(40_000));
        collected.append(Buffer.buffer(sent), at, end);
        at = end;
      }
      assertThat(collected.exact()).isEqualTo(sent);
      assertThat(own.bytes()).isEqualTo(sent.length);
      own.close();
    }
    assertThat(budget.inFlightBytes()).isZero();
  }

  @Test
  void announcedLengthIsNotTrusted() {
    body.announce(MAX);
    assertThat(reservation.bytes()).as("before the first byte").isZero();
    body.append(Buffer.buffer(new byte[10]), 0, 10);
    assertThat(reservation.bytes()).as("after ten").isLessThanOrEqualTo(64 << 10);
  }

  @Test
  void smallAnnouncedBodyIsOneArray() {
    body.announce(1000);
    body.append(Buffer.buffer(new byte[10]), 0, 10);
    assertThat(body.array()).hasSize(1000);
  }

  @Test
  void announcedOrCollectedAboveTheLimitIsTooLarge() {
    assertThatThrownBy(() -> body.announce(MAX + 1L)).satisfies(BodyBufferTest::isTooLarge);
    assertThatThrownBy(() -> body.announce(Long.MAX_VALUE)).satisfies(BodyBufferTest::isTooLarge);
    body.append(Buffer.buffer(new byte[MAX]), 0, MAX);
    assertThatThrownBy(() -> body.append(Buffer.buffer(new byte[1]), 0, 1))
        .satisfies(BodyBufferTest::isTooLarge);
  }

  @Test
  void exhaustedBudgetLeavesWhatWasCollected() {
    byte[] sent = new byte[100];
    Arrays.fill(sent, (byte) 7);
    body.append(Buffer.buffer(sent), 0, 100);
    Reservation other = budget.open();
    other.grow(budget.maxBytes() - budget.inFlightBytes());

    assertThatThrownBy(() -> body.append(Buffer.buffer(new byte[100_000]), 0, 100_000))
        .isInstanceOfSatisfying(
            IntakeException.class, e -> assertThat(e.reason()).isEqualTo(IntakeReason.BUDGET_FULL));
    assertThat(body.length()).isEqualTo(100);
    assertThat(Arrays.copyOf(body.array(), 100)).isEqualTo(sent);
  }

  private static void isTooLarge(Throwable failure) {
    assertThat(failure)
        .isInstanceOfSatisfying(
            IntakeException.class, e -> assertThat(e.reason()).isEqualTo(IntakeReason.TOO_LARGE));
  }
}
