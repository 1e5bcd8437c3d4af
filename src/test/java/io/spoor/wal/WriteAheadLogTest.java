// SPDX-License-Identifier: Apache-2.0
package io.spoor.wal;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.spoor.TestSeed;
import io.spoor.config.WalConfig;
import io.spoor.config.WalConfig.Durability;
import io.spoor.disk.FaultyDisk;
import io.spoor.disk.FaultyDisk.Fault;
import io.spoor.disk.FaultyDisk.Kept;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class WriteAheadLogTest {
  private final FaultyDisk disk = new FaultyDisk();

  @Test
  void recordsOfManyFilesComeBackInOrder() throws IOException {
    try (TestLog log = new TestLog(disk)) {
      for (int id = 0; id < 50; id++) {
        assertThat(log.append(id).sequence()).isEqualTo(id);
      }
    }
    assertThat(disk.list(TestLog.FOLDER)).hasSizeGreaterThan(10);
    try (TestLog log = new TestLog(disk)) {
      assertThat(log.replayed()).extracting(LogRecord::sequence).hasSize(50).isSorted();
      assertThat(log.replayedIds()).hasSize(50).isSorted();
      assertThat(log.append(50).sequence()).isEqualTo(50);
    }
  }

  @Test
  void recordsLargerThanAllBuffersAndEmptyOnesComeBack() throws IOException {
    List<TestAppend> appends = new ArrayList<>();
    try (TestLog log = new TestLog(disk, TestLog.config(Durability.FSYNC, 4 << 20, 1 << 30))) {
      for (int length : new int[] {3 << 20, 10, (1 << 20) - 30, 1 << 20, 5_000_000}) {
        TestAppend append = new TestAppend(appends.size(), length, () -> {});
        assertThat(log.log().append(append)).isTrue();
        append.await();
        appends.add(append);
      }
      Ended empty = new Ended("", new byte[0]);
      assertThat(log.log().append(empty)).isTrue();
      empty.awaitDurable();
    }
    try (TestLog log = new TestLog(disk)) {
      assertThat(log.replayed()).hasSize(6);
      for (TestAppend append : appends) {
        assertThat(log.replayed().get(append.id()).body()).isEqualTo(append.body());
      }
      assertThat(log.replayed().get(5).body()).isEmpty();
      assertThat(log.replayed().get(5).tenant()).isEmpty();
    }
  }

  @Test
  void acknowledgementWaitsForASlowSync() throws Exception {
    try (TestLog log = new TestLog(disk)) {
      CountDownLatch syncing = new CountDownLatch(1);
      CountDownLatch mayEnd = new CountDownLatch(1);
      disk.beforeSync(() -> block(syncing, mayEnd));
      List<TestAppend> appends = new ArrayList<>();
      for (int id = 0; id < 10; id++) {
        appends.add(new TestAppend(id));
        assertThat(log.log().append(appends.get(id))).isTrue();
      }
      assertThat(syncing.await(30, SECONDS)).isTrue();
      assertThat(appends).allSatisfy(append -> assertThat(append.ends()).isZero());
      mayEnd.countDown();
      assertThat(appends).allSatisfy(append -> assertThat(append.await()).isNotNegative());
    }
  }

  @Test
  void recordsThatComeWhileASyncRunsShareTheNextOne() throws Exception {
    try (TestLog log = new TestLog(disk, TestLog.config(Durability.FSYNC, 1 << 20, 1 << 20))) {
      CountDownLatch syncing = new CountDownLatch(1);
      CountDownLatch mayEnd = new CountDownLatch(1);
      disk.beforeSync(() -> block(syncing, mayEnd));
      assertThat(log.log().append(new TestAppend(0))).isTrue();
      assertThat(syncing.await(30, SECONDS)).isTrue();
      int calls = disk.calls(); // the write of the first has been counted
      List<TestAppend> appends = new ArrayList<>();
      for (int id = 1; id <= 100; id++) {
        appends.add(new TestAppend(id));
        assertThat(log.log().append(appends.get(id - 1))).isTrue();
      }
      mayEnd.countDown();
      appends.forEach(TestAppend::await);
      assertThat(disk.calls() - calls).as("a sync, a write and a sync").isEqualTo(3);
    }
  }

  @Test
  void nothingOfAFailedSyncIsAcknowledgedOrFoundLater() throws IOException {
    for (Kept kept : Kept.values()) {
      FaultyDisk failing = new FaultyDisk();
      try (TestLog log = new TestLog(failing)) {
        log.append(0);
        failing.failAt(failing.calls() + 1, Fault.FAILS, false);
        TestAppend failed = log.append(1);
        assertThat(failed.isDurable()).isFalse();
        assertThat(failed.failure()).isNotInstanceOf(UncertainAppendException.class);
        assertThat(log.append(2).isDurable()).isTrue();
        assertThat(log.metric("wal.failed.records")).isEqualTo(1);
      }
      try (TestLog log = new TestLog(failing.crash(kept, new Random(7)))) {
        assertThat(log.replayedIds()).containsExactly(0, 2);
      }
    }
  }

  @Test
  void everythingIsRefusedUntilRestartWhenNoFileCanBeBegun() throws IOException {
    try (TestLog log = new TestLog(disk)) {
      log.append(0);
      disk.failAt(disk.calls(), Fault.FAILS, true);
      assertThat(log.append(1).failure()).isInstanceOf(UncertainAppendException.class);
      await().until(() -> log.log().unready().isPresent());
      disk.heal();
      log.log().release(0);
      assertThat(log.log().append(new TestAppend(2))).isFalse();
      assertThat(log.log().unready()).get().asString().contains("broken until the next start");
    }
    try (TestLog log = new TestLog(disk)) {
      assertThat(log.append(3).isDurable()).isTrue();
    }
  }

  @Test
  void fullDiskIsRefusedAndRecoversByItself() throws IOException {
    WalConfig config = TestLog.config(Durability.FSYNC, 1 << 16, 1 << 20);
    try (TestLog log = new TestLog(disk, config)) {
      log.append(0);
      disk.room(10);
      TestAppend failed = log.append(1);
      assertThat(failed.isDurable()).isFalse();
      assertThat(log.log().unready()).contains("the disk is full");
      assertThat(log.log().append(new TestAppend(2))).isFalse();
      disk.room(64 << 20);
      await().atMost(30, SECONDS).until(() -> log.log().unready().isEmpty());
      assertThat(log.append(3).isDurable()).isTrue();
    }
    for (Kept kept : Kept.values()) {
      try (TestLog log = new TestLog(disk.crash(kept, new Random(3)))) {
        assertThat(log.replayedIds()).containsExactly(0, 3);
      }
    }
  }

  @Test
  void fullDiskThatHasNoRoomForTheNextFileEitherRecoversByItself() throws IOException {
    try (TestLog log = new TestLog(disk)) {
      log.append(0);
      disk.failAt(disk.calls(), Fault.FULL, true);
      assertThat(log.append(1).failure()).isInstanceOf(UncertainAppendException.class);
      assertThat(log.log().unready()).contains("the disk is full");
      disk.heal();
      await().atMost(30, SECONDS).until(() -> log.log().unready().isEmpty());
      assertThat(log.append(2).isDurable()).isTrue();
    }
    try (TestLog log = new TestLog(disk.crash(Kept.NOTHING, new Random(3)))) {
      assertThat(log.replayedIds()).containsExactly(0, 2);
    }
  }

  @Test
  void logOpensOnAFullDiskAndRefuses() throws IOException {
    try (TestLog log = new TestLog(disk)) {
      log.append(0);
    }
    disk.room(0);
    try (TestLog log = new TestLog(disk)) {
      assertThat(log.replayedIds()).containsExactly(0);
      assertThat(log.log().append(new TestAppend(1))).isFalse();
      disk.room(64 << 20);
      await().atMost(30, SECONDS).until(() -> log.log().unready().isEmpty());
      assertThat(log.append(2).isDurable()).isTrue();
    }
  }

  @Test
  void fullLogRefusesUntilFilesAreReleased() throws IOException {
    try (TestLog log = new TestLog(disk, TestLog.config(Durability.FSYNC, 400, 400))) {
      int id = 0;
      long last = -1;
      while (log.log().unready().isEmpty()) {
        last = log.append(id++).sequence();
        assertThat(id).isLessThan(100);
      }
      assertThat(log.log().unready()).get().asString().contains("the log is full");
      assertThat(log.log().append(new TestAppend(id))).isFalse();
      log.log().release(last);
      await().atMost(30, SECONDS).until(() -> log.log().unready().isEmpty());
      assertThat(log.append(id).isDurable()).isTrue();
    }
  }

  @Test
  void releaseDeletesFilesThatLieWhollyBelow() throws IOException {
    try (TestLog log = new TestLog(disk)) {
      for (int id = 0; id < 20; id++) {
        log.append(id);
      }
      int before = disk.list(TestLog.FOLDER).size();
      log.log().release(9);
      await().atMost(30, SECONDS).until(() -> disk.list(TestLog.FOLDER).size() < before);
    }
    try (TestLog log = new TestLog(disk)) {
      assertThat(log.replayedIds()).contains(10, 19).hasSizeLessThan(20);
    }
    try (TestLog log = new TestLog(disk, TestLog.FOLDER, TestLog.SMALL, 14)) {
      assertThat(log.replayedIds()).containsExactly(15, 16, 17, 18, 19);
    }
  }

  @Test
  void failedGroupDoesNotComeBackWhenDeletionsAreLost() throws IOException {
    try (TestLog log = new TestLog(disk)) {
      log.append(0);
      disk.failAt(disk.calls() + 1, Fault.FAILS, false);
      assertThat(log.append(1).isDurable()).isFalse();
      long last = -1;
      for (int id = 2; id < 10; id++) {
        last = log.append(id).sequence();
      }
      log.log().release(last);
      await().atMost(30, SECONDS).until(() -> disk.list(TestLog.FOLDER).size() == 1);
    }
    Random random = TestSeed.random();
    for (int crash = 0; crash < 300; crash++) {
      try (TestLog log = new TestLog(disk.crash(Kept.SOME, random))) {
        assertThat(log.replayedIds()).doesNotContain(1);
      }
    }
  }

  @Test
  void sequencesGoOnWhenNoRecordIsLeft() throws IOException {
    try (TestLog log = new TestLog(disk)) {
      long last = -1;
      for (int id = 0; id < 20; id++) {
        last = log.append(id).sequence();
      }
      log.log().release(last);
      await().atMost(30, SECONDS).until(() -> disk.list(TestLog.FOLDER).size() == 1);
    }
    try (TestLog log = new TestLog(disk)) {
      assertThat(log.append(20).sequence()).isGreaterThanOrEqualTo(20);
    }
    try (TestLog log = new TestLog(new FaultyDisk(), TestLog.FOLDER, TestLog.SMALL, 1000)) {
      assertThat(log.append(0).sequence()).isEqualTo(1001);
    }
  }

  @Test
  void queueIsBoundedInBytes() throws Exception {
    WalConfig config =
        new WalConfig(Durability.FSYNC, Duration.ofMillis(5), 1 << 20, 1 << 20, 1000);
    try (TestLog log = new TestLog(disk, config)) {
      CountDownLatch syncing = new CountDownLatch(1);
      CountDownLatch mayEnd = new CountDownLatch(1);
      disk.beforeSync(() -> block(syncing, mayEnd));
      TestAppend first = new TestAppend(0);
      assertThat(log.log().append(first)).isTrue();
      assertThat(syncing.await(30, SECONDS)).isTrue();
      assertThat(log.log().append(new TestAppend(1, 500, () -> {}))).isTrue();
      assertThat(log.log().append(new TestAppend(2, 500, () -> {}))).isFalse();
      mayEnd.countDown();
      first.await();
      TestAppend larger = new TestAppend(3, 5000, () -> {});
      await().atMost(30, SECONDS).until(() -> log.log().append(larger));
      assertThat(larger.await()).isNotNegative();
    }
  }

  @Test
  void closeWritesWhatWasTaken() throws Exception {
    List<TestAppend> appends = new ArrayList<>();
    TestLog log = new TestLog(disk);
    CountDownLatch syncing = new CountDownLatch(1);
    CountDownLatch mayEnd = new CountDownLatch(1);
    disk.beforeSync(() -> block(syncing, mayEnd));
    for (int id = 0; id < 20; id++) {
      appends.add(new TestAppend(id));
      assertThat(log.log().append(appends.get(id))).isTrue();
    }
    assertThat(syncing.await(30, SECONDS)).isTrue();
    Thread closing = new Thread(log::close);
    closing.start();
    await().atMost(30, SECONDS).until(() -> !log.log().unready().isEmpty());
    assertThat(log.log().append(new TestAppend(20))).isFalse();
    mayEnd.countDown();
    closing.join();
    assertThat(appends).allSatisfy(append -> assertThat(append.isDurable()).isTrue());
    try (TestLog again = new TestLog(disk.crash(Kept.NOTHING, new Random(1)))) {
      assertThat(again.replayedIds()).hasSize(20);
    }
  }

  @Test
  void weakerDurabilitySaysSoAndSyncsLater() throws IOException {
    try (TestLog log = new TestLog(disk, TestLog.config(Durability.INTERVAL, 1 << 16, 1 << 20))) {
      assertThat(log.log().weakness()).get().asString().contains("power cut loses up to 5 ms");
      log.append(0);
      await().atMost(30, SECONDS).until(() -> found(disk.crash(Kept.NOTHING, new Random(1))) == 1);
    }
    FaultyDisk other = new FaultyDisk();
    try (TestLog log = new TestLog(other, TestLog.config(Durability.NONE, 1 << 16, 1 << 20))) {
      assertThat(log.log().weakness()).get().asString().contains("any of it");
      int calls = other.calls();
      log.append(0);
      assertThat(other.calls() - calls).as("a write and no sync").isEqualTo(1);
      assertThat(found(other.crash(Kept.NOTHING, new Random(1)))).isZero();
    }
    assertThat(found(other.crash(Kept.NOTHING, new Random(1)))).as("close() syncs").isEqualTo(1);
    try (TestLog log = new TestLog(new FaultyDisk())) {
      assertThat(log.log().weakness()).isEmpty();
    }
  }

  @Test
  void failedSyncOfAnIntervalBeginsTheNextFile() throws IOException {
    try (TestLog log = new TestLog(disk, TestLog.config(Durability.INTERVAL, 1 << 16, 1 << 20))) {
      disk.failAt(disk.calls() + 1, Fault.FAILS, false); // after the write
      assertThat(log.append(0).isDurable() || disk.list(TestLog.FOLDER).size() == 2).isTrue();
      await().atMost(30, SECONDS).until(() -> disk.list(TestLog.FOLDER).size() == 2);
      assertThat(log.append(1).isDurable()).isTrue();
    }
    assertThat(disk.violations()).isEmpty();
    try (TestLog log = new TestLog(disk)) {
      assertThat(log.replayedIds()).contains(1);
    }
  }

  @Test
  void poisonRecordGoesToQuarantineAndTheReplayGoesOn() throws IOException {
    try (TestLog log = new TestLog(disk)) {
      log.append(0);
      log.append(1);
      log.append(2);
    }
    List<Integer> given = new ArrayList<>();
    Replay.Handler picky =
        found -> {
          if (TestAppend.id(found.body()) == 1) {
            throw new PoisonRecordException("not a batch", new IllegalStateException());
          }
          given.add(TestAppend.id(found.body()));
        };
    try (TestLog log = new TestLog(disk, picky)) {
      assertThat(given).containsExactly(0, 2);
      assertThat(log.metric("wal.quarantined.records")).isEqualTo(1);
    }
    Path quarantine = TestLog.FOLDER.resolve("quarantine");
    assertThat(disk.content(quarantine.resolve("record-0000000000000001.bytes")))
        .isEqualTo(new TestAppend(1).body());
    assertThat(disk.content(quarantine.resolve("record-0000000000000001.reason.txt")))
        .asString()
        .contains("tenant-1: not a batch");
    int calls = disk.calls();
    try (TestLog log = new TestLog(disk, picky)) {
      assertThat(disk.list(quarantine)).as("nothing new").hasSize(2);
      assertThat(disk.calls() - calls).as("no write but the next file's head").isLessThan(8);
    }
  }

  @Test
  void recordInsideADamagedRecordIsNotFound() throws IOException {
    FaultyDisk other = new FaultyDisk();
    byte[] hidden;
    try (TestLog log = new TestLog(other)) {
      log.append(7);
      Path path = other.list(TestLog.FOLDER).get(0);
      byte[] content = other.content(path);
      hidden = Arrays.copyOfRange(content, SegmentDescriptor.BYTES, content.length);
    }
    Path path;
    try (TestLog log = new TestLog(disk)) {
      Ended outer = new Ended("t", hidden);
      assertThat(log.log().append(outer)).isTrue();
      outer.awaitDurable();
      log.append(1);
      path = disk.list(TestLog.FOLDER).get(0);
    }
    byte[] content = disk.content(path);
    content[SegmentDescriptor.BYTES + RecordDescriptor.CRC_AT] ^= 1;
    disk.damage(path, content);
    try (TestLog log = new TestLog(disk)) {
      assertThat(log.replayedIds()).containsExactly(1);
      assertThat(log.metric("wal.damaged.bytes"))
          .isEqualTo(RecordDescriptor.HEADER_BYTES + 1 + hidden.length);
    }
    assertThat(disk.list(TestLog.FOLDER.resolve("quarantine"))).hasSize(2);
  }

  @Test
  void replayFailsWhenItsReceiverDoes() throws IOException {
    try (TestLog log = new TestLog(disk)) {
      log.append(0);
    }
    assertThatThrownBy(
            () ->
                new TestLog(
                    disk,
                    found -> {
                      throw new IOException("no room for it");
                    }))
        .isInstanceOf(IOException.class)
        .hasMessage("no room for it");
  }

  @Test
  void recordsThatCannotBeReadBackAreNotTaken() throws IOException {
    try (TestLog log = new TestLog(disk)) {
      assertThatThrownBy(() -> log.log().append(new Ended("x".repeat(256), new byte[1])))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("at most 255 ASCII");
      assertThatThrownBy(() -> log.log().append(new Ended("größe", new byte[1])))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  private static int found(FaultyDisk disk) throws IOException {
    try (TestLog log = new TestLog(disk)) {
      return log.replayed().size();
    }
  }

  private static void block(CountDownLatch reached, CountDownLatch until) {
    reached.countDown();
    try {
      until.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** A record of any bytes. */
  private static final class Ended implements Append {
    private final String tenant;
    private final byte[] body;
    private final CountDownLatch durable = new CountDownLatch(1);

    Ended(String tenant, byte[] body) {
      this.tenant = tenant;
      this.body = body;
    }

    @Override
    public String tenant() {
      return tenant;
    }

    @Override
    public byte[] body() {
      return body;
    }

    void awaitDurable() {
      try {
        assertThat(durable.await(30, SECONDS))
            .as(new String(body, StandardCharsets.UTF_8))
            .isTrue();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public void durable(long sequence) {
      durable.countDown();
    }

    @Override
    public void failed(Exception cause) {}
  }
}
