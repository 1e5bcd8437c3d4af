// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.column;

import static org.assertj.core.api.Assertions.assertThat;

import io.spoor.TestSeed;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Random;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

class LongColumnTest {
  private static final int[] COUNTS = {0, 1, 2, 63, 64, 127, 128, 129, 1000, 4096};

  private final Random random = TestSeed.random();

  @Test
  void returnsValuesOfEveryWidth() throws CorruptDataException {
    for (int width = 1; width <= 64; width++) {
      int shift = 64 - width;
      assertReturned(() -> random.nextLong() >>> shift);
      assertReturned(() -> random.nextLong() >> shift);
    }
  }

  @Test
  void returnsExtremes() throws CorruptDataException {
    assertReturned(() -> random.nextBoolean() ? Long.MIN_VALUE : Long.MAX_VALUE);
    assertReturned(() -> Long.MIN_VALUE + random.nextInt(3));
    assertReturned(() -> Long.MAX_VALUE - random.nextInt(3));
    assertReturned(() -> random.nextInt(100) == 0 ? random.nextLong() : 7);
    assertReturned(() -> -1);
  }

  @Test
  void findsEachByteAmongAllBytes() {
    byte[] all = new byte[3 * 256 + 5];
    random.nextBytes(all);
    for (int value = 0; value < 256; value++) {
      all[value] = (byte) value;
    }
    for (int value = 0; value < 256; value++) {
      BitSet expected = new BitSet();
      for (int i = 0; i < all.length; i++) {
        expected.set(i, all[i] == (byte) value);
      }
      assertThat(BitSet.valueOf(LongSearch.equalTo(all, (byte) value))).isEqualTo(expected);
    }
  }

  @Test
  void packsEqualValuesIntoAFewBytes() {
    assertThat(encoded(filled(4096, () -> -1_000_000)).length).isLessThan(6);
  }

  @Test
  void packsARepeatingPatternOfCodesIntoAFewBytes() {
    int[] next = {0};
    assertThat(encoded(filled(4096, () -> next[0]++ % 20)).length).isLessThan(100);
  }

  @Test
  void packsAFewDistinctNumbersAsIfTheyWereSmall() throws CorruptDataException {
    assertThat(encoded(filled(4096, () -> random.nextInt(50) == 0 ? 500 : 200)).length)
        .isLessThan(400);
    for (int distinct = 2; distinct <= 20; distinct++) {
      long[] some = filled(distinct, random::nextLong);
      assertReturned(() -> some[random.nextInt(some.length)]);
    }
  }

  @Test
  void packsNumbersInTheBitsThatTheyNeed() {
    long base = 1_700_000_000_000_000_000L;
    long[] values = filled(4096, () -> base + random.nextInt(1 << 20));
    assertThat(encoded(values).length).isBetween(4096 * 19 / 8, (4096 * 20 / 8) + (32 * 10) + 1);
  }

  @Test
  void takesNoMoreThanTheValuesThemselvesWhereNothingHelps() {
    assertThat(encoded(filled(4096, random::nextLong)).length).isLessThanOrEqualTo(8 * 4096 + 1);
  }

  @Test
  void appendsBehindWhatIsThere() throws CorruptDataException {
    ByteOutput target = new ByteOutput();
    long[] codes = filled(500, () -> random.nextInt(4));
    long[] words = filled(300, random::nextLong);
    LongColumn.encode(codes, 500, target);
    LongColumn.encode(words, 300, target);

    ByteInput source = new ByteInput(target.toArray());
    assertThat(LongColumn.decode(source, 500)).isEqualTo(codes);
    assertThat(LongColumn.decode(source, 300)).isEqualTo(words);
    assertThat(source.remaining()).isZero();
  }

  @Test
  void reportsDamageOnly() {
    LongSupplier[] shapes = {
      () -> 5, () -> random.nextInt(3), () -> random.nextInt(70_000), random::nextLong
    };
    for (LongSupplier shape : shapes) {
      byte[] good = encoded(filled(300, shape));
      Damage.each(good, random, source -> LongColumn.decode(source, 300));
    }
  }

  private void assertReturned(LongSupplier shape) throws CorruptDataException {
    for (int count : COUNTS) {
      long[] values = filled(count, shape);
      ByteInput source = new ByteInput(encoded(values));
      assertThat(LongColumn.decode(source, count)).isEqualTo(values);
      assertThat(source.remaining()).isZero();
      assertFound(values);
    }
  }

  private void assertFound(long[] values) throws CorruptDataException {
    long any = values.length == 0 ? 5 : values[random.nextInt(values.length)];
    for (long wanted : new long[] {any, any + 1, any - 1, any + 256, 0, -1, random.nextLong()}) {
      BitSet expected = new BitSet();
      for (int i = 0; i < values.length; i++) {
        expected.set(i, values[i] == wanted);
      }
      BitSet found = new BitSet();
      LongSearch.find(new ByteInput(encoded(values)), values.length, wanted, found);
      assertThat(found).as("%d among %d values", wanted, values.length).isEqualTo(expected);
    }
  }

  private static long[] filled(int count, LongSupplier shape) {
    long[] values = new long[count];
    Arrays.setAll(values, i -> shape.getAsLong());
    return values;
  }

  private static byte[] encoded(long[] values) {
    ByteOutput target = new ByteOutput();
    LongColumn.encode(values, values.length, target);
    return target.toArray();
  }
}
