// SPDX-License-Identifier: Apache-2.0
package io.spoor.query;

import java.util.Arrays;

/**
 * Finds the first element of an encoded array value.
 *
 * <p>An OTLP {@code AnyValue} of an array is nested messages, each a tag, a length and a content:
 *
 * <pre>
 * AnyValue.array_value (5) ► ArrayValue.values (1) ► AnyValue.string_value (1) ► text
 * </pre>
 *
 * <p>The adjusters need no other nested value, and this package must not know codecs.
 */
final class FirstArrayElement {
  private static final byte[] NONE = {};
  private static final int LENGTH_DELIMITED = 2;
  private static final int ARRAY_VALUE = 5 << 3 | LENGTH_DELIMITED;
  private static final int VALUES = 1 << 3 | LENGTH_DELIMITED;
  private static final int STRING_VALUE = 1 << 3 | LENGTH_DELIMITED;

  /**
   * The text of the first element; when it is no text, its encoded form, which compares as well.
   * Empty when there is no element, or the bytes are no array.
   */
  static byte[] of(byte[] anyValue) {
    byte[] element = content(content(anyValue, ARRAY_VALUE), VALUES);
    return element.length > 0 && element[0] == STRING_VALUE
        ? content(element, STRING_VALUE)
        : element;
  }

  /** The content of a message's first field when it has this tag, else nothing. */
  private static byte[] content(byte[] message, int tag) {
    if (message.length < 2 || message[0] != tag) {
      return NONE;
    }
    long length = 0;
    int at = 1;
    for (int shift = 0; at < message.length && shift < Integer.SIZE; shift += 7) {
      byte part = message[at++];
      length |= (part & 0x7fL) << shift;
      if (part >= 0) {
        return length <= message.length - at
            ? Arrays.copyOfRange(message, at, at + (int) length)
            : NONE;
      }
    }
    return NONE;
  }

  private FirstArrayElement() {}
}
