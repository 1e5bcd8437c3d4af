// SPDX-License-Identifier: Apache-2.0
package io.spoor.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import org.junit.jupiter.api.Test;

class LedgerTest {
  private final Ledger ledger = new Ledger(Clock.systemUTC());

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
  void spanWithTwoFates_doesNotBalance() {
    Ledger.Account account = ledger.account(LedgerReceiver.OTLP_HTTP, "default");

    account.received(5);
    account.settled(5, 0, 0, 0);
    account.refused(1, LedgerReason.DEADLINE_EXCEEDED);

    assertThat(ledger.snapshot().balances()).isFalse();
  }
}
