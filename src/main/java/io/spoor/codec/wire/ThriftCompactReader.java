// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.wire;

/** Reads Thrift's compact protocol. */
// Hot path: see docs/adr/0003-hand-written-protobuf-reader.md
public final class ThriftCompactReader extends ThriftReader {
  private static final int PROTOCOL_ID = (byte) 0x82;
  private static final int VERSION = 1;
  private static final int TRUE = 1;
  private static final int FALSE = 2;
  private static final int LONG_SIZE = 15;

  /** By the type that the compact protocol writes: the type as all protocols have it. */
  private static final byte[] TYPES = {
    STOP, BOOL, BOOL, BYTE, I16, I32, I64, DOUBLE, STRING, LIST, SET, MAP, STRUCT, UUID
  };

  private int lastFieldId; // of the struct under way
  private int fieldBool; // the value of a field that is true or false lies in its head; 0 otherwise

  @Override
  public void reset(byte[] newBytes) {
    super.reset(newBytes);
    lastFieldId = 0;
    fieldBool = 0;
  }

  @Override
  int enter() {
    int outer = lastFieldId;
    lastFieldId = 0;
    return outer;
  }

  @Override
  public void leaveStruct(int outer) {
    lastFieldId = outer;
  }

  @Override
  public int field() {
    int head = octet();
    int compactType = head & 0x0f;
    if (compactType == STOP) {
      return STOP;
    }
    int delta = head >> 4 & 0x0f;
    fieldId = delta == 0 ? i16() : (short) (lastFieldId + delta);
    lastFieldId = fieldId;
    fieldBool = compactType <= FALSE ? compactType : 0;
    return type(compactType);
  }

  private int type(int compactType) {
    if (compactType >= TYPES.length) {
      throw malformed("type " + compactType);
    }
    return TYPES[compactType];
  }

  @Override
  public boolean bool() {
    if (fieldBool == 0) {
      return octet() == TRUE;
    }
    boolean value = fieldBool == TRUE;
    fieldBool = 0;
    return value;
  }

  @Override
  public int i16() {
    return (short) i32();
  }

  @Override
  public int i32() {
    int coded = (int) varint();
    return coded >>> 1 ^ -(coded & 1);
  }

  @Override
  public long i64() {
    long coded = varint();
    return coded >>> 1 ^ -(coded & 1);
  }

  @Override
  public long doubleBits() {
    int at = advance(Long.BYTES);
    return (long) LITTLE_LONGS.get(bytes, at);
  }

  @Override
  public int length() {
    return checked((int) varint());
  }

  @Override
  public int list() {
    int head = octet();
    int size = head >> 4 & 0x0f;
    elementType = type(head & 0x0f);
    fieldBool = 0;
    return checked(size == LONG_SIZE ? (int) varint() : size);
  }

  @Override
  int map() {
    int size = checked((int) varint());
    int types = size == 0 ? 0 : octet();
    keyType = type(types >> 4 & 0x0f);
    elementType = type(types & 0x0f);
    fieldBool = 0;
    return size;
  }

  @Override
  public int message() {
    if (octet() != PROTOCOL_ID) {
      throw malformed("no message of the compact protocol");
    }
    int head = octet();
    if ((head & 0x1f) != VERSION) {
      throw malformed("version " + (head & 0x1f));
    }
    messageType = head >> 5 & 0x07;
    varint(); // its number
    nameLength = length();
    nameStart = advance(nameLength);
    return messageType;
  }

  private long varint() {
    if (position < bytes.length) {
      int first = bytes[position];
      if (first >= 0) {
        position++;
        return first;
      }
    }
    return longVarint();
  }

  private long longVarint() {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      int next = octet();
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw malformed("number of more than 10 bytes");
  }
}
