// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.column;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spoor.TestSeed;
import io.spoor.model.ByteHash;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ValueFilterTest {
  private static final int KEY = hash("order.id");

  private final Random random = TestSeed.random();
  private final ValueFilterBuilder builder = new ValueFilterBuilder();

  @Test
  void findsEveryEntryInItsGroups() throws IOException {
    int groups = 37;
    long[][] entries = new long[groups][];
    for (int group = 0; group < groups; group++) {
      entries[group] = random.longs(random.nextInt(9_000)).toArray();
      for (long entry : entries[group]) {
        builder.add(entry);
      }
      builder.endGroup();
    }
    ValueFilter filter = filter(encoded(), groups);
    for (int group = 0; group < groups; group++) {
      for (long entry : entries[group]) {
        assertThat(filter.groups(entry).get(group)).isTrue();
      }
    }
  }

  /** 9,000 entries set 1 - exp(-5 * 9000 / 65536) = 49.7 % of the bits: 0.497^5 = 3.0 %. */
  @Test
  void namesFewOtherGroupsForTextsThatLookAlike() throws IOException {
    int groups = 10;
    for (int i = 0; i < 9_000 * groups; i++) {
      builder.add(text(i));
      if (i % 9_000 == 8_999) {
        builder.endGroup();
      }
    }
    byte[] encoded = encoded();
    ValueFilter filter = filter(encoded, groups);
    int named = 0;
    int asked = 20_000;
    for (int i = 0; i < asked; i++) {
      named += filter.groups(text(9_000 * groups + i)).cardinality();
    }
    assertThat(named / (double) (asked * groups)).isBetween(0.025, 0.036);
    assertThat(encoded.length).isEqualTo((int) CheckedPages.storedBytes(8 + 65_536 * 2));
  }

  @Test
  void foldsFiltersOfFewEntries() throws IOException {
    int groups = 3;
    for (int i = 0; i < 300; i++) {
      builder.add(FilterEntry.number(KEY, (byte) 3, i));
      if (i % 100 == 99) {
        builder.endGroup();
      }
    }
    byte[] encoded = encoded();
    assertThat(encoded.length).isLessThan(1_100);
    ValueFilter filter = filter(encoded, groups);
    int named = 0;
    for (int i = 0; i < 10_000; i++) {
      if (i < 300) {
        assertThat(filter.groups(FilterEntry.number(KEY, (byte) 3, i)).get(i / 100)).isTrue();
      }
      named += filter.groups(FilterEntry.number(KEY, (byte) 3, 1_000 + i)).cardinality();
    }
    assertThat(named).isLessThan(3 * 10_000 * 5 / 100);
  }

  @Test
  void takesNothingForNoGroups() throws IOException {
    assertThat(filter(encoded(), 0).groups(1)).isEqualTo(new java.util.BitSet());
  }

  @Test
  void refusesDamage() throws IOException {
    for (int group = 0; group < 20; group++) {
      for (int i = 0; i < 100; i++) {
        builder.add(random.nextLong());
      }
      builder.endGroup();
    }
    byte[] good = encoded();
    assertThatThrownBy(() -> filter(good, 19)).isInstanceOf(CorruptDataException.class);
    for (int i = 0; i < 2_000; i++) {
      byte[] damaged = good.clone();
      int at = random.nextInt(good.length);
      damaged[at] ^= (byte) (1 << random.nextInt(8));
      assertThatThrownBy(() -> askEverything(damaged)).isInstanceOf(CorruptDataException.class);
      assertThatThrownBy(() -> askEverything(Arrays.copyOf(good, at)))
          .isInstanceOf(CorruptDataException.class);
    }
  }

  private static void askEverything(byte[] encoded) throws IOException {
    ValueFilter filter = filter(encoded, 20);
    for (int i = 0; i < 1 << 16; i++) {
      filter.groups(i);
    }
  }

  @Test
  void entriesOfDifferentKindsDiffer() {
    Set<Long> entries = new HashSet<>();
    int count = 0;
    for (int key = 0; key < 30; key++) {
      entries.add(FilterEntry.other(key));
      for (int value = 0; value < 30; value++) {
        entries.add(FilterEntry.text(key, value));
        entries.add(FilterEntry.number(key, (byte) 2, value));
        entries.add(FilterEntry.number(key, (byte) 3, value));
        count += 3;
      }
    }
    assertThat(entries).hasSize(count + 30);
  }

  private static long text(int number) {
    return FilterEntry.text(KEY, hash(String.format("order-%012d", number)));
  }

  private static int hash(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    return ByteHash.of(bytes, 0, bytes.length);
  }

  private byte[] encoded() {
    ByteOutput target = new ByteOutput();
    builder.encode(target);
    return target.toArray();
  }

  private static ValueFilter filter(byte[] stored, int groups) throws IOException {
    return new ValueFilter(
        (offset, length) -> {
          if (offset + length > stored.length) {
            throw new CorruptDataException("cut");
          }
          return Arrays.copyOfRange(stored, (int) offset, (int) offset + length);
        },
        stored.length,
        groups);
  }
}
