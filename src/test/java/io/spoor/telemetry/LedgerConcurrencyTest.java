// SPDX-License-Identifier: Apache-2.0
package io.spoor.telemetry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.spoor.TestSeed;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The ledger balances at any moment, in its snapshots and in each scrape. */
class LedgerConcurrencyTest {
  private static final int THREADS = 6;
  private static final int BATCHES = 30_000;

  private final Ledger ledger = new Ledger(Clock.systemUTC());
  private final SpoorRegistry registry = new SpoorRegistry(ledger);
  private final AtomicLong moved = new AtomicLong();
  private final List<Future<?>> movers = new ArrayList<>();
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

  @BeforeEach
  void startMoving() {
    Random seeds = TestSeed.random();
    for (int i = 0; i < THREADS; i++) {
      Random random = new Random(seeds.nextLong());
      movers.add(threads.submit(() -> moveSpans(random)));
    }
  }

  @AfterEach
  void stop() {
    threads.shutdownNow();
    registry.close();
  }

  @Test
  void everySnapshotBalances() throws Exception {
    long inFlightSeen = 0;
    BooleanSupplier running = () -> movers.stream().anyMatch(mover -> !mover.isDone());
    while (running.getAsBoolean()) {
      LedgerSnapshot snapshot = ledger.snapshot();
      for (LedgerLine line : snapshot.lines()) {
        assertThat(line.counts().balances()).as("%s", line).isTrue();
      }
      inFlightSeen = Math.max(inFlightSeen, snapshot.total().inFlight());
    }

    assertThat(inFlightSeen).as("spans seen in flight").isPositive();
    requireAllSettled();
  }

  @Test
  void everyScrapeBalances() throws Exception {
    int scrapes = 0;
    while (scrapes < 3 || movers.stream().anyMatch(mover -> !mover.isDone())) {
      Exposition text = Exposition.parse(new String(registry.scrape("text/plain").body(), UTF_8));
      for (LedgerReceiver receiver : LedgerReceiver.values()) {
        String label = receiver.label();
        double settled = text.sum("spoor_ledger_spans_total", "receiver", label);
        double inFlight = text.sum("spoor_ledger_inflight_spans", "receiver", label);
        double received = text.sum("spoor_ledger_received_spans_total", "receiver", label);
        assertThat(settled + inFlight).as(label).isEqualTo(received);
      }
      assertThat(text.sum("otelcol_exporter_sent_spans_total"))
          .isEqualTo(text.sum("spoor_ledger_spans_total", "fate", "stored"));
      scrapes++;
    }

    requireAllSettled();
  }

  private void requireAllSettled() throws Exception {
    for (Future<?> mover : movers) {
      mover.get(30, TimeUnit.SECONDS);
    }
    LedgerCounts total = ledger.snapshot().total();
    assertThat(total.received()).isEqualTo(moved.get());
    assertThat(total.inFlight()).isZero();
    assertThat(total.balances()).isTrue();
  }

  private void moveSpans(Random random) {
    LedgerReceiver[] receivers = LedgerReceiver.values();
    LedgerReason[] reasons = LedgerReason.values();
    for (int i = 0; i < BATCHES; i++) {
      Ledger.Account account =
          ledger.account(
              receivers[random.nextInt(receivers.length)], "tenant-" + random.nextInt(3));
      LedgerReason reason = reasons[random.nextInt(reasons.length)];
      int spans = 1 + random.nextInt(500);
      moved.addAndGet(spans);
      account.received(spans);
      int invalid = random.nextInt(spans);
      account.rejected(invalid, LedgerReason.INVALID_SPAN);
      settleRest(random, account, spans - invalid, reason);
    }
  }

  private static void settleRest(
      Random random, Ledger.Account account, int spans, LedgerReason reason) {
    switch (random.nextInt(4)) {
      case 0 -> account.refused(spans, reason);
      case 1 -> account.failed(spans, reason);
      case 2 -> account.dropped(spans, reason);
      default -> {
        int stored = random.nextInt(spans + 1);
        int dropped = random.nextInt(spans - stored + 1);
        account.settled(stored, stored / 2, dropped, spans - stored - dropped);
      }
    }
  }
}
