// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spoor.TestSeed;
import io.spoor.TestSpans;
import io.spoor.disk.FaultyDisk;
import io.spoor.model.SpanBatch;
import io.spoor.model.TraceId;
import io.spoor.storage.StoredSpan;
import io.spoor.storage.segment.column.CorruptDataException;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BlockDamageTest {
  private final FaultyDisk disk = new FaultyDisk();
  private final List<SpanBatch> batches =
      List.of(TestSpans.shop(), TestSpans.random(new Random(4), 20));
  private final List<StoredSpan> spans = TestBlocks.ordered(batches);
  private byte[] sound = {};

  @BeforeEach
  void write() throws IOException {
    TestBlocks.write(disk, batches).unpin();
    sound = disk.content(TestBlocks.FILE);
  }

  @Test
  void flippedBitIsNoticedWhereverItIs() throws IOException {
    Random random = TestSeed.random();
    for (int at = 0; at < sound.length; at++) {
      byte[] damaged = sound.clone();
      damaged[at] ^= (byte) (1 << random.nextInt(8));
      assertNoticed("byte " + at, damaged);
    }
  }

  @Test
  void missingEndIsNoticedWhereverItBegins() throws IOException {
    for (int length = 0; length < sound.length; length++) {
      assertNoticed("cut at " + length, Arrays.copyOf(sound, length));
    }
  }

  @Test
  void zeroedPartIsNoticed() throws IOException {
    Random random = TestSeed.random();
    for (int round = 0; round < 300; round++) {
      byte[] damaged = sound.clone();
      int from = random.nextInt(sound.length);
      Arrays.fill(damaged, from, Math.min(sound.length, from + 512), (byte) 0);
      if (!Arrays.equals(damaged, sound)) {
        assertNoticed("zeros from " + from, damaged);
      }
    }
  }

  /** Some read says so, each failure is the right one, and what is read is right. */
  private void assertNoticed(String what, byte[] damaged) throws IOException {
    disk.damage(TestBlocks.FILE, damaged);
    Reading reading = new Reading();
    Block block = reading.attempt(() -> Block.open(disk, TestBlocks.FILE, TestBlocks.cache()));
    if (block != null) {
      List<StoredSpan> found = reading.attempt(() -> TestBlocks.read(block));
      assertThat(found == null || found.equals(spans)).as(what).isTrue();
      reading.attempt(() -> block.dictionary(ReadMeter.NONE));
      reading.attempt(() -> block.catalogue(ReadMeter.NONE));
      for (TraceId trace : new HashSet<>(TestBlocks.ids(batches.get(1)))) {
        Integer group =
            reading.attempt(() -> block.findTrace(trace.high(), trace.low(), ReadMeter.NONE));
        assertThat(group == null || group == 0).as("%s: find of %s", what, trace).isTrue();
      }
      for (long entry = 0; entry < 64; entry++) {
        long wanted = entry * 0x9E37_79B9_7F4A_7C15L;
        reading.attempt(() -> block.groupsWithAny(ReadMeter.NONE, wanted));
      }
      BlockVerification.Report report = BlockVerification.verify(block);
      assertThat(report.damages()).as(what).isNotEmpty();
      block.unpin();
      assertThat(block.pin()).isFalse();
    } else {
      assertThat(reading.failed).as(what).isTrue();
    }
  }

  private static final class Reading {
    private boolean failed;

    private interface Read<T> {
      T read() throws IOException;
    }

    private <T> @org.jspecify.annotations.Nullable T attempt(Read<T> read) throws IOException {
      try {
        return read.read();
      } catch (CorruptDataException expected) {
        assertThat(expected).hasMessageContaining(TestBlocks.FILE.toString());
        failed = true;
        return null;
      }
    }
  }

  @Test
  void damagedGroupLeavesTheOthersReadable() throws IOException {
    TestSpans batch = TestSpans.batch().resource("a");
    for (int i = 1; i < 12_000; i++) {
      batch.span(i, i, "x").at(i, 1);
    }
    Block block = TestBlocks.write(disk, TestBlocks.FOLDER.resolve("many"), List.of(batch.build()));
    Block damaged = damageGroup(block, 1);
    Set<Integer> readable = new HashSet<>();
    for (int group = 0; group < damaged.groups(); group++) {
      if (group != 1) {
        assertThat(TestBlocks.read(damaged, group)).isEqualTo(TestBlocks.read(block, group));
        readable.add(group);
      }
    }
    assertThat(readable).hasSize(block.groups() - 1);
    assertThatThrownBy(() -> TestBlocks.read(damaged, 1))
        .isInstanceOf(CorruptDataException.class)
        .hasMessageContaining("group 1")
        .hasMessageContaining("000000000000001f.block");
    assertThat(BlockVerification.verify(damaged).damages())
        .singleElement()
        .satisfies(damage -> assertThat(damage.place()).isEqualTo("group 1"));
    assertThat(BlockVerification.verify(block).damages()).isEmpty();
  }

  private Block damageGroup(Block block, int group) throws IOException {
    byte[] content = disk.content(block.file());
    int at = BlockDescriptor.HEADER_BYTES + block.groupBytes(group) / 2;
    for (int before = 0; before < group; before++) {
      at += block.groupBytes(before);
    }
    content[at] ^= 1;
    disk.damage(block.file(), content);
    return Block.open(disk, block.file(), TestBlocks.cache());
  }
}
