// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment;

import static org.assertj.core.api.Assertions.assertThat;

import io.spoor.TestSeed;
import io.spoor.TestSpans;
import io.spoor.config.SegmentConfig;
import io.spoor.config.SegmentConfig.HeadConfig;
import io.spoor.config.SegmentConfig.MergeConfig;
import io.spoor.disk.FaultyDisk;
import io.spoor.disk.FaultyDisk.Fault;
import io.spoor.disk.FaultyDisk.Kept;
import io.spoor.model.Tenant;
import io.spoor.storage.segment.read.StoreSnapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Calls to the disk of a short life fail, or the machine does: a sample of them, all with {@code
 * -Dtests.faults=all}.
 */
class StoreFaultsTest {
  private static final int SAMPLED_CALLS = 24;
  private static final boolean ALL = "all".equals(System.getProperty("tests.faults"));

  private final Random random = TestSeed.random();

  @ParameterizedTest
  @EnumSource(Fault.class)
  void singleFaultLosesNothingAcknowledged(Fault fault) throws Exception {
    overCalls(fault, false);
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void lastingFaultLosesNothingAcknowledged(Fault fault) throws Exception {
    overCalls(fault, true);
  }

  private void overCalls(Fault fault, boolean lasting) throws Exception {
    int calls = calls();
    int step = ALL ? 1 : Math.max(1, calls / SAMPLED_CALLS);
    for (int call = random.nextInt(step); call < calls; call += step) {
      FaultyDisk disk = new FaultyDisk();
      disk.failAt(call, fault, lasting);
      try {
        live(disk, lasting);
      } catch (AssertionError | Exception e) {
        throw new AssertionError(fault + " at call " + call + " of " + calls, e);
      }
    }
  }

  /** Of an undisturbed life. */
  private static int calls() throws Exception {
    FaultyDisk disk = new FaultyDisk();
    try (StoreLife life = new StoreLife(disk, false)) {
      life.run();
      assertThat(life.acknowledged()).isEqualTo(24);
    }
    assertThat(disk.calls()).isGreaterThan(100);
    return disk.calls();
  }

  private void live(FaultyDisk disk, boolean lasting) throws Exception {
    try (StoreLife life = new StoreLife(disk, lasting)) {
      life.run();
      crash(life, disk);
      disk.heal();
      if (!disk.isStopped()) {
        life.checkHealed();
        crash(life, disk);
      }
    }
    assertThat(disk.violations()).isEmpty();
  }

  private void crash(StoreLife life, FaultyDisk disk) {
    for (Kept kept : Kept.values()) {
      try {
        life.check(disk.crash(kept, random));
      } catch (AssertionError | Exception e) {
        throw new AssertionError(kept + " kept", e);
      }
    }
  }

  @Test
  void everySnapshotHasEachAcknowledgedSpanOnceWhileSpansMove() throws Exception {
    HeadConfig head = new HeadConfig(30_000, Duration.ofSeconds(10), Duration.ofMinutes(5));
    SegmentConfig config = TestStore.config(head, new MergeConfig(3, 100_000), TestStore.RETENTION);
    Set<String> durable = ConcurrentHashMap.newKeySet();
    List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
    CountDownLatch done = new CountDownLatch(2);
    try (TestStore store = new TestStore(new FaultyDisk(), new TestClock(), config)) {
      List<Thread> threads =
          List.of(
              new Thread(() -> run(failures, done, () -> write(store, 1, durable))),
              new Thread(() -> run(failures, done, () -> write(store, 2, durable))));
      threads.forEach(Thread::start);
      int looks = 0;
      while (done.getCount() > 0 || looks < 50) {
        List<String> before = new ArrayList<>(durable);
        try (StoreSnapshot snapshot = store.store().acquire(Tenant.DEFAULT)) {
          List<String> found = TestStore.spans(snapshot);
          assertThat(new HashSet<>(found)).hasSameSizeAs(found);
          assertThat(new HashSet<>(found).containsAll(before)).isTrue();
        }
        store.maintain();
        looks++;
      }
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(failures).isEmpty();
      assertThat(store.spans()).hasSameSizeAs(durable);
      assertThat(store.blocks()).isPositive();
    }
  }

  private static void write(TestStore store, int thread, Set<String> durable) throws Exception {
    for (int i = 1; i <= 300; i++) {
      TestSpans batch = TestSpans.batch().resource("shop");
      List<String> names = new ArrayList<>();
      for (int span = 1; span <= 5; span++) {
        String name = thread + "/" + i + "/" + span;
        batch.span(i % 40 + 1, 10_000L * thread + 10L * i + span, name);
        names.add(name);
      }
      boolean stored = false;
      while (!stored) {
        try {
          store.write(batch.build());
          stored = true;
        } catch (ExecutionException refused) { // sealing is behind
          assertThat(refused).hasMessageContaining("sealing is behind");
          Thread.onSpinWait();
        }
      }
      durable.addAll(names);
    }
  }

  private interface Task {
    void run() throws Exception;
  }

  private static void run(List<Throwable> failures, CountDownLatch done, Task task) {
    try {
      task.run();
    } catch (Exception | AssertionError e) {
      failures.add(e);
    } finally {
      done.countDown();
    }
  }
}
