// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spoor.TestSeed;
import io.spoor.TestSpans;
import io.spoor.model.SpanBatch;
import io.spoor.storage.segment.block.GroupFixture.EncodedGroup;
import io.spoor.storage.segment.column.CorruptDataException;
import io.spoor.storage.segment.column.Dictionary;
import java.io.IOException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RowGroupDamageTest {
  private final Random random = TestSeed.random();
  private final GroupFixture fixture = GroupFixture.of(TestSpans.random(random, 30));
  private final EncodedGroup group = fixture.groups.get(0);
  private final Dictionary dictionary = fixture.dictionary();

  @Test
  void everyFlippedBitIsFound() {
    for (int at = 0; at < group.bytes().length; at++) {
      byte[] damaged = group.bytes().clone();
      damaged[at] ^= (byte) (1 << random.nextInt(8));

      assertThatThrownBy(() -> group.open(damaged, dictionary).verify())
          .as("byte %d", at)
          .isInstanceOf(CorruptDataException.class);
      assertIsRightOrCorrupt(damaged);
    }
  }

  @Test
  void everyTruncationIsFound() {
    for (int length = 0; length < group.bytes().length; length++) {
      byte[] damaged = Arrays.copyOf(Arrays.copyOf(group.bytes(), length), group.bytes().length);
      if (!Arrays.equals(damaged, group.bytes())) {
        assertThatThrownBy(() -> group.open(damaged, dictionary).verify())
            .as("length %d", length)
            .isInstanceOf(CorruptDataException.class);
        assertIsRightOrCorrupt(damaged);
      }
    }
  }

  /** Reads all and a column in every way: no other exception, and never other data. */
  private void assertIsRightOrCorrupt(byte[] damaged) {
    try {
      SpanBatch read = group.open(damaged, dictionary).spans(group.allRows());
      GroupFixture.assertSame(group, group.allRows(), read);
    } catch (CorruptDataException expected) {
      assertThat(expected).hasMessageContaining("row group");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aDamagedPageDoesNoHarmToOthers() throws IOException {
    RowGroup whole = group.open(dictionary);
    int nameAt = offsetOf("NAME", whole);
    byte[] damaged = group.bytes().clone();
    damaged[nameAt] ^= 1;
    RowGroup read = group.open(damaged, dictionary);

    assertThat(read.starts()).isEqualTo(whole.starts());
    assertThat(read.parentSpanIds()).isEqualTo(whole.parentSpanIds());
    assertThatThrownBy(read::names)
        .isInstanceOf(CorruptDataException.class)
        .hasMessageContaining("NAME");
  }

  private int offsetOf(String page, RowGroup read) {
    int at = group.encoded().headerLength();
    for (var entry : read.pageBytes().entrySet()) {
      if (entry.getKey().equals(page)) {
        return at;
      }
      at += entry.getValue();
    }
    throw new AssertionError(page);
  }

  /** Each page that is read is one that a checksum covers: together they are the group. */
  @Test
  void pagesCoverTheGroup() throws IOException {
    BitSet covered = new BitSet();
    RowGroup.open(
            (from, length) -> {
              covered.set(from, from + length);
              return Arrays.copyOfRange(group.bytes(), from, from + length);
            },
            group.encoded().headerLength(),
            group.encoded().stats(),
            dictionary,
            new LastScopes())
        .verify();

    assertThat(covered.cardinality()).isEqualTo(group.bytes().length);
  }

  @Test
  void aHeaderOfAnotherGroupIsRefused() {
    GroupStats stats = group.encoded().stats();
    GroupStats other = new GroupStats(stats.rows() + 1, stats.traces(), 0, 0, 0, 0);

    assertThatThrownBy(
            () ->
                RowGroup.open(
                    (from, length) -> Arrays.copyOfRange(group.bytes(), from, from + length),
                    group.encoded().headerLength(),
                    other,
                    dictionary,
                    new LastScopes()))
        .isInstanceOf(CorruptDataException.class);
  }
}
