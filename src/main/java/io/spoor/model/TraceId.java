// SPDX-License-Identifier: Apache-2.0
package io.spoor.model;

/**
 * Identifier of a trace: 16 bytes, big-endian, as two longs.
 *
 * <p>Ordered as an unsigned 128-bit number. All zero is not a valid id (OTLP {@code
 * Span.trace_id}); {@link #isValid()} tells.
 */
public record TraceId(long high, long low) implements Comparable<TraceId> {

  /** Number of hexadecimal digits of the full form. */
  public static final int HEX_LENGTH = 32;

  /**
   * Parses 1 to 32 hexadecimal digits of either case; a short form is padded with zeros on the
   * left.
   *
   * @throws IllegalArgumentException when the text is empty, too long or has another character
   */
  public static TraceId fromHex(String hex) {
    int length = hex.length();
    if (length == 0 || length > HEX_LENGTH) {
      throw new IllegalArgumentException(
          "trace id must have 1 to 32 hexadecimal digits, had " + length);
    }
    int split = Math.max(0, length - 16);
    return new TraceId(Hex.parse(hex, 0, split), Hex.parse(hex, split, length));
  }

  /** Whether any bit is set. */
  public boolean isValid() {
    return (high | low) != 0;
  }

  /** The 32-digit lower-case form. */
  public String toHex() {
    return Hex.format(high) + Hex.format(low);
  }

  @Override
  public int compareTo(TraceId other) {
    int byHigh = Long.compareUnsigned(high, other.high);
    return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
  }

  @Override
  public String toString() {
    return toHex();
  }
}
