// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.column;

/**
 * Reads bytes of a page, little-endian, and checks every bound. Not thread-safe.
 *
 * <p>All methods throw {@link CorruptDataException} where the bytes end too early or make no sense.
 */
public final class ByteInput {
  // add: ByteInput(byte[] array, int from, int to); getByte.. getVarint, getZigzag, getBytes(...),
  // remaining(), position(), slice(int length)
}
