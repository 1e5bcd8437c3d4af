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
import java.io.IOException;
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
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every call to the disk of a short life fails once, and so does the machine. */
class StoreFaultsTest {
  private static final int SPANS = 12;

  private final TestClock clock = new TestClock();
  private final Random random = TestSeed.random();
  private final Set<String> acknowledged = new HashSet<>();
  private final Set<String> written = new HashSet<>();

  private static SegmentConfig config() {
    return TestStore.config(TestStore.HEAD, new MergeConfig(2, 10_000), TestStore.RETENTION);
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void whatWasAcknowledgedIsThereOnceWhateverCallFailsAndWhateverACrashLeaves(Fault fault)
      throws Exception {
    FaultyDisk sound = new FaultyDisk();
    live(sound);
    for (int call = 0; call < sound.calls(); call++) {
      FaultyDisk disk = new FaultyDisk();
      disk.failAt(call, fault, false);
      acknowledged.clear();
      written.clear();
      live(disk);
      disk.heal();
      for (Kept kept : Kept.values()) {
        check(disk.crash(kept, random), fault + " at call " + call + ", " + kept + " kept");
      }
      assertThat(disk.violations()).isEmpty();
    }
  }

  /** Writes, seals, merges; takes every refusal for what it is. */
  private void live(FaultyDisk disk) throws Exception {
    TestStore store;
    try {
      store = new TestStore(disk, clock, config());
    } catch (IOException expected) { // the fault has struck before it was open
      return;
    }
    try (store) {
      for (int span = 1; span <= SPANS; span++) {
        String name = span % 4 + "/" + span;
        written.add(name);
        try {
          store.write(TestSpans.single(1 + span % 4, span, "shop", name));
          acknowledged.add(name);
        } catch (ExecutionException expected) { // refused
          continue;
        }
        if (span % 3 == 0) {
          seal(store, disk);
          store.maintain();
        }
      }
    }
  }

  private static void seal(TestStore store, FaultyDisk disk) throws Exception {
    Future<Void> sealed = store.store().seal();
    while (!disk.isStopped()) {
      try {
        sealed.get(5, TimeUnit.MILLISECONDS);
        return;
      } catch (TimeoutException expected) { // look whether the machine still runs
      }
    }
  }

  private void check(FaultyDisk crashed, String when) throws Exception {
    try (TestStore store = new TestStore(crashed, clock, config())) {
      List<String> found = store.spans();
      assertThat(found).as(when).doesNotHaveDuplicates().containsAll(acknowledged);
      assertThat(written).as(when).containsAll(found);
      clock.pass(Duration.ofMinutes(2));
      store.maintain();
      store.seal();
      assertThat(store.spans()).as(when + ", then sealed").isEqualTo(found);
    }
  }

  @Test
  void everySnapshotHasEachAcknowledgedSpanOnceWhileSpansMove() throws Exception {
    HeadConfig head = new HeadConfig(30_000, Duration.ofSeconds(10), Duration.ofMinutes(5));
    SegmentConfig config = TestStore.config(head, new MergeConfig(3, 100_000), TestStore.RETENTION);
    Set<String> durable = ConcurrentHashMap.newKeySet();
    List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
    CountDownLatch done = new CountDownLatch(2);
    try (TestStore store = new TestStore(new FaultyDisk(), clock, config)) {
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
