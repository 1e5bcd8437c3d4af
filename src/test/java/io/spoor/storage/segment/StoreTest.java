// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spoor.TestSpans;
import io.spoor.config.SegmentConfig;
import io.spoor.config.SegmentConfig.HeadConfig;
import io.spoor.disk.FaultyDisk;
import io.spoor.disk.FaultyDisk.Fault;
import io.spoor.disk.FaultyDisk.Kept;
import io.spoor.model.SpanBatch;
import io.spoor.model.Tenant;
import io.spoor.model.WriteResult;
import io.spoor.storage.StorageException;
import io.spoor.telemetry.WalMetrics;
import io.spoor.wal.Append;
import io.spoor.wal.WriteAheadLog;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StoreTest {
  private static final Tenant OTHER = new Tenant("other");
  private static final Random NO_MATTER = new Random(0);

  private final FaultyDisk disk = new FaultyDisk();
  private final TestClock clock = new TestClock();

  private TestStore open() throws Exception {
    return open(disk, TestStore.config());
  }

  private TestStore open(FaultyDisk from, SegmentConfig config) throws Exception {
    return new TestStore(from, clock, config);
  }

  private static SegmentConfig withHead(long maxBytes) {
    HeadConfig head = new HeadConfig(maxBytes, Duration.ofSeconds(10), Duration.ofMinutes(5));
    return TestStore.config(head, TestStore.MERGE, TestStore.RETENTION);
  }

  private static SpanBatch batch(int trace, int spans) {
    TestSpans batch = TestSpans.batch().resource("shop");
    for (int span = 1; span <= spans; span++) {
      batch.span(trace, span, trace + "/" + span).times(TestSpans.START + span, 5);
    }
    return batch.build();
  }

  private static List<String> names(int trace, int spans) {
    List<String> names = new ArrayList<>();
    for (int span = 1; span <= spans; span++) {
      names.add(trace + "/" + span);
    }
    names.sort(null);
    return names;
  }

  @Test
  void acknowledgedSpansAreThereAtOnceAndStayThereAsABlock() throws Exception {
    try (TestStore store = open()) {
      assertThat(store.write(batch(1, 3))).isEqualTo(WriteResult.stored(3));
      store.write(OTHER, batch(2, 1));
      assertThat(store.spans()).isEqualTo(names(1, 3));
      assertThat(store.blocks()).isZero();

      store.seal();

      assertThat(store.blocks()).isEqualTo(1);
      assertThat(store.spans()).isEqualTo(names(1, 3));
      assertThat(store.spans(OTHER)).containsExactly("2/1");
      assertThat(store.store().usage().spans()).isEqualTo(4);
    }
  }

  @Test
  void copiesInTheHeadAreCountedAndLeftOut() throws Exception {
    try (TestStore store = open()) {
      store.write(batch(1, 3));
      assertThat(store.write(batch(1, 5))).isEqualTo(new WriteResult(5, 3, 0, 0, ""));
      assertThat(store.spans()).isEqualTo(names(1, 5));
    }
  }

  @Test
  void everythingComesBackAfterARestartFromBlocksAndFromTheLog() throws Exception {
    try (TestStore store = open()) {
      store.write(batch(1, 3));
      store.seal();
      store.write(batch(2, 2));
      store.write(OTHER, batch(3, 1));
    }
    try (TestStore store = open()) {
      assertThat(store.replayed()).isEqualTo(3);
      assertThat(store.spans()).containsExactly("1/1", "1/2", "1/3", "2/1", "2/2");
      assertThat(store.spans(OTHER)).containsExactly("3/1");
      store.seal();
      assertThat(store.blocks()).isEqualTo(2);
    }
    try (TestStore store = open()) {
      assertThat(store.replayed()).isZero();
      assertThat(store.spans()).containsExactly("1/1", "1/2", "1/3", "2/1", "2/2");
    }
  }

  @Test
  void sealedSpansGiveTheirLogFilesBack() throws Exception {
    try (TestStore store = open()) {
      for (int trace = 1; trace <= 50; trace++) {
        store.write(batch(trace, 20));
      }
      assertThat(disk.list(TestStore.FOLDER.resolve("wal"))).hasSizeGreaterThan(5);
      store.seal();
      await().atMost(30, SECONDS).until(() -> logFiles() <= 1);
    }
  }

  private long logFiles() {
    return disk.list(TestStore.FOLDER.resolve("wal")).stream()
        .filter(path -> !path.endsWith("quarantine"))
        .count();
  }

  @Test
  void nothingComesTwiceWhenTheCheckpointIsLostOrDamaged() throws Exception {
    try (TestStore store = open()) {
      store.write(batch(1, 3));
      store.seal();
      store.write(batch(2, 1));
    }
    Path checkpoint = TestStore.FOLDER.resolve(Checkpoint.NAME);
    byte[] content = disk.content(checkpoint);
    content[14] ^= 1;
    disk.damage(checkpoint, content);
    try (TestStore store = open()) {
      assertThat(store.spans()).containsExactly("1/1", "1/2", "1/3", "2/1");
    }
    disk.delete(checkpoint);
    try (TestStore store = open()) {
      assertThat(store.spans()).containsExactly("1/1", "1/2", "1/3", "2/1");
    }
  }

  @Test
  void checkpointOfALaterVersionStopsTheStart() throws Exception {
    open().close();
    new Checkpoint(disk, TestStore.FOLDER).write(7);
    Path checkpoint = TestStore.FOLDER.resolve(Checkpoint.NAME);
    byte[] content = disk.content(checkpoint);
    content[8] = 2;
    CRC32C crc = new CRC32C();
    crc.update(content, 0, 20);
    for (int i = 0; i < 4; i++) {
      content[20 + i] = (byte) (crc.getValue() >>> (8 * i));
    }
    disk.damage(checkpoint, content);
    assertThatThrownBy(this::open).hasMessageContaining("version 2").hasMessageContaining("later");
  }

  @Test
  void newSpansSurviveAlthoughTheLogWasDeletedByHand() throws Exception {
    try (TestStore store = open()) {
      for (int trace = 1; trace <= 10; trace++) {
        store.write(batch(trace, 1));
      }
      store.seal();
    }
    for (Path file : disk.list(TestStore.FOLDER.resolve("wal"))) {
      disk.delete(file);
    }
    disk.delete(TestStore.FOLDER.resolve(Checkpoint.NAME));
    try (TestStore store = open()) {
      store.write(batch(11, 2));
    }
    try (TestStore store = open()) {
      assertThat(store.spans()).hasSize(12).contains("11/1", "11/2");
    }
  }

  @Test
  void spansBecomeABlockWhenNothingWasWrittenForAWhile() throws Exception {
    try (TestStore store = open()) {
      store.write(batch(1, 1));
      clock.pass(Duration.ofSeconds(11));
      await().atMost(30, SECONDS).until(() -> store.blocks() == 1);
    }
  }

  @Test
  void spansBecomeABlockWhenTheFirstIsOldThoughMoreComeAllTheTime() throws Exception {
    try (TestStore store = open()) {
      int trace = 1;
      while (trace < 500 && store.blocks() == 0) {
        store.write(batch(trace++, 1));
        clock.pass(Duration.ofSeconds(5));
      }
      await().atMost(30, SECONDS).until(() -> store.blocks() > 0);
      assertThat(trace).isGreaterThan(50);
      assertThat(store.spans()).hasSize(trace - 1);
    }
  }

  @Test
  void jumpsOfTheTimeOfDayNeitherSealNorLose() throws Exception {
    try (TestStore store = open()) {
      store.write(batch(1, 1));
      clock.jump(Duration.ofDays(400));
      store.write(batch(2, 1));
      clock.jump(Duration.ofDays(-800));
      store.write(batch(3, 1));
      assertThat(store.blocks()).isZero();
      store.seal();
      store.maintain();
      assertThat(store.spans()).containsExactly("1/1", "2/1", "3/1");
    }
  }

  @Test
  void spansStaySearchableWhileSealingFailsAndAreSealedOnceItCan() throws Exception {
    try (TestStore store = open()) {
      store.write(batch(1, 3));
      disk.failAt(disk.calls(), Fault.FULL, true);
      Future<Void> sealed = store.store().seal();
      await().atMost(30, SECONDS).until(() -> store.count("segment.failed.seals") >= 3);
      assertThat(store.spans()).isEqualTo(names(1, 3));
      assertThat(sealed).isNotDone();

      disk.heal();

      TestStore.await(sealed);
      assertThat(store.spans()).isEqualTo(names(1, 3));
      assertThat(store.blocks()).isEqualTo(1);
    }
    try (TestStore store = open()) {
      assertThat(store.spans()).isEqualTo(names(1, 3));
    }
  }

  @Test
  void writesAreRefusedOnceTheRoomIsUsedAndTakenAgainAfterwards() throws Exception {
    FullBlocks full = new FullBlocks(disk);
    try (TestStore store = new TestStore(full, clock, withHead(20_000))) {
      full.fail(true);
      List<String> stored = new ArrayList<>();
      int trace = 1;
      @Nullable Throwable refusal = null;
      while (refusal == null && trace < 10_000) {
        try {
          store.write(batch(trace, 5));
          stored.addAll(names(trace++, 5));
        } catch (ExecutionException e) {
          refusal = e.getCause();
        }
      }
      assertThat(refusal).hasMessageContaining("sealing is behind");
      assertThat(refusal)
          .isInstanceOfSatisfying(StorageException.class, e -> assertThat(e.retryable()).isTrue());
      assertThat(store.count("segment.refused.spans", "reason", "no_room")).isEqualTo(5);
      stored.sort(null);
      assertThat(store.spans()).isEqualTo(stored);

      full.fail(false);
      store.seal();

      store.write(batch(trace, 5));
      assertThat(store.spans()).hasSize(stored.size() + 5);
    }
  }

  @Test
  void batchThatCanNeverFitIsRejectedForGood() throws Exception {
    try (TestStore store = open(disk, withHead(1000))) {
      WriteResult result = store.write(batch(1, 100));
      assertThat(result.rejected()).isEqualTo(100);
      assertThat(result.reason()).contains("never fits").contains("2000");
      assertThat(store.spans()).isEmpty();
    }
  }

  @Test
  void nothingIsAcknowledgedOrFoundThatWasNotSynced() throws Exception {
    try (TestStore store = open()) {
      store.write(batch(1, 1));
      disk.failAt(disk.calls() + 1, Fault.FAILS, false); // write, then sync
      assertThatThrownBy(() -> store.write(batch(2, 1))).hasCauseInstanceOf(StorageException.class);
      store.write(batch(3, 1));
      assertThat(store.spans()).containsExactly("1/1", "3/1");
    }
    try (TestStore store = open()) {
      assertThat(store.spans()).containsExactly("1/1", "3/1");
    }
  }

  @Test
  void writesAreRefusedWhileTheDiskIsTooFullAndTakenAgainWithRoom() throws Exception {
    SegmentConfig config =
        TestStore.config(
            TestStore.HEAD,
            TestStore.MERGE,
            new SegmentConfig.RetentionConfig(Duration.ofDays(3), 1L << 40, 100_000));
    try (TestStore store = open(disk, config)) {
      store.write(batch(1, 1));
      disk.room(99_999);
      store.store().look();
      assertThat(store.store().unready()).isPresent();
      assertThatThrownBy(() -> store.write(batch(2, 1))).hasMessageContaining("too full");
      assertThat(store.spans()).containsExactly("1/1");
      store.seal();
      assertThat(store.blocks()).isEqualTo(1);

      disk.room(150_000);
      store.store().look();

      assertThat(store.store().unready()).isEmpty();
      store.write(batch(2, 1));
    }
  }

  @Test
  void aLargeBacklogIsReplayedWithTheMemoryOfTwoHeads() throws Exception {
    List<String> expected = new ArrayList<>();
    try (TestStore store = open()) {
      for (int trace = 1; trace <= 100; trace++) {
        store.write(batch(trace, 20));
        expected.addAll(names(trace, 20));
      }
    }
    expected.sort(null);
    try (TestStore store = open(disk, withHead(30_000))) {
      assertThat(store.replayed()).isEqualTo(2000);
      assertThat(store.blocks()).isGreaterThan(5);
      store.seal();
      assertThat(store.spans()).isEqualTo(expected);
    }
  }

  @Test
  void aReplayThatCannotSealSaysSo() throws Exception {
    try (TestStore store = open()) {
      for (int trace = 1; trace <= 100; trace++) {
        store.write(batch(trace, 20));
      }
    }
    FullBlocks full = new FullBlocks(disk);
    full.fail(true);
    assertThatThrownBy(() -> new TestStore(full, clock, withHead(50_000)).close())
        .hasMessageContaining("cannot be written to blocks");
    try (TestStore store = open()) {
      assertThat(store.spans()).hasSize(2000);
    }
  }

  @Test
  void aRecordThatIsNoRequestGoesToQuarantine() throws Exception {
    try (TestStore store = open()) {
      store.write(batch(1, 1));
      store.write(batch(2, 1));
    }
    Path wal = TestStore.FOLDER.resolve("wal");
    try (WriteAheadLog log =
        WriteAheadLog.open(
            disk,
            wal,
            TestStore.config().wal(),
            new WalMetrics(new SimpleMeterRegistry()),
            "test",
            new WriteAheadLog.Known(-1, -1),
            record -> {})) {
      CountDownLatch durable = new CountDownLatch(1);
      log.append(
          new Append() {
            @Override
            public String tenant() {
              return "default";
            }

            @Override
            public byte[] body() {
              return new byte[] {10, 100, 1};
            }

            @Override
            public void durable(long sequence) {
              durable.countDown();
            }

            @Override
            public void failed(Exception cause) {}
          });
      assertThat(durable.await(30, SECONDS)).isTrue();
    }
    try (TestStore store = open()) {
      assertThat(store.spans()).containsExactly("1/1", "2/1");
      assertThat(disk.list(wal.resolve("quarantine"))).isNotEmpty();
    }
  }

  @Test
  void whatCrashesAfterItsBlockButBeforeItsCheckpointComesOnce() throws Exception {
    FaultyDisk crashed;
    try (TestStore store = open()) {
      store.write(batch(1, 3));
      store.write(OTHER, batch(2, 1));
      store.seal();
      crashed = disk.crash(Kept.EVERYTHING, NO_MATTER);
    }
    crashed.delete(TestStore.FOLDER.resolve(Checkpoint.NAME));
    try (TestStore store = open(crashed, TestStore.config())) {
      assertThat(store.spans()).isEqualTo(names(1, 3));
      assertThat(store.spans(OTHER)).containsExactly("2/1");
    }
  }
}
