// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.zipkin;

import io.spoor.model.StringTableBuilder;

/** Writes addresses as text: dotted, and as RFC 5952 has it. Not thread-safe. */
// Hot path: see docs/adr/0002-columns-at-the-door.md
final class AddressText {
  private static final byte[] DIGITS = {
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
  };
  private static final int IPV4_BYTES = 4;
  private static final int IPV6_BYTES = 16;
  private static final int GROUPS = 8;

  private final byte[] text = new byte[40];
  private int size;

  /** Index of the text of an address of 4 bytes; 0 for any other length. */
  int ipv4(byte[] bytes, int offset, int length, StringTableBuilder strings) {
    if (length != IPV4_BYTES) {
      return 0;
    }
    size = 0;
    dotted(bytes, offset);
    return strings.text(text, 0, size);
  }

  /** The same, for an address in one number. */
  int ipv4(int address, StringTableBuilder strings) {
    size = 0;
    for (int shift = 24; shift >= 0; shift -= 8) {
      octet(address >>> shift & 0xff);
      if (shift > 0) {
        text[size++] = '.';
      }
    }
    return strings.text(text, 0, size);
  }

  private void dotted(byte[] bytes, int offset) {
    for (int i = 0; i < IPV4_BYTES; i++) {
      if (i > 0) {
        text[size++] = '.';
      }
      octet(bytes[offset + i] & 0xff);
    }
  }

  private void octet(int value) {
    if (value >= 100) {
      text[size++] = DIGITS[value / 100];
    }
    if (value >= 10) {
      text[size++] = DIGITS[value / 10 % 10];
    }
    text[size++] = DIGITS[value % 10];
  }

  /** Index of the text of an address of 16 bytes, or of 4; 0 for any other length. */
  int ipv6(byte[] bytes, int offset, int length, StringTableBuilder strings) {
    if (length != IPV6_BYTES) {
      return ipv4(bytes, offset, length, strings);
    }
    size = 0;
    if (isMapped(bytes, offset)) {
      dotted(bytes, offset + IPV6_BYTES - IPV4_BYTES);
    } else {
      groups(bytes, offset);
    }
    return strings.text(text, 0, size);
  }

  /** Whether it is an IPv4 address, as ::ffff:1.2.3.4. */
  private static boolean isMapped(byte[] bytes, int offset) {
    for (int i = 0; i < 10; i++) {
      if (bytes[offset + i] != 0) {
        return false;
      }
    }
    return bytes[offset + 10] == -1 && bytes[offset + 11] == -1;
  }

  private void groups(byte[] bytes, int offset) {
    int zeros = longestZeros(bytes, offset); // start << 8 | length
    int zeroStart = zeros >>> 8;
    int zeroEnd = zeroStart + (zeros & 0xff);
    for (int i = 0; i < GROUPS; i++) {
      if (i >= zeroStart && i < zeroEnd) {
        if (i == zeroStart) {
          text[size++] = ':';
          text[size++] = ':';
        }
      } else {
        if (i > 0 && i != zeroEnd) {
          text[size++] = ':';
        }
        group(group(bytes, offset, i));
      }
    }
  }

  /** The first of the longest runs of two zero groups or more. */
  private static int longestZeros(byte[] bytes, int offset) {
    int best = 0;
    int run = 0;
    for (int i = 0; i < GROUPS; i++) {
      run = group(bytes, offset, i) == 0 ? run + 1 : 0;
      if (run > 1 && run > (best & 0xff)) {
        best = ((i - run + 1) << 8) | run;
      }
    }
    return best;
  }

  private static int group(byte[] bytes, int offset, int index) {
    return (bytes[offset + 2 * index] & 0xff) << 8 | (bytes[offset + 2 * index + 1] & 0xff);
  }

  private void group(int value) {
    boolean started = false;
    for (int shift = 12; shift >= 0; shift -= 4) {
      int digit = value >>> shift & 15;
      started |= digit != 0 || shift == 0;
      if (started) {
        text[size++] = DIGITS[digit];
      }
    }
  }
}
