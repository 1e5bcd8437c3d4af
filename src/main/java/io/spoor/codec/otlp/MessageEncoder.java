// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.otlp;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Encodes messages whose parts come one after another and whose lengths are known last, in scratch
 * memory that is used again. Not thread-safe.
 */
final class MessageEncoder {
  private static final int KEPT_BYTES = 64 << 10;

  private byte[] bytes = new byte[256];
  private int size;

  /** Forgets everything, and memory that a large value took. */
  void clear() {
    size = 0;
    if (bytes.length > KEPT_BYTES) {
      bytes = new byte[256];
    }
  }

  byte[] array() {
    return bytes;
  }

  int size() {
    return size;
  }

  void truncate(int newSize) {
    size = newSize;
  }

  /** Turns what was written from {@code start} on into a message field. */
  void wrap(int start, int tag) {
    int length = size - start;
    int header = 1 + varintSize(length);
    makeRoom(header);
    System.arraycopy(bytes, start, bytes, start + header, length);
    size = start;
    put(tag);
    varint(length);
    size = start + header + length;
  }

  /** Puts a key in front of what was written from {@code start} on. */
  void insertKey(int start, String key) {
    if (key.isEmpty()) {
      return;
    }
    byte[] text = key.getBytes(StandardCharsets.UTF_8);
    int header = 1 + varintSize(text.length) + text.length;
    int length = size - start;
    makeRoom(header);
    System.arraycopy(bytes, start, bytes, start + header, length);
    size = start;
    bytesField(AnyValueFields.KEY, text);
    size = start + header + length;
  }

  void bytesField(int tag, byte[] content) {
    put(tag);
    varint(content.length);
    makeRoom(content.length);
    System.arraycopy(content, 0, bytes, size, content.length);
    size += content.length;
  }

  void varintField(int tag, long value) {
    put(tag);
    varint(value);
  }

  void fixed64Field(int tag, long value) {
    put(tag);
    for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
      put((int) (value >>> shift));
    }
  }

  private void varint(long value) {
    long left = value;
    while ((left & ~0x7fL) != 0) {
      put((int) left | 0x80);
      left >>>= 7;
    }
    put((int) left);
  }

  private static int varintSize(int value) {
    return 1 + (31 - Integer.numberOfLeadingZeros(value | 1)) / 7;
  }

  private void put(int value) {
    makeRoom(1);
    bytes[size++] = (byte) value;
  }

  private void makeRoom(int count) {
    if (count > bytes.length - size) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, Math.addExact(size, count)));
    }
  }
}
