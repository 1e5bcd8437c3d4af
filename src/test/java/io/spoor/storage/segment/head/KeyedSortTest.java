// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.head;

import static org.assertj.core.api.Assertions.assertThat;

import io.spoor.TestSeed;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KeyedSortTest {

  @Test
  void sortsByUnsignedKeysAndKeepsTheOrderOfEqualOnes() {
    Random random = TestSeed.random();
    KeyedSort sort = new KeyedSort();
    for (int i = 0; i < 2_000; i++) {
      int size = random.nextInt(i % 100 == 0 ? 5_000 : 120);
      int from = random.nextInt(5);
      int shift = random.nextInt(64);
      long base = random.nextBoolean() ? 0 : random.nextLong();
      long[] keys = random.longs(size + 9).map(key -> base + (key >>> shift)).toArray();
      int[] values = IntStream.range(0, keys.length).toArray();
      long[] before = keys.clone();
      List<Integer> expected =
          IntStream.range(from, from + size)
              .boxed()
              .sorted(Comparator.comparing(value -> before[value] + Long.MIN_VALUE))
              .toList();

      sort.sort(keys, values, from, from + size);

      assertThat(IntStream.range(from, from + size).mapToObj(at -> values[at]).toList())
          .isEqualTo(expected);
      for (int at = 0; at < keys.length; at++) {
        assertThat(keys[at]).isEqualTo(before[values[at]]);
      }
    }
  }
}
