// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spoor.TestSeed;
import io.spoor.TestSpans;
import io.spoor.config.SegmentConfig;
import io.spoor.config.SegmentConfig.MergeConfig;
import io.spoor.disk.FaultyDisk;
import io.spoor.disk.FaultyDisk.Fault;
import io.spoor.disk.FaultyDisk.Kept;
import io.spoor.model.Tenant;
import io.spoor.model.WriteResult;
import io.spoor.storage.StorageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Syncs that take long, and syncs that fail: the page cache hides from a kill what they are for.
 */
class SyncTest {
  private static final SegmentConfig CONFIG =
      TestStore.config(TestStore.HEAD, new MergeConfig(2, 10_000), TestStore.RETENTION);

  private final Random random = TestSeed.random();
  private final TestClock clock = new TestClock();
  private final FaultyDisk disk = new FaultyDisk();
  private final Semaphore begun = new Semaphore(0);
  private final Semaphore allowed = new Semaphore(0);

  /** Holds each sync of a thread until it is allowed. */
  private void hold(String thread) {
    disk.beforeSync(
        () -> {
          if (Thread.currentThread().getName().equals(thread)) {
            begun.release();
            acquire(allowed);
          }
        });
  }

  private static void acquire(Semaphore semaphore) {
    try {
      assertThat(semaphore.tryAcquire(30, SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private TestStore open() throws Exception {
    return new TestStore(disk, clock, CONFIG);
  }

  private static CompletableFuture<WriteResult> send(TestStore store, int span) {
    return store
        .store()
        .write(Tenant.DEFAULT, TestSpans.single(1, span, "shop", "1/" + span))
        .toCompletionStage()
        .toCompletableFuture();
  }

  private static List<CompletableFuture<WriteResult>> send(TestStore store, int from, int to) {
    List<CompletableFuture<WriteResult>> sent = new ArrayList<>();
    for (int span = from; span <= to; span++) {
      sent.add(send(store, span));
    }
    return sent;
  }

  private void assertCrashesLeave(String... names) throws Exception {
    for (Kept kept : Kept.values()) {
      try (TestStore crashed = new TestStore(disk.crash(kept, random), clock, CONFIG)) {
        assertThat(crashed.spans()).as("%s kept", kept).containsExactly(names);
      }
    }
  }

  @Test
  void nothingIsAcknowledgedOrFoundBeforeItsSyncHasEnded() throws Exception {
    try (TestStore store = open()) {
      hold("segment-wal");
      CompletableFuture<WriteResult> first = send(store, 1);
      acquire(begun);
      List<CompletableFuture<WriteResult>> group = send(store, 2, 5);
      assertThat(first).isNotDone();
      assertThat(store.spans()).isEmpty();

      allowed.release();
      acquire(begun); // of the group: the log's thread has told the first

      assertThat(TestStore.await(first)).isEqualTo(WriteResult.stored(1));
      assertThat(group).allSatisfy(future -> assertThat(future).isNotDone());
      assertThat(store.spans()).containsExactly("1/1");

      allowed.release(10);

      for (Future<WriteResult> each : group) {
        assertThat(TestStore.await(each)).isEqualTo(WriteResult.stored(1));
      }
      assertThat(store.spans()).containsExactly("1/1", "1/2", "1/3", "1/4", "1/5");
      assertCrashesLeave("1/1", "1/2", "1/3", "1/4", "1/5");
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"FAILS", "FAILS_AFTERWARDS", "TEARS"})
  void groupWhoseSyncFailsIsNeitherAcknowledgedNorEverFound(Fault fault) throws Exception {
    try (TestStore store = open()) {
      hold("segment-wal");
      CompletableFuture<WriteResult> first = send(store, 1);
      acquire(begun);
      List<CompletableFuture<WriteResult>> group = send(store, 2, 5);
      allowed.release();
      acquire(begun);
      int files = disk.list(TestStore.FOLDER.resolve("wal")).size();
      disk.failAt(disk.calls(), fault, false);
      allowed.release(10);

      TestStore.await(first);
      for (Future<WriteResult> each : group) {
        assertThatThrownBy(() -> TestStore.await(each))
            .hasCauseInstanceOf(StorageException.class)
            .cause()
            .matches(cause -> cause instanceof StorageException e && e.retryable());
      }
      assertThat(store.spans()).containsExactly("1/1");

      disk.beforeSync(() -> {});
      store.write(1, 6);

      assertThat(disk.list(TestStore.FOLDER.resolve("wal"))).hasSizeGreaterThan(files);
      assertThat(store.spans()).containsExactly("1/1", "1/6");
      assertCrashesLeave("1/1", "1/6");
      store.seal();
      assertThat(store.spans()).containsExactly("1/1", "1/6");
    }
    assertThat(disk.violations()).isEmpty();
    try (TestStore store = open()) {
      assertThat(store.spans()).containsExactly("1/1", "1/6");
    }
    assertCrashesLeave("1/1", "1/6");
  }

  @Test
  void logIsKeptUntilTheSyncOfTheBlockHasEnded() throws Exception {
    try (TestStore store = open()) {
      store.write(1, 1);
      store.write(1, 2);
      hold("segment-sealer");
      Future<Void> sealed = store.store().seal();
      for (int sync = 0; !sealed.isDone() && sync < 3; sync++) { // block, list, checkpoint
        acquire(begun);
        assertThat(sealed).isNotDone();
        assertThat(store.spans()).containsExactly("1/1", "1/2");
        assertCrashesLeave("1/1", "1/2");
        allowed.release();
      }
      TestStore.await(sealed);
      assertThat(store.blocks()).isEqualTo(1);
      assertThat(store.spans()).containsExactly("1/1", "1/2");
      assertCrashesLeave("1/1", "1/2");
    }
  }

  @Test
  void blocksAreKeptUntilTheSyncOfTheMergedOneHasEnded() throws Exception {
    try (TestStore store = open()) {
      store.write(1, 1);
      store.seal();
      store.write(1, 2);
      store.seal();
      hold("merging");
      Thread merging = new Thread(store::maintain, "merging");
      merging.start();
      acquire(begun);
      assertThat(store.blocks()).isEqualTo(2);
      assertCrashesLeave("1/1", "1/2");
      allowed.release(10);
      merging.join();
      assertThat(store.blocks()).isEqualTo(1);
      assertThat(store.spans()).containsExactly("1/1", "1/2");
      assertCrashesLeave("1/1", "1/2");
    }
  }
}
