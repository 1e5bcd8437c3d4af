// SPDX-License-Identifier: Apache-2.0
package io.spoor.telemetry;

import java.time.Clock;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/** What the ledger costs a batch: finding its account, receiving and settling. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 4, time = 2)
@Fork(1)
public class LedgerBenchmark {
  private final Ledger ledger = new Ledger(Clock.systemUTC());

  /** Opens the accounts of one tenant, so that a snapshot has something to copy. */
  @Setup
  public void openAccounts() {
    for (LedgerReceiver receiver : LedgerReceiver.values()) {
      ledger.account(receiver, "default");
    }
  }

  /** One event loop. */
  @Benchmark
  @Threads(1)
  public void batchAlone() {
    moveBatch();
  }

  /** As many threads at once as a small machine has. */
  @Benchmark
  @Threads(2)
  public void batchOfTwoThreads() {
    moveBatch();
  }

  /** More threads than processors, all on one account. */
  @Benchmark
  @Threads(8)
  public void batchOfEightThreads() {
    moveBatch();
  }

  /** One reading of all accounts. */
  @Benchmark
  @Threads(1)
  public LedgerSnapshot snapshot() {
    return ledger.snapshot();
  }

  private void moveBatch() {
    Ledger.Account account = ledger.account(LedgerReceiver.OTLP_GRPC, "default");
    account.received(100);
    account.settled(99, 0, 0, 1);
  }
}
