// SPDX-License-Identifier: Apache-2.0
package io.spoor.model;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Well-formedness of UTF-8 (RFC 3629): no overlong forms, no surrogates, nothing above U+10FFFF.
 */
// Hot path: see docs/adr/0002-columns-at-the-door.md
public final class Utf8 {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long HIGH_BITS = 0x8080808080808080L;

  /** Whether {@code bytes[offset, offset + length)} is well-formed. */
  public static boolean isValid(byte[] bytes, int offset, int length) {
    int end = offset + length;
    int at = offset;
    while (at <= end - Long.BYTES && ((long) LONGS.get(bytes, at) & HIGH_BITS) == 0) {
      at += Long.BYTES; // most text is ASCII
    }
    while (at < end) {
      int next = bytes[at] >= 0 ? at + 1 : afterSequence(bytes, at, end);
      if (next < 0) {
        return false;
      }
      at = next;
    }
    return true;
  }

  /** The position after the multi-byte sequence at {@code at}, or -1 when it is malformed. */
  private static int afterSequence(byte[] bytes, int at, int end) {
    int lead = bytes[at] & 0xff;
    int trailing = lead >= 0xf0 ? 3 : lead >= 0xe0 ? 2 : 1;
    if (lead < 0xc2 || lead > 0xf4 || end - at <= trailing) {
      return -1;
    }
    int second = bytes[at + 1] & 0xff;
    if (second < lowestSecond(lead) || second > highestSecond(lead)) {
      return -1;
    }
    for (int i = 2; i <= trailing; i++) {
      if ((bytes[at + i] & 0xc0) != 0x80) {
        return -1;
      }
    }
    return at + trailing + 1;
  }

  private static int lowestSecond(int lead) {
    return lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80; // below: overlong
  }

  private static int highestSecond(int lead) {
    return lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf; // above: surrogate, or too large
  }

  private Utf8() {}
}
