// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.wire;

import io.spoor.codec.MalformedException;
import io.spoor.model.StringTableBuilder;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Reads Thrift out of an array, field by field, in one of its protocols. Not thread-safe.
 *
 * <pre>
 * int outer = in.enterStruct(depth);
 * for (int type = in.field(); type != ThriftReader.STOP; type = in.field()) {
 *   if (in.fieldId() == 1 &amp;&amp; type == ThriftReader.I64) … in.i64() … else in.skip(type, depth);
 * }
 * in.leaveStruct(outer);
 * </pre>
 *
 * <p>A struct lies in the array the same way wherever it stands, and no struct is the beginning of
 * another. A claimed length or size that reaches beyond the end is refused before anything is done
 * with it. Every method throws {@link MalformedException} with the offset, and nothing else, on bad
 * input.
 */
// Hot path: see docs/adr/0003-hand-written-protobuf-reader.md
public abstract class ThriftReader {
  /** Ends the fields of a struct. */
  public static final int STOP = 0;

  /** True or false. */
  public static final int BOOL = 2;

  /** One byte. */
  public static final int BYTE = 3;

  /** A double. */
  public static final int DOUBLE = 4;

  /** A number of 16 bits. */
  public static final int I16 = 6;

  /** A number of 32 bits, also an enum. */
  public static final int I32 = 8;

  /** A number of 64 bits. */
  public static final int I64 = 10;

  /** Text or bytes. */
  public static final int STRING = 11;

  /** A struct. */
  public static final int STRUCT = 12;

  /** Pairs. */
  public static final int MAP = 13;

  /** A list without order. */
  public static final int SET = 14;

  /** A list. */
  public static final int LIST = 15;

  /** Sixteen bytes. */
  public static final int UUID = 16;

  /** A message that is answered. */
  public static final int CALL = 1;

  /** A message that is not answered. */
  public static final int ONEWAY = 4;

  /** How many structs and lists may lie in one another, as Go's library has it. */
  public static final int MAX_DEPTH = 64;

  static final VarHandle LITTLE_LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  static final VarHandle BIG_LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  static final VarHandle BIG_INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  static final VarHandle BIG_SHORTS =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final int UUID_BYTES = 16;
  private static final byte[] NO_BYTES = {};

  // Where the reader is; and what the headers read last said.
  byte[] bytes = NO_BYTES;
  int position;
  int fieldId;
  int elementType;
  int keyType;
  int messageType;
  int nameStart;
  int nameLength;

  ThriftReader() {}

  /** Starts at the beginning of an array. */
  public void reset(byte[] newBytes) {
    bytes = newBytes;
    position = 0;
  }

  /** Starts somewhere in an array. */
  public final void reset(byte[] newBytes, int start) {
    reset(newBytes);
    position = start;
  }

  /** The array that is read. */
  public final byte[] bytes() {
    return bytes;
  }

  /** Where the next byte is read. */
  public final int position() {
    return position;
  }

  /** Starts a struct at this depth, the outermost at 0; returns what {@link #leaveStruct} takes. */
  public final int enterStruct(int depth) {
    if (depth > MAX_DEPTH) {
      throw malformed("structs nested deeper than " + MAX_DEPTH);
    }
    return enter();
  }

  abstract int enter();

  /** Ends a struct, after its fields. */
  public abstract void leaveStruct(int outer);

  /** Reads the head of a field: its type, or {@link #STOP}. */
  public abstract int field();

  /** Number of the field whose head was read last. */
  public final int fieldId() {
    return fieldId;
  }

  /** Reads true or false. */
  public abstract boolean bool();

  /** Reads a number of 16 bits. */
  public abstract int i16();

  /** Reads a number of 32 bits. */
  public abstract int i32();

  /** Reads a number of 64 bits. */
  public abstract long i64();

  /** Reads a double, as its bits. */
  public abstract long doubleBits();

  /** Reads the length of text or bytes, which are there. */
  public abstract int length();

  /** Reads the head of a list or set; returns its size, which so many bytes are there for. */
  public abstract int list();

  /** Reads the head of a list of structs; returns its size. */
  public final int structs() {
    int size = list();
    if (size > 0 && elementType != STRUCT) {
      throw malformed("list of type " + elementType + " instead of structs");
    }
    return size;
  }

  /** Type of the elements of the list whose head was read last, or of a map's values. */
  public final int elementType() {
    return elementType;
  }

  /** Reads the head of a map; returns its size, which so many bytes are there for. */
  abstract int map();

  /**
   * Reads the head of a message.
   *
   * @return its type, such as {@link #ONEWAY}
   */
  public abstract int message();

  /** Whether the message whose head was read last has this name, which is ASCII. */
  public final boolean isMessageName(String name) {
    if (name.length() != nameLength) {
      return false;
    }
    for (int i = 0; i < nameLength; i++) {
      if (bytes[nameStart + i] != name.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Reads text as a string of the body that {@code strings} has. */
  public final int text(StringTableBuilder strings) {
    int length = length();
    return strings.text(advance(length), length);
  }

  /** The same, where string {@code expected} is likely. */
  public final int text(StringTableBuilder strings, int expected) {
    int length = length();
    int at = advance(length);
    return strings.isText(expected, at, length) ? expected : strings.text(at, length);
  }

  /** Skips bytes; returns where they start. */
  public final int advance(int count) {
    int at = position;
    if (count > bytes.length - at) {
      throw malformed("truncated");
    }
    position = at + count;
    return at;
  }

  final int octet() {
    if (position >= bytes.length) {
      throw malformed("truncated");
    }
    return bytes[position++];
  }

  /** A length or size as it was claimed: that many bytes must be there. */
  final int checked(int claimed) {
    if (claimed < 0 || claimed > bytes.length - position) {
      throw malformed("size " + Integer.toUnsignedString(claimed) + " reaches beyond the end");
    }
    return claimed;
  }

  /** Skips a value of this type in a struct or list at this depth. */
  public final void skip(int type, int depth) {
    switch (type) {
      case BOOL -> bool();
      case BYTE -> octet();
      case I16 -> i16();
      case I32 -> i32();
      case I64 -> i64();
      case DOUBLE -> advance(Long.BYTES);
      case STRING -> advance(length());
      case UUID -> advance(UUID_BYTES);
      case STRUCT -> skipStruct(depth + 1);
      case LIST, SET -> skipList(depth + 1);
      case MAP -> skipMap(depth + 1);
      default -> throw malformed("type " + type);
    }
  }

  private void skipStruct(int depth) {
    int outer = enterStruct(depth);
    for (int type = field(); type != STOP; type = field()) {
      skip(type, depth);
    }
    leaveStruct(outer);
  }

  private void skipList(int depth) {
    int size = list();
    skipElements(size, elementType, depth);
  }

  private void skipElements(int size, int type, int depth) {
    if (depth > MAX_DEPTH) {
      throw malformed("lists nested deeper than " + MAX_DEPTH);
    }
    for (int i = 0; i < size; i++) {
      skip(type, depth);
    }
  }

  private void skipMap(int depth) {
    int size = map();
    int keys = keyType;
    int values = elementType;
    for (int i = 0; i < size; i++) {
      skipElements(1, keys, depth);
      skipElements(1, values, depth);
    }
  }

  /** What to throw, with the position reached. */
  public final MalformedException malformed(String what) {
    return new MalformedException("invalid Thrift at byte " + position + ": " + what);
  }
}
