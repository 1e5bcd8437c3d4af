// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.column;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spoor.TestSeed;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CheckedPagesTest {
  private static final int[] LENGTHS = {0, 1, 4_095, 4_096, 4_097, 8_192, 30_000};

  private final Random random = TestSeed.random();

  @Test
  void readsAnyPart() throws IOException {
    for (int length : LENGTHS) {
      byte[] bytes = noise(length);
      byte[] stored = stored(bytes);
      assertThat(CheckedPages.storedBytes(length)).isEqualTo(stored.length);
      assertThat(CheckedPages.lengthOf(stored.length)).isEqualTo(length);
      CheckedPages pages = pages(stored, length);
      assertThat(pages.read(0, length)).isEqualTo(bytes);
      for (int i = 0; i < 200; i++) {
        int from = random.nextInt(length + 1);
        int count = random.nextInt(length - from + 1);
        assertThat(pages.read(from, count))
            .isEqualTo(Arrays.copyOfRange(bytes, from, from + count));
      }
    }
  }

  @Test
  void refusesToReadBeyondTheEnd() {
    CheckedPages pages = pages(stored(noise(5_000)), 5_000);
    assertCorrupt(pages, 4_999, 2);
    assertCorrupt(pages, 5_001, 0);
    assertCorrupt(pages, -1, 1);
    assertCorrupt(pages, 0, -1);
    assertCorrupt(pages, Long.MAX_VALUE, 1);
  }

  @Test
  void findsEveryDamagedBitOfThePagesThatItReads() throws IOException {
    byte[] bytes = noise(3 * 4_096);
    byte[] stored = stored(bytes);
    for (int i = 0; i < 2_000; i++) {
      int at = random.nextInt(stored.length);
      byte[] damaged = stored.clone();
      damaged[at] ^= (byte) (1 << random.nextInt(8));
      int page = at / 4_100;
      assertCorrupt(pages(damaged, bytes.length), 4_096L * page + random.nextInt(4_096), 1);
      int other = (page + 1) % 3;
      assertThat(pages(damaged, bytes.length).read(4_096L * other, 4_096))
          .isEqualTo(Arrays.copyOfRange(bytes, 4_096 * other, 4_096 * (other + 1)));
    }
  }

  private static void assertCorrupt(CheckedPages pages, long offset, int count) {
    assertThatThrownBy(() -> pages.read(offset, count)).isInstanceOf(CorruptDataException.class);
  }

  private static CheckedPages pages(byte[] stored, int length) {
    return new CheckedPages(
        (offset, count) -> Arrays.copyOfRange(stored, (int) offset, (int) offset + count), length);
  }

  private static byte[] stored(byte[] bytes) {
    ByteOutput target = new ByteOutput();
    CheckedPages.append(bytes, 0, bytes.length, target);
    return target.toArray();
  }

  private byte[] noise(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
