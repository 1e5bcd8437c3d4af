// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.text;

import java.util.regex.Pattern;

/** Decimal numbers: with or without sign, fraction and exponent, and nothing else. */
public final class DecimalText {
  private static final int MAX_LENGTH = 400; // of a number that a double can tell from others
  private static final Pattern DECIMAL =
      Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");

  /** Whether a text is a decimal number. */
  public static boolean isNumber(String text) {
    return text.length() <= MAX_LENGTH && DECIMAL.matcher(text).matches();
  }

  private DecimalText() {}
}
