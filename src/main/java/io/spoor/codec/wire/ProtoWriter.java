// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.wire;

import io.spoor.model.StringTable;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Writes protobuf fields into an array of exactly the right size. Not thread-safe.
 *
 * <p>The same calls are made twice: the first time it only counts, and remembers the length of each
 * message in the order in which they were opened; after {@link #startWriting} it writes.
 */
public final class ProtoWriter {
  private static final VarHandle LITTLE_LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LITTLE_INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle BIG_LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final byte[] NO_BYTES = {};

  private boolean counting = true;
  private byte[] out = NO_BYTES;
  private int position;
  private int[] lengths = new int[256]; // of messages, in the order of open()
  private int messages;

  /** Ends counting; the same calls follow again. */
  public void startWriting() {
    out = new byte[position];
    counting = false;
    position = 0;
    messages = 0;
  }

  /** What was written. */
  public byte[] written() {
    return out;
  }

  /** Starts a message field; the result is for {@link #close}. */
  public int open(int tag) {
    varint(tag);
    int message = messages++;
    if (counting) {
      if (message == lengths.length) {
        lengths = Arrays.copyOf(lengths, 2 * message);
      }
      lengths[message] = position; // until close() knows better
    } else {
      varint(lengths[message]);
    }
    return message;
  }

  /** Ends a message field. */
  public void close(int message) {
    if (counting) {
      lengths[message] = position - lengths[message];
      varint(lengths[message]);
    }
  }

  /** Writes a field of one of the varint types; its default is left out. */
  public void varintField(int tag, long value) {
    if (value != 0) {
      varintAlways(tag, value);
    }
  }

  /** Writes a field of one of the varint types, be it its default. */
  public void varintAlways(int tag, long value) {
    varint(tag);
    varint(value);
  }

  /** Writes a field of eight bytes; its default is left out. */
  public void fixed64Field(int tag, long value) {
    if (value != 0) {
      fixed64Always(tag, value);
    }
  }

  /** Writes a field of eight bytes. */
  public void fixed64Always(int tag, long value) {
    varint(tag);
    int at = advance(Long.BYTES);
    if (!counting) {
      LITTLE_LONGS.set(out, at, value);
    }
  }

  /** Writes a field of four bytes; its default is left out. */
  public void fixed32Field(int tag, int value) {
    if (value != 0) {
      varint(tag);
      int at = advance(Integer.BYTES);
      if (!counting) {
        LITTLE_INTS.set(out, at, value);
      }
    }
  }

  /** Writes a trace id; none when it is all zero. */
  public void traceIdField(int tag, long high, long low) {
    if ((high | low) != 0) {
      varint(tag);
      varint(2L * Long.BYTES);
      bigEndian(high);
      bigEndian(low);
    }
  }

  /** Writes a span id; none when it is zero. */
  public void spanIdField(int tag, long id) {
    if (id != 0) {
      varint(tag);
      varint(Long.BYTES);
      bigEndian(id);
    }
  }

  private void bigEndian(long id) {
    int at = advance(Long.BYTES);
    if (!counting) {
      BIG_LONGS.set(out, at, id);
    }
  }

  /** Writes a string or bytes field; none when it is empty. */
  public void bytesField(int tag, StringTable strings, int index) {
    if (index != 0) {
      bytesAlways(tag, strings, index);
    }
  }

  /** Writes a string or bytes field, be it empty. */
  public void bytesAlways(int tag, StringTable strings, int index) {
    varint(tag);
    varint(strings.length(index));
    bytes(strings.array(index), strings.offset(index), strings.length(index));
  }

  /** Writes a string or bytes field from an array of its own; none when it is empty. */
  public void bytesField(int tag, byte[] content) {
    if (content.length > 0) {
      varint(tag);
      varint(content.length);
      bytes(content, 0, content.length);
    }
  }

  /** Writes bytes as they are. */
  public void bytes(byte[] source, int offset, int length) {
    int at = advance(length);
    if (!counting) {
      System.arraycopy(source, offset, out, at, length);
    }
  }

  private void varint(long value) {
    long left = value;
    while ((left & ~0x7fL) != 0) {
      put((byte) (left | 0x80));
      left >>>= 7;
    }
    put((byte) left);
  }

  private void put(byte value) {
    int at = advance(1);
    if (!counting) {
      out[at] = value;
    }
  }

  private int advance(int count) {
    int at = position;
    position = Math.addExact(at, count);
    return at;
  }
}
