// SPDX-License-Identifier: Apache-2.0
package io.spoor.loadtest;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Writes protobuf fields and remembers where the values lie that are to be patched later. */
final class ProtoWriter implements Encoded {
  private record Mark(Patch patch, int position) {}

  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int LENGTH_DELIMITED = 2;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final List<Mark> marks = new ArrayList<>();

  ProtoWriter varint(int field, long value) {
    tag(field, VARINT);
    writeVarint(value);
    return this;
  }

  ProtoWriter text(int field, String value) {
    return bytes(field, value.getBytes(StandardCharsets.UTF_8));
  }

  ProtoWriter message(int field, ProtoWriter message) {
    byte[] content = message.toBytes();
    tag(field, LENGTH_DELIMITED);
    writeVarint(content.length);
    int shift = bytes.size();
    message.marks.forEach(mark -> marks.add(new Mark(mark.patch, mark.position + shift)));
    bytes.writeBytes(content);
    return this;
  }

  /** A {@code bytes} field of {@code length} bytes to be patched. */
  ProtoWriter patchedBytes(int field, int length, Patch patch) {
    return patchedText(field, "", length, patch);
  }

  /** A text field that ends in {@code length} bytes to be patched. */
  ProtoWriter patchedText(int field, String prefix, int length, Patch patch) {
    bytes(field, (prefix + "0".repeat(length)).getBytes(StandardCharsets.UTF_8));
    marks.add(new Mark(patch, bytes.size() - length));
    return this;
  }

  /** A {@code fixed64} field to be patched. */
  ProtoWriter patchedFixed64(int field, Patch patch) {
    tag(field, FIXED64);
    marks.add(new Mark(patch, bytes.size()));
    bytes.writeBytes(new byte[Long.BYTES]);
    return this;
  }

  /**
   * A message of two numbers to be patched, as {@code Timestamp} and {@code Duration} are: each
   * takes five bytes, whatever its value.
   */
  ProtoWriter patchedTime(int field, Patch patch) {
    tag(field, LENGTH_DELIMITED);
    writeVarint(2 * (1 + PaddedVarint.SHORT));
    for (int number = 1; number <= 2; number++) {
      tag(number, VARINT);
      if (number == 1) {
        marks.add(new Mark(patch, bytes.size()));
      }
      bytes.writeBytes(PaddedVarint.zero(PaddedVarint.SHORT));
    }
    return this;
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

  private ProtoWriter bytes(int field, byte[] value) {
    tag(field, LENGTH_DELIMITED);
    writeVarint(value.length);
    bytes.writeBytes(value);
    return this;
  }

  private void tag(int field, int wireType) {
    writeVarint((long) field << 3 | wireType);
  }

  private void writeVarint(long value) {
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      bytes.write((int) (rest & 0x7F | 0x80));
      rest >>>= 7;
    }
    bytes.write((int) rest);
  }
}
