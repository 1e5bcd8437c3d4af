// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.filter;

import io.spoor.codec.text.DecimalText;
import io.spoor.codec.text.GoDuration;
import io.spoor.codec.text.GoSyntax;
import io.spoor.codec.text.Rfc3339;
import io.spoor.model.SpanKind;
import io.spoor.model.StatusCode;
import io.spoor.model.filter.Operand.Constant;
import io.spoor.model.filter.Operand.Reference;
import io.spoor.model.filter.ValueType;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Reads constants as what they declare, or else as what they are compared with. */
final class Constants {
  private static final List<String> KINDS =
      Arrays.stream(SpanKind.values()).map(SpanKind::lowerCase).toList();
  private static final List<String> STATUSES =
      Arrays.stream(StatusCode.values()).map(code -> code.name().toLowerCase(Locale.ROOT)).toList();

  /**
   * A constant.
   *
   * @param type as declared, empty for none
   */
  static Constant read(String text, String type, Reference other) {
    try {
      return switch (type) {
        case "" -> undeclared(text, other.type());
        case "string" -> string(text, other.type());
        case "int" -> integer(text);
        case "double" -> real(text);
        case "bool" -> bool(text);
        default ->
            throw new IllegalArgumentException(
                "unknown type "
                    + GoSyntax.quote(type)
                    + ", must be string, int, double, bool or empty");
      };
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "constant beside " + other.inWords() + ": " + e.getMessage(), e);
    }
  }

  private static Constant undeclared(String text, ValueType other) {
    return switch (other) {
      case DURATION -> new Constant(text, other, GoDuration.parseNanos(text));
      case TIME -> new Constant(text, other, Rfc3339.parseUnixNano(text));
      case KIND, STATUS -> word(text, other);
      case ANY, STRING, INT, DOUBLE, BOOL -> new Constant(text, ValueType.ANY);
    };
  }

  private static Constant string(String text, ValueType other) {
    return other == ValueType.KIND || other == ValueType.STATUS
        ? word(text, other)
        : new Constant(text, ValueType.STRING);
  }

  private static Constant word(String text, ValueType type) {
    List<String> words = type == ValueType.KIND ? KINDS : STATUSES;
    if (!words.contains(text)) {
      throw new IllegalArgumentException(
          GoSyntax.quote(text) + " must be one of " + String.join(", ", words));
    }
    return new Constant(text, type);
  }

  private static Constant integer(String text) {
    GoSyntax.parseLong(text);
    return new Constant(text, ValueType.INT);
  }

  private static Constant real(String text) {
    if (!DecimalText.isNumber(text) || !Double.isFinite(Double.parseDouble(text))) {
      throw new IllegalArgumentException(
          "strconv.ParseFloat: parsing " + GoSyntax.quote(text) + ": no finite decimal number");
    }
    return new Constant(text, ValueType.DOUBLE);
  }

  private static Constant bool(String text) {
    GoSyntax.parseBool(text);
    return new Constant(text, ValueType.BOOL);
  }

  private Constants() {}
}
