// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.column;

import java.util.Arrays;
import java.util.Random;

/** Cut and flipped bytes: a reader may find sense in them, or say that they are corrupt. */
final class Damage {
  private static final int MAX_PLACES = 3_000;

  interface Read {
    void from(ByteInput source) throws CorruptDataException;
  }

  /** Reads every shorter form, and forms with one bit flipped or one byte replaced. */
  static void each(byte[] good, Random random, Read reading) {
    int step = good.length / MAX_PLACES + 1;
    for (int at = 0; at < good.length; at += step) {
      read(Arrays.copyOf(good, at), reading);
      byte[] flipped = good.clone();
      flipped[at] ^= (byte) (1 << random.nextInt(8));
      read(flipped, reading);
      byte[] replaced = good.clone();
      replaced[at] = (byte) (random.nextBoolean() ? 0xff : random.nextInt(256));
      read(replaced, reading);
    }
  }

  private static void read(byte[] damaged, Read reading) {
    try {
      reading.from(new ByteInput(damaged));
    } catch (CorruptDataException expected) {
      // that is what it is for
    }
  }

  private Damage() {}
}
