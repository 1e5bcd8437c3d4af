// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.zipkin;

/** A text that is needed after the next was read. Not thread-safe. */
// Hot path: see docs/adr/0002-columns-at-the-door.md
final class TextCopy {
  private static final int KEPT_BYTES = 64 << 10;

  private byte[] bytes = new byte[256];
  private int length;

  void clear() {
    length = 0;
  }

  /** Forgets memory that a large text took. */
  void release() {
    length = 0;
    if (bytes.length > KEPT_BYTES) {
      bytes = new byte[256];
    }
  }

  void set(byte[] source, int offset, int newLength) {
    if (newLength > bytes.length) {
      bytes = new byte[Math.max(newLength, 2 * bytes.length)];
    }
    System.arraycopy(source, offset, bytes, 0, newLength);
    length = newLength;
  }

  byte[] array() {
    return bytes;
  }

  int length() {
    return length;
  }
}
