// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.text;

/**
 * Go's {@code time.ParseDuration}: {@code 1.2s}, {@code 1h2m3.5s}, {@code 100ms}, {@code 500us}.
 */
public final class GoDuration {
  private static final long MOST = 1L << 63; // unsigned: what the least negative one has

  private final String text;
  private int at;
  private long nanos;

  private GoDuration(String text) {
    this.text = text;
  }

  /**
   * Nanoseconds of a duration.
   *
   * @throws IllegalArgumentException with Go's message
   */
  public static long parseNanos(String text) {
    return new GoDuration(text).parse();
  }

  private long parse() {
    boolean negative = false;
    if (!text.isEmpty() && (text.charAt(0) == '-' || text.charAt(0) == '+')) {
      negative = text.charAt(0) == '-';
      at = 1;
    }
    if (text.substring(at).equals("0")) {
      return 0;
    }
    if (at == text.length()) {
      throw invalid();
    }
    while (at < text.length()) {
      term();
    }
    if (nanos < 0 && !negative) {
      throw invalid();
    }
    return negative ? -nanos : nanos; // the least one is its own negative
  }

  /** One number with its unit. */
  private void term() {
    int start = at;
    long whole = digits();
    int wholeDigits = at - start;
    double fraction = 0;
    int fractionDigits = 0;
    if (at < text.length() && text.charAt(at) == '.') {
      int from = ++at;
      skipDigits();
      fractionDigits = at - from;
      fraction = fractionDigits == 0 ? 0 : Double.parseDouble("0." + text.substring(from, at));
    }
    if (wholeDigits + fractionDigits == 0) {
      throw invalid();
    }
    long unit = unit();
    if (Long.compareUnsigned(whole, Long.divideUnsigned(MOST, unit)) > 0) {
      throw invalid();
    }
    add(whole * unit);
    add((long) (fraction * unit));
  }

  private void add(long more) {
    if (Long.compareUnsigned(nanos, MOST - more) > 0) {
      throw invalid();
    }
    nanos += more;
  }

  private long digits() {
    long value = 0;
    for (; at < text.length() && isDigit(text.charAt(at)); at++) {
      int digit = text.charAt(at) - '0';
      if (Long.compareUnsigned(value, Long.divideUnsigned(MOST - digit, 10)) > 0) {
        throw invalid();
      }
      value = value * 10 + digit;
    }
    return value;
  }

  private void skipDigits() {
    while (at < text.length() && isDigit(text.charAt(at))) {
      at++;
    }
  }

  private long unit() {
    int start = at;
    while (at < text.length() && text.charAt(at) != '.' && !isDigit(text.charAt(at))) {
      at++;
    }
    String unit = text.substring(start, at);
    return switch (unit) {
      case "ns" -> 1L;
      case "us", "\u00b5s", "\u03bcs" -> 1_000L;
      case "ms" -> 1_000_000L;
      case "s" -> 1_000_000_000L;
      case "m" -> 60_000_000_000L;
      case "h" -> 3_600_000_000_000L;
      case "" ->
          throw new IllegalArgumentException(
              "time: missing unit in duration " + GoSyntax.quote(text));
      default ->
          throw new IllegalArgumentException(
              "time: unknown unit "
                  + GoSyntax.quote(unit)
                  + " in duration "
                  + GoSyntax.quote(text));
    };
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private IllegalArgumentException invalid() {
    return new IllegalArgumentException("time: invalid duration " + GoSyntax.quote(text));
  }
}
