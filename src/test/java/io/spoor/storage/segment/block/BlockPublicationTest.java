// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spoor.TestSeed;
import io.spoor.TestSpans;
import io.spoor.disk.FaultyDisk;
import io.spoor.disk.FaultyDisk.Fault;
import io.spoor.disk.FaultyDisk.Kept;
import io.spoor.model.SpanBatch;
import io.spoor.storage.StoredSpan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BlockPublicationTest {
  private final List<SpanBatch> batches = List.of(TestSpans.shop(), TestSpans.shop(2, 1_000));
  private final List<StoredSpan> spans = TestBlocks.ordered(batches);

  @Test
  void nothingIsThereUnderItsNameBeforeItIsPublished() throws IOException {
    FaultyDisk disk = new FaultyDisk();
    BlockWriter writer =
        new BlockWriter(disk, TestBlocks.FOLDER, TestBlocks.ORIGIN, TestBlocks.cache());
    TestBlocks.add(writer, batches);
    assertThat(disk.list(TestBlocks.FOLDER))
        .containsExactly(Path.of("/data/000000000000001f.block.tmp"));
    writer.close();
    assertThat(disk.list(TestBlocks.FOLDER)).isEmpty();
    assertThatThrownBy(writer::publish).isInstanceOf(IOException.class);
  }

  @Test
  void publishedBlockSurvivesACrashAndClosingItsWriter() throws IOException {
    FaultyDisk disk = new FaultyDisk();
    TestBlocks.write(disk, batches);
    FaultyDisk after = disk.crash(Kept.NOTHING, new Random(0));
    assertThat(after.list(TestBlocks.FOLDER)).containsExactly(TestBlocks.FILE);
    assertWhole(after);
  }

  @ParameterizedTest
  @EnumSource
  void anyCallMayFail(Fault fault) throws IOException {
    Random random = TestSeed.random();
    int calls = callsOfSuccess();
    assertThat(calls).isGreaterThan(8);
    for (boolean forGood : new boolean[] {false, true}) {
      for (int call = 0; call < calls; call++) {
        check(call, fault, forGood, random);
      }
    }
  }

  private int callsOfSuccess() throws IOException {
    FaultyDisk disk = new FaultyDisk();
    TestBlocks.write(disk, batches);
    return disk.calls();
  }

  private void check(int call, Fault fault, boolean forGood, Random random) throws IOException {
    FaultyDisk disk = new FaultyDisk();
    disk.failAt(call, fault, forGood);
    boolean isPublished = attempt(disk);
    assertThat(isPublished).as("%s of call %s is noticed", fault, call).isFalse();
    if (!disk.isStopped()) {
      assertThat(disk.list(TestBlocks.FOLDER))
          .as("left after %s of call %s", fault, call)
          .isEmpty();
    }
    assertThat(disk.violations()).isEmpty();
    for (Kept kept : Kept.values()) {
      FaultyDisk after = disk.crash(kept, random);
      if (after.list(TestBlocks.FOLDER).contains(TestBlocks.FILE)) {
        assertWhole(after);
      }
    }
  }

  /** Writes a block on a disk that fails and is well again when the writer is closed. */
  private boolean attempt(FaultyDisk disk) throws IOException {
    @Nullable BlockWriter writer = null;
    try {
      writer = new BlockWriter(disk, TestBlocks.FOLDER, TestBlocks.ORIGIN, TestBlocks.cache());
      TestBlocks.add(writer, batches);
      writer.publish();
      return true;
    } catch (IOException expected) {
      return false;
    } finally {
      disk.heal();
      close(disk, writer);
    }
  }

  private static void close(FaultyDisk disk, @Nullable BlockWriter writer) throws IOException {
    if (disk.isStopped()) {
      return;
    }
    if (writer == null) {
      disk.delete(Path.of("/data/000000000000001f.block.tmp")); // as a store does when it starts
    } else {
      writer.close();
    }
  }

  private void assertWhole(FaultyDisk disk) throws IOException {
    Block block = Block.open(disk, TestBlocks.FILE, TestBlocks.cache());
    assertThat(TestBlocks.read(block)).isEqualTo(spans);
    block.unpin();
  }
}
