// SPDX-License-Identifier: Apache-2.0
package io.spoor.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class LedgerTest {
  private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

  private final Ledger ledger = new Ledger(Clock.fixed(NOON, ZoneOffset.UTC));

  @Test
  void spansMoveOutOfFlightByFateAndReason() {
    Ledger.Account account = ledger.account(LedgerReceiver.OTLP_GRPC, "default");

    account.received(100);
    account.rejected(3, LedgerReason.INVALID_SPAN);
    account.settled(50, 5, 4, 2);
    account.refused(10, LedgerReason.QUEUE_FULL);
    account.refused(6, LedgerReason.STORAGE_FAILED);
    account.failed(1, LedgerReason.STORAGE_FAILED);
    account.dropped(2, LedgerReason.PROCESSOR);

    LedgerCounts counts = ledger.snapshot().total();
    assertThat(counts.received()).isEqualTo(100);
    assertThat(counts.of(LedgerFate.STORED)).isEqualTo(50);
    assertThat(counts.deduplicated()).isEqualTo(5);
    assertThat(counts.of(LedgerFate.DROPPED)).isEqualTo(6);
    assertThat(counts.of(LedgerFate.REJECTED)).isEqualTo(5);
    assertThat(counts.of(LedgerFate.REJECTED, LedgerReason.INVALID_SPAN)).isEqualTo(3);
    assertThat(counts.of(LedgerFate.REJECTED, LedgerReason.STORAGE_REJECTED)).isEqualTo(2);
    assertThat(counts.of(LedgerFate.REFUSED)).isEqualTo(16);
    assertThat(counts.of(LedgerFate.FAILED)).isEqualTo(1);
    assertThat(counts.inFlight()).isEqualTo(22);
    assertThat(counts.balances()).isTrue();
  }

  @Test
  void everyFateAndReason_hasAPlaceOfItsOwn() {
    Ledger.Account account = ledger.account(LedgerReceiver.OTLP_GRPC, "default");
    int spans = 1;
    for (LedgerReason reason : LedgerReason.values()) {
      account.received(4 * spans + 6);
      account.dropped(spans, reason);
      account.rejected(spans + 1, reason);
      account.refused(spans + 2, reason);
      account.failed(spans + 3, reason);
      spans *= 10;
    }

    LedgerCounts counts = ledger.snapshot().total();
    spans = 1;
    for (LedgerReason reason : LedgerReason.values()) {
      assertThat(counts.of(LedgerFate.DROPPED, reason)).isEqualTo(spans);
      assertThat(counts.of(LedgerFate.REJECTED, reason)).isEqualTo(spans + 1);
      assertThat(counts.of(LedgerFate.REFUSED, reason)).isEqualTo(spans + 2);
      assertThat(counts.of(LedgerFate.FAILED, reason)).isEqualTo(spans + 3);
      spans *= 10;
    }
    assertThat(counts.balances()).isTrue();
    assertThat(counts.inFlight()).isZero();
  }

  @Test
  void spanWithTwoFates_doesNotBalance() {
    Ledger.Account account = ledger.account(LedgerReceiver.OTLP_HTTP, "default");

    account.received(5);
    account.settled(5, 0, 0, 0);
    account.refused(1, LedgerReason.DEADLINE_EXCEEDED);

    assertThat(ledger.snapshot().balances()).isFalse();
  }

  @Test
  void imbalancesOfTwoAccounts_doNotHideEachOther() {
    ledger.account(LedgerReceiver.OTLP_GRPC, "default").received(5);
    ledger.account(LedgerReceiver.OTLP_HTTP, "default").settled(5, 0, 0, 0);

    LedgerSnapshot snapshot = ledger.snapshot();

    assertThat(snapshot.total().inFlight()).isZero();
    assertThat(snapshot.balances()).isFalse();
  }

  @Test
  void accountsAreApartByReceiverAndTenant() {
    ledger.account(LedgerReceiver.OTLP_GRPC, "a").received(1);
    ledger.account(LedgerReceiver.OTLP_GRPC, "b").received(2);
    ledger.account(LedgerReceiver.OTLP_HTTP, "a").received(4);
    ledger.account(LedgerReceiver.OTLP_GRPC, "a").received(8);

    LedgerSnapshot snapshot = ledger.snapshot();

    assertThat(snapshot.lines())
        .extracting(line -> line.receiver() + " " + line.tenant() + " " + line.counts().received())
        .containsExactly("OTLP_GRPC a 9", "OTLP_GRPC b 2", "OTLP_HTTP a 4");
    assertThat(snapshot.of(LedgerReceiver.OTLP_GRPC).received()).isEqualTo(11);
    assertThat(snapshot.takenAt()).isEqualTo(NOON);
  }

  @Test
  void tenantsBeyondTheBound_shareOneAccount() {
    for (int i = 0; i < Ledger.MAX_TENANTS + 50; i++) {
      ledger.account(LedgerReceiver.OTLP_GRPC, "tenant-" + i).received(1);
    }

    List<LedgerLine> lines = ledger.snapshot().lines();

    assertThat(lines).hasSize(Ledger.MAX_TENANTS + 1);
    assertThat(lines.get(Ledger.MAX_TENANTS).tenant()).isEqualTo(Ledger.OTHER_TENANTS);
    assertThat(lines.get(Ledger.MAX_TENANTS).counts().received()).isEqualTo(50);
    assertThat(ledger.snapshot().total().received()).isEqualTo(Ledger.MAX_TENANTS + 50);
  }

  @Test
  void replayedSpans_areOutsideTheEquation() {
    ledger.replayed(7);

    assertThat(ledger.snapshot().replayed()).isEqualTo(7);
    assertThat(ledger.snapshot().total().received()).isZero();
    assertThat(ledger.snapshot().balances()).isTrue();
  }

  @Test
  void history_keepsAnHour() {
    AdjustableClock clock = new AdjustableClock(NOON);
    Ledger timed = new Ledger(clock);
    Ledger.Account account = timed.account(LedgerReceiver.OTLP_GRPC, "default");
    for (int i = 0; i < LedgerHistory.MAX_POINTS + 5; i++) {
      account.received(1);
      timed.recordHistory();
      clock.advance(LedgerHistory.STEP);
    }

    List<LedgerPoint> points = timed.history();

    assertThat(points).hasSize(360);
    assertThat(points.get(0).at()).isEqualTo(NOON.plusSeconds(50));
    assertThat(points.get(0).total().received()).isEqualTo(6);
    assertThat(points.get(359).total().received()).isEqualTo(365);
    assertThat(Duration.between(points.get(0).at(), points.get(359).at()))
        .isEqualTo(Duration.ofMinutes(60).minus(LedgerHistory.STEP));
    assertThat(points).allMatch(point -> point.total().balances());
  }

  @Test
  void history_addsTenantsOfAReceiverUp() {
    ledger.account(LedgerReceiver.OTLP_GRPC, "a").received(1);
    ledger.account(LedgerReceiver.OTLP_GRPC, "b").received(2);
    ledger.recordHistory();

    assertThat(ledger.history()).hasSize(1);
    assertThat(ledger.history().get(0).receivers()).containsOnlyKeys(LedgerReceiver.OTLP_GRPC);
    assertThat(ledger.history().get(0).total().received()).isEqualTo(3);
  }
}
