// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.otlp;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Numbers and text as Go's {@code encoding/json} writes them, which is what Jaeger shows. */
final class GoJson {
  private static final int MAX_DIGITS = 17; // tell any two doubles apart
  private static final int FIRST_LARGE_EXPONENT = 21;
  private static final int LAST_SMALL_EXPONENT = -7;
  private static final String HEX = "0123456789abcdef";

  /** A finite number in the fewest digits that tell it from every other. */
  static String number(double value) {
    if (value == 0) {
      return 1 / value < 0 ? "-0" : "0";
    }
    BigDecimal shortest = shortest(Math.abs(value)).stripTrailingZeros();
    int exponent = shortest.precision() - shortest.scale() - 1;
    String sign = value < 0 ? "-" : "";
    if (exponent >= FIRST_LARGE_EXPONENT || exponent <= LAST_SMALL_EXPONENT) {
      return sign + scientific(shortest.unscaledValue().toString(), exponent);
    }
    return sign + shortest.toPlainString();
  }

  private static String scientific(String digits, int exponent) {
    String fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
    return digits.charAt(0) + fraction + "e" + (exponent < 0 ? "" : "+") + exponent;
  }

  /** {@code Double.toString} has a digit too many now and then before Java 19. */
  private static BigDecimal shortest(double value) {
    BigDecimal exact = new BigDecimal(value);
    int digits = Math.min(MAX_DIGITS, new BigDecimal(Double.toString(value)).precision());
    BigDecimal shortest = round(exact, digits);
    for (int fewer = digits - 1; fewer > 0; fewer--) {
      BigDecimal candidate = round(exact, fewer);
      if (candidate.doubleValue() != value) {
        return shortest;
      }
      shortest = candidate;
    }
    return shortest;
  }

  private static BigDecimal round(BigDecimal exact, int digits) {
    return exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
  }

  /** Appends text in quotes; characters that HTML gives a meaning to are escaped. */
  static void quote(String text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"', '\\' -> out.append('\\').append(c);
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        case '\b' -> out.append("\\b");
        case '\f' -> out.append("\\f");
        case '<', '>', '&', '\u2028', '\u2029' -> escape(c, out);
        default -> {
          if (c < ' ') {
            escape(c, out);
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }

  private static void escape(char c, StringBuilder out) {
    out.append("\\u");
    for (int shift = 12; shift >= 0; shift -= 4) {
      out.append(HEX.charAt(c >>> shift & 15));
    }
  }

  private GoJson() {}
}
