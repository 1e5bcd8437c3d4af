// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.column;

/** A growing array of bytes, little-endian; reused. Not thread-safe. */
public final class ByteOutput {
  // add: putByte, putShort, putInt, putLong (little-endian), putVarint(long unsigned LEB128),
  // putZigzag(long), putBytes(byte[],int,int), size(), clear(), array(), toArray(),
  // setInt(int at, int value)
}
