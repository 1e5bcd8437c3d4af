// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.spoor.TestSpans;
import io.spoor.config.SegmentConfig;
import io.spoor.config.SegmentConfig.RetentionConfig;
import io.spoor.disk.FaultyDisk;
import io.spoor.storage.StorageException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** The disk runs full, and has room again later: nothing is lost, and all goes on by itself. */
class FullDiskTest {
  private static final long PLENTY = 1 << 30;

  private final FaultyDisk disk = new FaultyDisk();
  private final TestClock clock = new TestClock();
  private final List<String> stored = new ArrayList<>();
  private int trace;

  private TestStore open(long minFreeBytes) throws Exception {
    RetentionConfig retention = new RetentionConfig(Duration.ofDays(3), 1L << 40, minFreeBytes);
    SegmentConfig config = TestStore.config(TestStore.HEAD, TestStore.MERGE, retention);
    return new TestStore(disk, clock, config);
  }

  /** Writes until that is refused, at most so often. */
  private String writeUntilRefused(TestStore store, int most) {
    for (int i = 0; i < most; i++) {
      trace++;
      String name = trace + "/1" + "x".repeat(500);
      try {
        store.write(TestSpans.single(trace, 1, "shop", name));
        stored.add(name);
        stored.sort(null);
      } catch (ExecutionException e) {
        assertThat(e.getCause())
            .isInstanceOfSatisfying(
                StorageException.class, s -> assertThat(s.retryable()).isTrue());
        return String.valueOf(e.getMessage());
      }
    }
    return "";
  }

  @Test
  void duringLogWritesWritesAreRefusedAndTakenAgain() throws Exception {
    try (TestStore store = open(1)) {
      assertThat(writeUntilRefused(store, 3)).isEmpty();
      disk.room(10_000);
      assertThat(writeUntilRefused(store, 10_000)).isNotEmpty();
      assertThat(store.count("segment.refused.spans", "reason", "log")).isPositive();
      assertThat(store.spans()).isEqualTo(stored);

      disk.room(PLENTY);

      await().atMost(30, SECONDS).until(() -> writeUntilRefused(store, 1).isEmpty());
      store.seal();
      assertThat(store.spans()).isEqualTo(stored);
    }
    try (TestStore store = open(1)) {
      assertThat(store.spans()).isEqualTo(stored);
      assertThat(disk.violations()).isEmpty();
    }
  }

  @Test
  void whatWasTakenBecomesABlockInTheRoomThatIsKeptFree() throws Exception {
    try (TestStore store = open(200_000)) {
      disk.room(250_000);
      store.store().look();
      String refusal = "";
      while (refusal.isEmpty()) {
        refusal = writeUntilRefused(store, 1);
        store.store().look();
      }
      assertThat(refusal).contains("too full").contains("minFreeBytes");
      assertThat(store.count("segment.refused.spans", "reason", "disk_full")).isEqualTo(1);
      store.seal();
      assertThat(store.blocks()).isEqualTo(1);
      assertThat(store.spans()).isEqualTo(stored);
    }
  }

  @Test
  void duringSealingSpansStayAndBecomeABlockOnceThereIsRoom() throws Exception {
    try (TestStore store = open(1)) {
      writeUntilRefused(store, 20);
      disk.room(300);
      Future<Void> sealed = store.store().seal();
      await().atMost(30, SECONDS).until(() -> store.count("segment.failed.seals") >= 2);
      assertThat(store.spans()).isEqualTo(stored);
      assertThat(store.blocks()).isZero();

      disk.room(PLENTY);

      TestStore.await(sealed);
      assertThat(store.blocks()).isEqualTo(1);
      assertThat(store.spans()).isEqualTo(stored);
      assertThat(disk.list(TestStore.FOLDER.resolve("tenants/default"))).hasSize(1);
    }
  }

  @Test
  void withoutRoomForItsResultAMergeWaits() throws Exception {
    try (TestStore store = open(100)) {
      for (int block = 0; block < 4; block++) {
        writeUntilRefused(store, 2);
        store.seal();
      }
      disk.room(300);
      store.maintain();
      assertThat(store.blocks()).isEqualTo(4);
      assertThat(store.spans()).isEqualTo(stored);

      disk.room(PLENTY);
      clock.pass(Duration.ofMinutes(2));
      store.maintain();

      assertThat(store.blocks()).isEqualTo(1);
      assertThat(store.spans()).isEqualTo(stored);
      await()
          .atMost(30, SECONDS)
          .until(() -> disk.list(TestStore.FOLDER.resolve("tenants/default")).size() == 1);
    }
  }
}
