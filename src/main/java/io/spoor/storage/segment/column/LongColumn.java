// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.column;

/**
 * Whole numbers as bytes: the smallest of constant, packed in small frames of reference, one byte
 * each and compressed, or as they are. Says itself which it chose.
 */
public final class LongColumn {

  /** Appends the encoded form of {@code values[0, count)}. */
  public static void encode(long[] values, int count, ByteOutput target) {
    throw new UnsupportedOperationException();
  }

  /** Reads {@code count} values. */
  public static long[] decode(ByteInput source, int count) throws CorruptDataException {
    throw new UnsupportedOperationException();
  }

  private LongColumn() {}
}
