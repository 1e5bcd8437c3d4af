// SPDX-License-Identifier: Apache-2.0
package io.spoor.loadtest;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Writes Thrift, binary or compact, and remembers where the values lie that are patched later. */
final class ThriftWriter implements Encoded {
  enum Type {
    BOOL(2, 1),
    I32(8, 5),
    I64(10, 6),
    STRING(11, 8),
    LIST(15, 9),
    STRUCT(12, 12);

    private final int binary;
    private final int compact;

    Type(int binary, int compact) {
      this.binary = binary;
      this.compact = compact;
    }
  }

  private record Mark(Patch patch, int position) {}

  private static final int ONEWAY = 4;

  private final boolean isCompact;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final List<Mark> marks = new ArrayList<>();
  private final Deque<Integer> outer = new ArrayDeque<>();
  private int lastField;

  ThriftWriter(boolean isCompact) {
    this.isCompact = isCompact;
  }

  /** Begins a message that is not answered; its arguments follow as a struct. */
  void message(String name) {
    if (isCompact) {
      bytes.write(0x82);
      bytes.write(1 | ONEWAY << 5);
      varint(0);
    } else {
      int32(0x80010000 | ONEWAY);
    }
    string(name);
    if (!isCompact) {
      int32(0);
    }
  }

  void beginStruct() {
    outer.push(lastField);
    lastField = 0;
  }

  void endStruct() {
    bytes.write(0);
    lastField = outer.pop();
  }

  void beginStruct(int field) {
    field(field, Type.STRUCT);
    beginStruct();
  }

  /** Begins a list of structs. */
  void list(int field, int size) {
    field(field, Type.LIST);
    if (!isCompact) {
      bytes.write(Type.STRUCT.binary);
      int32(size);
    } else if (size < 15) {
      bytes.write(size << 4 | Type.STRUCT.compact);
    } else {
      bytes.write(0xf0 | Type.STRUCT.compact);
      varint(size);
    }
  }

  void text(int field, String value) {
    field(field, Type.STRING);
    string(value);
  }

  /** Text that ends in {@code length} bytes to be patched. */
  void patchedText(int field, String prefix, int length, Patch patch) {
    text(field, prefix + "0".repeat(length));
    marks.add(new Mark(patch, bytes.size() - length));
  }

  void bool(int field, boolean value) {
    if (isCompact) {
      head(field, value ? 1 : 2);
    } else {
      field(field, Type.BOOL);
      bytes.write(value ? 1 : 0);
    }
  }

  void i32(int field, int value) {
    field(field, Type.I32);
    if (isCompact) {
      varint((long) value << 1 ^ value >> 31);
    } else {
      int32(value);
    }
  }

  void i64(int field, long value) {
    field(field, Type.I64);
    if (isCompact) {
      varint(value << 1 ^ value >> 63);
    } else {
      bytes.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(value).array());
    }
  }

  /** A number of 64 bits to be patched. */
  void patchedI64(int field, Patch patch) {
    unmarkedI64(field);
    int length = isCompact ? PaddedVarint.LONG : Long.BYTES;
    marks.add(new Mark(patch, bytes.size() - length));
  }

  /** A number of 64 bits to be patched with the one before it. */
  void unmarkedI64(int field) {
    field(field, Type.I64);
    bytes.writeBytes(isCompact ? PaddedVarint.zero(PaddedVarint.LONG) : new byte[Long.BYTES]);
  }

  private void field(int field, Type type) {
    if (isCompact) {
      head(field, type.compact);
    } else {
      bytes.write(type.binary);
      bytes.write(field >> 8);
      bytes.write(field);
    }
  }

  /** Fields come in rising order, a few apart. */
  private void head(int field, int compactType) {
    bytes.write(field - lastField << 4 | compactType);
    lastField = field;
  }

  private void string(String value) {
    byte[] text = value.getBytes(StandardCharsets.UTF_8);
    if (isCompact) {
      varint(text.length);
    } else {
      int32(text.length);
    }
    bytes.writeBytes(text);
  }

  private void int32(int value) {
    bytes.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(value).array());
  }

  private void varint(long value) {
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      bytes.write((int) (rest & 0x7F | 0x80));
      rest >>>= 7;
    }
    bytes.write((int) rest);
  }

  @Override
  public int size() {
    return bytes.size();
  }

  @Override
  public byte[] toBytes() {
    return bytes.toByteArray();
  }

  @Override
  public int[] positions(Patch patch) {
    return marks.stream().filter(mark -> mark.patch == patch).mapToInt(Mark::position).toArray();
  }
}
