// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.wire;

import io.spoor.codec.MalformedException;
import io.spoor.model.StringTableBuilder;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Reads protobuf fields out of an array, as protobuf-java's {@code CodedInputStream} would: same
 * limits, same tolerance of overlong numbers and of unknown fields and groups.
 *
 * <p>{@link #enter} and {@link #leave} narrow it to the content of one message and back. Every
 * method throws {@link MalformedException} with the offset, and nothing else, on bad input.
 */
// Hot path: see docs/adr/0003-hand-written-protobuf-reader.md
public final class ProtoReader {
  /** How many messages and groups may lie in one another, as protobuf-java has it. */
  public static final int MAX_DEPTH = 100;

  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int LENGTH_DELIMITED = 2;
  private static final int GROUP_START = 3;
  private static final int GROUP_END = 4;
  private static final int FIXED32 = 5;

  private static final VarHandle LITTLE_LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LITTLE_INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle BIG_LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final byte[] NO_BYTES = {};

  private byte[] bytes = NO_BYTES;
  private int position;
  private int limit;

  /** Starts at the beginning of an array. */
  public void reset(byte[] newBytes) {
    reset(newBytes, 0, newBytes.length);
  }

  /** Starts at a range of an array. */
  public void reset(byte[] newBytes, int offset, int length) {
    bytes = newBytes;
    position = offset;
    limit = offset + length;
  }

  /** The array that is read. */
  public byte[] bytes() {
    return bytes;
  }

  /** Where the next byte is read. */
  public int position() {
    return position;
  }

  /** End of the message under way. */
  public int limit() {
    return limit;
  }

  /** Whether the message under way has another field. */
  public boolean hasMore() {
    return position < limit;
  }

  /** Reads a length and narrows to that many bytes; returns what {@link #leave} takes. */
  public int enter(int depth) {
    return enter(length(), depth);
  }

  /** Narrows to so many bytes, of which there are enough; returns what {@link #leave} takes. */
  public int enter(int length, int depth) {
    if (depth > MAX_DEPTH) {
      throw malformed("messages nested deeper than " + MAX_DEPTH);
    }
    int outer = limit;
    limit = position + length;
    return outer;
  }

  /** Widens again, after the message was read to its end. */
  public void leave(int outer) {
    limit = outer;
  }

  /** Reads a field's tag: number and wire type. */
  public int tag() {
    if (position < limit) {
      int tag = bytes[position];
      if (tag >= 8) { // one byte, field number not 0
        position++;
        return tag;
      }
    }
    int tag = (int) varint();
    if (tag >>> 3 == 0) {
      throw malformed("field number 0");
    }
    return tag;
  }

  /** Reads a number of variable length. */
  public long varint() {
    if (position < limit) {
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
    int at = position;
    for (int shift = 0; shift < 64; shift += 7) {
      if (at >= limit) {
        throw malformed("truncated number");
      }
      byte next = bytes[at++];
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        position = at;
        return value;
      }
    }
    throw malformed("number of more than 10 bytes");
  }

  /** Reads the length of what follows, which lies within the message under way. */
  public int length() {
    int length = (int) varint();
    if (length < 0 || length > limit - position) {
      throw malformed("length " + Integer.toUnsignedString(length) + " reaches beyond the end");
    }
    return length;
  }

  /** Reads eight bytes, little-endian. */
  public long fixed64() {
    int at = advance(Long.BYTES);
    return (long) LITTLE_LONGS.get(bytes, at);
  }

  /** Reads four bytes, little-endian. */
  public int fixed32() {
    int at = advance(Integer.BYTES);
    return (int) LITTLE_INTS.get(bytes, at);
  }

  /** Eight bytes as one number, big-endian, as ids are written. */
  public long idAt(int at) {
    return (long) BIG_LONGS.get(bytes, at);
  }

  /** Reads a length-delimited field as a string of the body that {@code strings} has. */
  public int text(StringTableBuilder strings) {
    int length = length();
    return strings.text(advance(length), length);
  }

  /** The same, where string {@code expected} is likely. */
  public int text(StringTableBuilder strings, int expected) {
    int length = length();
    int at = advance(length);
    return strings.isText(expected, at, length) ? expected : strings.text(at, length);
  }

  /** Reads a length-delimited field as bytes of the body that {@code strings} has. */
  public int blob(StringTableBuilder strings) {
    int length = length();
    return strings.blob(advance(length), length);
  }

  /** Skips bytes; returns where they start. */
  public int advance(int count) {
    int at = position;
    if (count > limit - at) {
      throw malformed("truncated field");
    }
    position = at + count;
    return at;
  }

  /** Skips the field whose tag was just read, in a message at this depth. */
  public void skip(int tag, int depth) {
    switch (tag & 7) {
      case VARINT -> varint();
      case FIXED64 -> advance(Long.BYTES);
      case LENGTH_DELIMITED -> advance(length());
      case GROUP_START -> skipGroup(tag >>> 3, depth + 1);
      case FIXED32 -> advance(Integer.BYTES);
      default -> throw malformed("wire type " + (tag & 7) + " in tag " + tag);
    }
  }

  private void skipGroup(int field, int depth) {
    if (depth > MAX_DEPTH) {
      throw malformed("groups nested deeper than " + MAX_DEPTH);
    }
    int tag = tag();
    while ((tag & 7) != GROUP_END) {
      skip(tag, depth);
      tag = tag();
    }
    if (tag >>> 3 != field) {
      throw malformed("group " + field + " ended as " + (tag >>> 3));
    }
  }

  /** What to throw, with the position reached. */
  public MalformedException malformed(String what) {
    return new MalformedException("invalid protobuf at byte " + position + ": " + what);
  }
}
