// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.text;

/**
 * Parses plain values as Go's standard library does, with its words for what is wrong: Jaeger's
 * clients see those words.
 *
 * <p>All methods throw {@link IllegalArgumentException} with the message for the client.
 */
public final class GoSyntax {
  private static final int MAX_QUOTED = 200;

  /** {@code strconv.ParseInt} in base 10 with 64 bits. */
  public static long parseLong(String text) {
    checkDigits(text);
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw outOfRange(text);
    }
  }

  /** {@code strconv.ParseInt} in base 10 with 32 bits. */
  public static int parseInt(String text) {
    long value = parseLong(text);
    if (value != (int) value) {
      throw outOfRange(text);
    }
    return (int) value;
  }

  /** {@code strconv.ParseBool}. */
  public static boolean parseBool(String text) {
    return switch (text) {
      case "1", "t", "T", "true", "TRUE", "True" -> true;
      case "0", "f", "F", "false", "FALSE", "False" -> false;
      default ->
          throw new IllegalArgumentException(
              "strconv.ParseBool: parsing " + quote(text) + ": invalid syntax");
    };
  }

  /** {@code strconv.ParseFloat}, decimal numbers only. */
  public static double parseDouble(String text) {
    try {
      if (!text.isEmpty() && text.equals(text.strip()) && !text.endsWith("d")) {
        return Double.parseDouble(text);
      }
    } catch (NumberFormatException expected) {
      // said below, in Go's words
    }
    throw new IllegalArgumentException(
        "strconv.ParseFloat: parsing " + quote(text) + ": invalid syntax");
  }

  /** The text in double quotes, cut when it is long. */
  public static String quote(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    int length = Math.min(text.length(), MAX_QUOTED);
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c < ' ' || c == 0x7f) {
        quoted.append(String.format("\\x%02x", (int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append(length < text.length() ? "…\"" : "\"").toString();
  }

  private static void checkDigits(String text) {
    int from = !text.isEmpty() && (text.charAt(0) == '-' || text.charAt(0) == '+') ? 1 : 0;
    boolean digits = text.length() > from;
    for (int i = from; i < text.length(); i++) {
      digits &= text.charAt(i) >= '0' && text.charAt(i) <= '9';
    }
    if (!digits) {
      throw new IllegalArgumentException(
          "strconv.ParseInt: parsing " + quote(text) + ": invalid syntax");
    }
  }

  private static IllegalArgumentException outOfRange(String text) {
    return new IllegalArgumentException(
        "strconv.ParseInt: parsing " + quote(text) + ": value out of range");
  }

  private GoSyntax() {}
}
