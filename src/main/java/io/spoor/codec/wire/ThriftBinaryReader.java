// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.wire;

/** Reads Thrift's binary protocol; heads of messages in the strict form and in the old one. */
// Hot path: see docs/adr/0003-hand-written-protobuf-reader.md
public final class ThriftBinaryReader extends ThriftReader {
  private static final int VERSION_MASK = 0xffff0000;
  private static final int VERSION_1 = 0x80010000;
  private static final int FIELD_HEAD = 3;

  @Override
  int enter() {
    return 0;
  }

  @Override
  public void leaveStruct(int outer) {
    // nothing is remembered
  }

  @Override
  public int field() {
    int at = position;
    if (at < bytes.length && bytes[at] == STOP) {
      position = at + 1;
      return STOP;
    }
    advance(FIELD_HEAD);
    fieldId = (short) BIG_SHORTS.get(bytes, at + 1);
    return bytes[at];
  }

  @Override
  public boolean bool() {
    return octet() == 1;
  }

  @Override
  public int i16() {
    int at = advance(Short.BYTES);
    return (short) BIG_SHORTS.get(bytes, at);
  }

  @Override
  public int i32() {
    int at = advance(Integer.BYTES);
    return (int) BIG_INTS.get(bytes, at);
  }

  @Override
  public long i64() {
    int at = advance(Long.BYTES);
    return (long) BIG_LONGS.get(bytes, at);
  }

  @Override
  public long doubleBits() {
    return i64();
  }

  @Override
  public int length() {
    return checked(i32());
  }

  @Override
  public int list() {
    elementType = octet();
    return checked(i32());
  }

  @Override
  int map() {
    keyType = octet();
    elementType = octet();
    return checked(i32());
  }

  @Override
  public int message() {
    int first = i32();
    boolean strict = first < 0;
    if (strict && (first & VERSION_MASK) != VERSION_1) {
      throw malformed("version " + Integer.toHexString(first >>> 16));
    }
    nameLength = checked(strict ? i32() : first);
    nameStart = advance(nameLength);
    messageType = strict ? first & 0xff : octet();
    i32(); // its number
    return messageType;
  }
}
