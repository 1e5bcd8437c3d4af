// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spoor.TestSeed;
import io.spoor.disk.DiskFile;
import io.spoor.disk.FaultyDisk;
import io.spoor.storage.segment.column.ByteInput;
import io.spoor.storage.segment.column.ByteOutput;
import io.spoor.storage.segment.column.CorruptDataException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class IdIndexTest {
  private static final Path FILE = Path.of("/data/index");
  private static final int OFFSET = 7;

  private final FaultyDisk disk = new FaultyDisk();

  @Test
  void findsTheGroupOfEachId() throws IOException {
    Random random = TestSeed.random();
    for (int size : new int[] {0, 1, 511, 512, 513, 1024, 5_000}) {
      long seed = random.nextLong();
      IdIndexBuilder builder = new IdIndexBuilder();
      Random ids = new Random(seed);
      for (int i = 0; i < size; i++) {
        builder.add(ids.nextLong(), ids.nextLong(), i % 700);
      }
      IdIndex index = index(builder, 700);
      assertThat(index.size()).isEqualTo(size);
      ids.setSeed(seed);
      for (int i = 0; i < size; i++) {
        assertThat(index.groups(ids.nextLong(), ids.nextLong(), ReadMeter.NONE)).contains(i % 700);
      }
    }
  }

  @Test
  void idsOfOneHashAreAllFoundAcrossPages() throws IOException {
    IdIndexBuilder builder = new IdIndexBuilder();
    Random others = TestSeed.random();
    for (int group = 1_999; group >= 0; group--) {
      builder.add(5, 6, group);
      builder.add(others.nextLong(), others.nextLong(), 3_000);
    }
    assertThat(index(builder, 4_000).groups(5, 6, ReadMeter.NONE))
        .contains(IntStream.range(0, 2_000).toArray());
  }

  @Test
  void groupNumbersBeyond16BitsAreKept() throws IOException {
    IdIndexBuilder builder = new IdIndexBuilder();
    builder.add(1, 2, 65_536);
    builder.add(3, 4, 1_000_000);
    IdIndex index = index(builder, 1_000_001);
    assertThat(index.groups(1, 2, ReadMeter.NONE)).containsExactly(65_536);
    assertThat(index.groups(3, 4, ReadMeter.NONE)).containsExactly(1_000_000);
    IdIndexBuilder last = new IdIndexBuilder();
    last.add(1, 2, 65_535);
    assertThat(index(last, 65_536).groups(1, 2, ReadMeter.NONE)).containsExactly(65_535);
  }

  @Test
  void fencesOfAnotherIndexAreRefused() throws IOException {
    IdIndexBuilder builder = new IdIndexBuilder();
    builder.add(1, 2, 3);
    ByteOutput pages = new ByteOutput();
    ByteOutput fences = new ByteOutput();
    builder.encode(4, pages, fences);
    BlockBytes source = file(pages);
    for (int length : new int[] {0, pages.size() - 1, pages.size() + 1}) {
      Section section = new Section(Section.ID_INDEX, OFFSET, length, 0);
      assertThatThrownBy(() -> IdIndex.decode(new ByteInput(fences.toArray()), source, section))
          .isInstanceOf(CorruptDataException.class);
    }
  }

  @Test
  void hashIsSpreadOverAllBits() {
    int[] ones = new int[Integer.SIZE];
    for (int i = 0; i < 10_000; i++) {
      int hash = IdHash.of(0, i);
      for (int bit = 0; bit < Integer.SIZE; bit++) {
        ones[bit] += hash >>> bit & 1;
      }
    }
    assertThat(IntStream.of(ones)).allMatch(count -> count > 4_700 && count < 5_300);
    assertThat(IdHash.of(0, 1)).isEqualTo(2_104_380_099); // part of the format
  }

  private IdIndex index(IdIndexBuilder builder, int groups) throws IOException {
    ByteOutput pages = new ByteOutput();
    ByteOutput fences = new ByteOutput();
    builder.encode(groups, pages, fences);
    return IdIndex.decode(
        new ByteInput(fences.toArray()),
        file(pages),
        new Section(Section.ID_INDEX, OFFSET, pages.size(), 0));
  }

  private BlockBytes file(ByteOutput pages) throws IOException {
    disk.delete(FILE);
    DiskFile file = disk.create(FILE);
    file.write(ByteBuffer.wrap(pages.toArray()), OFFSET);
    return new BlockBytes(FILE, file);
  }
}
