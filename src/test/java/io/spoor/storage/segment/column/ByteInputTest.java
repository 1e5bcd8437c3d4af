// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.column;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ByteInputTest {
  private static final long[] NUMBERS = {
    0, 1, -1, 127, 128, 300, -300, 1L << 35, Long.MAX_VALUE, Long.MIN_VALUE
  };

  @Test
  void readsWhatWasWritten() throws CorruptDataException {
    ByteOutput target = new ByteOutput(1);
    target.putByte(200);
    target.putShort(60_000);
    target.putInt(0x01020304);
    for (long number : NUMBERS) {
      target.putLong(number);
      target.putVarint(number);
      target.putZigzag(number);
    }
    target.putBytes(new byte[] {9, 8, 7}, 1, 2);
    target.setInt(3, -5);

    ByteInput source = new ByteInput(target.toArray());
    assertThat(source.getByte()).isEqualTo(200);
    assertThat(source.getShort()).isEqualTo(60_000);
    assertThat(source.getInt()).isEqualTo(-5);
    for (long number : NUMBERS) {
      assertThat(source.getLong()).isEqualTo(number);
      assertThat(source.getVarint()).isEqualTo(number);
      assertThat(source.getZigzag()).isEqualTo(number);
    }
    assertThat(source.slice(2).getBytes(2)).isEqualTo(new byte[] {8, 7});
    assertThat(source.remaining()).isZero();
  }

  @Test
  void putsTheLowestByteFirst() {
    ByteOutput target = new ByteOutput();
    target.putInt(0x01020304);
    assertThat(target.toArray()).containsExactly(4, 3, 2, 1);
  }

  @Test
  void reportsAnEndThatComesTooEarly() {
    ByteInput source = new ByteInput(new byte[10], 3, 4);
    assertCorrupt(source::getShort);
    assertCorrupt(source::getInt);
    assertCorrupt(source::getLong);
    assertCorrupt(() -> source.getBytes(2));
    assertCorrupt(() -> source.slice(2));
    assertCorrupt(() -> source.getBytes(-1));
    assertCorrupt(() -> source.skip(Integer.MIN_VALUE));
    assertThat(source.remaining()).isEqualTo(1);
  }

  @Test
  void reportsNumbersOfTooManyBits() {
    byte[] bytes = new byte[12];
    Arrays.fill(bytes, (byte) 0xff);
    assertCorrupt(() -> new ByteInput(bytes).getVarint());
    bytes[9] = 2;
    assertCorrupt(() -> new ByteInput(bytes).getVarint());
    assertCorrupt(() -> new ByteInput(new byte[] {-1, -1}).getVarint());
  }

  @Test
  void reportsCountsAboveTheirLimit() {
    ByteOutput target = new ByteOutput();
    target.putVarint(11);
    assertCorrupt(() -> new ByteInput(target.toArray()).getCount(10));
    target.clear();
    target.putVarint(-1);
    assertCorrupt(() -> new ByteInput(target.toArray()).getCount(Integer.MAX_VALUE));
  }

  private static void assertCorrupt(Reading reading) {
    assertThatThrownBy(reading::run).isInstanceOf(CorruptDataException.class);
  }

  private interface Reading {
    void run() throws CorruptDataException;
  }
}
