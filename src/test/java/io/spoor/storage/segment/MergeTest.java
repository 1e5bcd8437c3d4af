// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.spoor.TestSeed;
import io.spoor.TestSpans;
import io.spoor.config.SegmentConfig;
import io.spoor.config.SegmentConfig.MergeConfig;
import io.spoor.config.SegmentConfig.RetentionConfig;
import io.spoor.disk.FaultyDisk;
import io.spoor.disk.FaultyDisk.Fault;
import io.spoor.model.Tenant;
import io.spoor.storage.segment.block.Block;
import io.spoor.storage.segment.block.ReadMeter;
import io.spoor.storage.segment.block.RowGroup.TraceRun;
import io.spoor.storage.segment.read.StoreSnapshot;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MergeTest {
  private final FaultyDisk disk = new FaultyDisk();
  private final TestClock clock = new TestClock();

  private TestStore open() throws Exception {
    return new TestStore(disk, clock, TestStore.config());
  }

  /** Blocks of one span each: names are the number of the trace and of the span. */
  private static void blocks(TestStore store, int count) throws Exception {
    for (int i = 0; i < count; i++) {
      store.write(i, 1);
      store.seal();
    }
  }

  private static List<Integer> levels(TestStore store) {
    try (StoreSnapshot snapshot = store.store().acquire(Tenant.DEFAULT)) {
      return snapshot.blocks().stream().map(block -> block.origin().level()).toList();
    }
  }

  private static Block onlyBlock(StoreSnapshot snapshot) {
    assertThat(snapshot.blocks()).hasSize(1);
    return snapshot.blocks().get(0);
  }

  @Test
  void asManyBlocksAsTheFanInBecomeOne() throws Exception {
    try (TestStore store = open()) {
      blocks(store, 3);
      store.maintain();
      assertThat(levels(store)).containsExactly(0, 0, 0);

      store.write(3, 1);
      store.seal();
      store.maintain();

      assertThat(levels(store)).containsExactly(1);
      assertThat(store.spans()).containsExactly("0/1", "1/1", "2/1", "3/1");
    }
    assertThat(disk.list(TestStore.FOLDER.resolve("tenants/default"))).hasSize(1);
  }

  @Test
  void mergedBlocksAreMergedAgainALevelUp() throws Exception {
    try (TestStore store = open()) {
      for (int i = 0; i < 18; i++) {
        store.write(i, 1);
        store.seal();
        store.maintain();
      }
      assertThat(levels(store)).containsExactly(2, 0, 0);
      assertThat(store.spans()).hasSize(18);
    }
    try (TestStore store = open()) {
      assertThat(levels(store)).containsExactly(2, 0, 0);
      assertThat(store.spans()).hasSize(18).doesNotHaveDuplicates();
    }
  }

  @Test
  void aTraceOfSeveralBlocksLiesTogetherInItsOrderAndCopiesFallOut() throws Exception {
    try (TestStore store = open()) {
      for (int block = 3; block >= 0; block--) {
        TestSpans batch = TestSpans.batch().resource("shop");
        for (int trace = 1; trace <= 3; trace++) {
          batch.span(trace, 99, "copy").times(TestSpans.START, 1);
          batch
              .span(trace, block, trace + "/" + block)
              .times(TestSpans.START + 100L * trace + block, 1);
        }
        store.write(batch.build());
        store.seal();
      }
      store.maintain();
      try (StoreSnapshot snapshot = store.store().acquire(Tenant.DEFAULT)) {
        Block merged = onlyBlock(snapshot);
        assertThat(merged.group(0, ReadMeter.NONE).traces())
            .extracting(TraceRun::idLow)
            .containsExactly(1L, 2L, 3L);
        assertThat(TestStore.spans(merged))
            .containsExactly(
                "copy", "1/0", "1/1", "1/2", "1/3", "copy", "2/0", "2/1", "2/2", "2/3", "copy",
                "3/0", "3/1", "3/2", "3/3");
      }
    }
  }

  @Test
  void randomTracesComeThroughMergesUnchanged() throws Exception {
    Random random = TestSeed.random();
    List<String> expected = new ArrayList<>();
    MergeConfig merge = new MergeConfig(4, 100_000);
    SegmentConfig config = TestStore.config(TestStore.HEAD, merge, TestStore.RETENTION);
    try (TestStore store = new TestStore(disk, clock, config)) {
      for (int block = 0; block < 16; block++) {
        TestSpans batch = TestSpans.batch().resource("shop");
        for (int i = 0; i < 300; i++) {
          int trace = random.nextInt(2) == 0 ? 1 : random.nextInt(400);
          long span = 1000L * block + i;
          batch
              .span(trace, span, trace + "/" + span)
              .times(TestSpans.START + random.nextInt(1000), random.nextInt(10))
              .attribute("order.id", random.nextInt(50));
          expected.add(trace + "/" + span);
        }
        store.write(batch.build());
        store.seal();
        store.maintain();
      }
      assertThat(levels(store)).containsExactly(2);
      expected.sort(null);
      assertThat(store.spans()).isEqualTo(expected);
      try (StoreSnapshot snapshot = store.store().acquire(Tenant.DEFAULT)) {
        assertThat(TestStore.ordered(onlyBlock(snapshot))).isTrue();
      }
    }
  }

  @Test
  void blocksOfDifferentWindowsStayApart() throws Exception {
    try (TestStore store = open()) {
      blocks(store, 3);
      clock.pass(Duration.ofMinutes(191)); // a window of three hours and some grace
      blocks(store, 3);
      assertThat(levels(store)).hasSize(6);
      store.maintain();
      assertThat(levels(store)).as("the first window is over").containsExactly(1, 0, 0, 0);
    }
  }

  @Test
  void blocksOfHalfTheLargestSizeAreLeftAlone() throws Exception {
    SegmentConfig config =
        TestStore.config(TestStore.HEAD, new MergeConfig(2, 10), TestStore.RETENTION);
    try (TestStore store = new TestStore(disk, clock, config)) {
      for (int block = 0; block < 6; block++) {
        TestSpans batch = TestSpans.batch().resource("shop");
        for (int span = 1; span <= 6; span++) {
          batch.span(block, span, block + "/" + span);
        }
        store.write(batch.build());
        store.seal();
      }
      store.maintain();
      assertThat(levels(store)).containsExactly(0, 0, 0, 0, 0, 0);
    }
  }

  @Test
  void blocksThatTogetherReachTheLargestSizeAreMergedBeforeTheFanIn() throws Exception {
    SegmentConfig config =
        TestStore.config(TestStore.HEAD, new MergeConfig(16, 5), TestStore.RETENTION);
    try (TestStore store = new TestStore(disk, clock, config)) {
      for (int block = 0; block < 3; block++) {
        store.write(
            TestSpans.batch().resource("shop").span(block, 1, "a").span(block, 2, "b").build());
        store.seal();
      }
      store.maintain();
      assertThat(levels(store)).containsExactly(1, 0);
    }
  }

  @Test
  void inputsThatCouldNotBeDeletedAreGoneAfterTheNextStart() throws Exception {
    Path folder = TestStore.FOLDER.resolve("tenants/default");
    List<Path> inputs;
    List<byte[]> contents = new ArrayList<>();
    try (TestStore store = open()) {
      blocks(store, 4);
      inputs = disk.list(folder);
      for (Path input : inputs) {
        contents.add(disk.content(input));
      }
      store.maintain();
    }
    for (int i = 0; i < inputs.size(); i++) {
      disk.damage(inputs.get(i), contents.get(i)); // as if the crash had come before the deletion
    }
    disk.damage(inputs.get(0), new byte[10]);
    try (TestStore store = open()) {
      assertThat(store.spans()).containsExactly("0/1", "1/1", "2/1", "3/1");
    }
    assertThat(disk.list(folder)).hasSize(1).doesNotContainAnyElementsOf(inputs);
  }

  @Test
  void aMergeThatFailsLeavesItsInputsAndIsTriedAgainLater() throws Exception {
    try (TestStore store = open()) {
      blocks(store, 4);
      disk.failAt(disk.calls() + 2, Fault.FULL, false);
      store.maintain();
      assertThat(levels(store)).containsExactly(0, 0, 0, 0);
      assertThat(store.count("segment.failed.merges")).isEqualTo(1);
      assertThat(store.spans()).hasSize(4);
      clock.pass(Duration.ofMinutes(2));
      store.maintain();
      assertThat(levels(store)).containsExactly(1);
      assertThat(store.spans()).hasSize(4);
    }
  }

  @Test
  void aDamagedInputIsLeftAsItIsAndTheOthersAreMerged() throws Exception {
    Path folder = TestStore.FOLDER.resolve("tenants/default");
    try (TestStore store = open()) {
      blocks(store, 5);
    }
    Path damaged = disk.list(folder).get(1);
    byte[] content = disk.content(damaged);
    for (int i = 64; i < 200; i++) { // in the pages of its only group
      content[i] ^= 0x55;
    }
    disk.damage(damaged, content);
    try (TestStore store = open()) {
      store.maintain();
      blocks(store, 3);
      store.maintain();
      assertThat(disk.list(folder)).contains(damaged);
      assertThat(store.count("segment.damaged.blocks")).isEqualTo(1);
      assertThat(levels(store)).contains(1);
    }
  }

  @Test
  void readersOfBlocksThatAreMergedAwayKeepWhatTheyHave() throws Exception {
    try (TestStore store = open()) {
      blocks(store, 4);
      try (StoreSnapshot snapshot = store.store().acquire(Tenant.DEFAULT)) {
        store.maintain();
        assertThat(levels(store)).containsExactly(1);
        assertThat(disk.list(TestStore.FOLDER.resolve("tenants/default"))).hasSize(5);
        assertThat(TestStore.spans(snapshot)).containsExactly("0/1", "1/1", "2/1", "3/1");
      }
      await()
          .atMost(30, TimeUnit.SECONDS)
          .until(() -> disk.list(TestStore.FOLDER.resolve("tenants/default")).size() == 1);
    }
  }

  @Test
  void blocksGoWhenAllTheirSpansCameTooLongAgo() throws Exception {
    try (TestStore store = open()) {
      store.write(1, 1);
      store.seal();
      clock.pass(Duration.ofHours(70));
      store.write(2, 1);
      store.seal();
      store.maintain();
      assertThat(store.spans()).containsExactly("1/1", "2/1");
      clock.pass(Duration.ofHours(3));
      store.maintain();
      assertThat(store.spans()).containsExactly("2/1");
      assertThat(store.store().usage().evictedSpans()).isEqualTo(1);
      assertThat(store.count("segment.retention.deleted.blocks")).isEqualTo(1);
    }
    assertThat(disk.list(TestStore.FOLDER.resolve("tenants/default"))).hasSize(1);
    try (TestStore store = open()) {
      assertThat(store.spans()).containsExactly("2/1");
    }
  }

  @Test
  void theOldestBlocksGoWhenTheyAreTooLargeTogether() throws Exception {
    try (TestStore store = open()) {
      blocks(store, 3);
      clock.pass(Duration.ofMillis(1));
    }
    RetentionConfig small = new RetentionConfig(Duration.ofDays(3), blockBytes() * 2, 1);
    SegmentConfig config = TestStore.config(TestStore.HEAD, TestStore.MERGE, small);
    try (TestStore store = new TestStore(disk, clock, config)) {
      store.maintain();
      assertThat(store.spans()).containsExactly("1/1", "2/1");
    }
  }

  private long blockBytes() throws Exception {
    long bytes = 0;
    for (Path file : disk.list(TestStore.FOLDER.resolve("tenants/default"))) {
      bytes = Math.max(bytes, disk.content(file).length);
    }
    return bytes;
  }
}
