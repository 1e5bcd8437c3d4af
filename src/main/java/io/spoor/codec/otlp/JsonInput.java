// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.otlp;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.spoor.codec.MalformedException;
import io.spoor.model.Hex;
import java.io.IOException;
import java.math.BigInteger;
import java.util.Base64;

/**
 * Reads JSON by the rules of protobuf: null is a field's default, numbers may be strings. Each
 * method that reads a value expects the parser on its first token, and leaves it on its last.
 */
final class JsonInput {
  private static final long UINT32_MAX = 0xffff_ffffL;
  private static final double LARGEST_EXACT = 1L << 53;

  private final JsonParser parser;

  JsonInput(JsonParser parser) {
    this.parser = parser;
  }

  /** Moves to the first value; it and all others are followed by {@link #end}. */
  void start() throws IOException {
    if (parser.nextToken() == null) {
      throw malformed("no value");
    }
  }

  /** Checks that nothing follows. */
  void end() throws IOException {
    if (parser.nextToken() != null) {
      throw malformed("more than one value");
    }
  }

  /** Whether there is an object, to be read with {@link #nextField}; false for null. */
  boolean isObject() {
    return is(JsonToken.START_OBJECT, "an object");
  }

  /** Whether there is an array, to be read with {@link #nextElement}; false for null. */
  boolean isArray() {
    return is(JsonToken.START_ARRAY, "an array");
  }

  private boolean is(JsonToken expected, String name) {
    if (parser.currentToken() == JsonToken.VALUE_NULL) {
      return false;
    }
    if (parser.currentToken() != expected) {
      throw malformed("expected " + name);
    }
    return true;
  }

  /** Moves to the value of the object's next field; false at its end. */
  boolean nextField() throws IOException {
    if (parser.nextToken() == JsonToken.END_OBJECT) {
      return false;
    }
    parser.nextToken();
    return true;
  }

  /** Name of the field whose value is to be read. */
  String field() throws IOException {
    return parser.currentName();
  }

  /** Moves to the array's next element; false at its end. */
  boolean nextElement() throws IOException {
    return parser.nextToken() != JsonToken.END_ARRAY;
  }

  /** Skips the value, however large. */
  void skip() throws IOException {
    parser.skipChildren();
  }

  boolean isNull() {
    return parser.currentToken() == JsonToken.VALUE_NULL;
  }

  String text() throws IOException {
    if (isNull()) {
      return "";
    }
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      throw malformed("expected a string");
    }
    return parser.getText();
  }

  boolean bool() {
    return switch (parser.currentToken()) {
      case VALUE_TRUE -> true;
      case VALUE_FALSE, VALUE_NULL -> false;
      default -> throw malformed("expected true or false");
    };
  }

  long int64() throws IOException {
    BigInteger number = integer();
    if (number.bitLength() >= Long.SIZE) {
      throw malformed("number beyond 64 bits");
    }
    return number.longValue();
  }

  long uint64() throws IOException {
    BigInteger number = integer();
    if (number.signum() < 0 || number.bitLength() > Long.SIZE) {
      throw malformed("number not in the range of 64 bits unsigned");
    }
    return number.longValue();
  }

  int uint32() throws IOException {
    long number = int64();
    if (number < 0 || number > UINT32_MAX) {
      throw malformed("number not in the range of 32 bits unsigned");
    }
    return (int) number;
  }

  /** The number of an enum, or that of one of its names, which count from 0 after this prefix. */
  int enumeration(String prefix, String... names) throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_STRING) {
      String text = parser.getText();
      for (int number = 0; number < names.length; number++) {
        if (text.length() == prefix.length() + names[number].length()
            && text.startsWith(prefix)
            && text.endsWith(names[number])) {
          return number;
        }
      }
    }
    long number = int64();
    if (number != (int) number) {
      throw malformed("enum number beyond 32 bits");
    }
    return (int) number;
  }

  private BigInteger integer() throws IOException {
    return switch (parser.currentToken()) {
      case VALUE_NUMBER_INT ->
          parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
              ? parser.getBigIntegerValue()
              : BigInteger.valueOf(parser.getLongValue());
      case VALUE_NUMBER_FLOAT -> integral(parser.getDoubleValue());
      case VALUE_STRING -> integerOf(parser.getText());
      case VALUE_NULL -> BigInteger.ZERO;
      default -> throw malformed("expected an integer");
    };
  }

  /** Protobuf allows 1.0 and 1e3 as integers. */
  private BigInteger integral(double number) {
    if (number != Math.rint(number) || Math.abs(number) > LARGEST_EXACT) {
      throw malformed("expected an integer");
    }
    return BigInteger.valueOf((long) number);
  }

  private BigInteger integerOf(String text) {
    int digits = text.startsWith("-") ? text.length() - 1 : text.length();
    if (digits < 1
        || digits > 20
        || !text.chars().skip(text.length() - digits).allMatch(this::isDigit)) {
      throw malformed("expected an integer of 64 bits");
    }
    return new BigInteger(text);
  }

  private boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  double real() throws IOException {
    double number =
        switch (parser.currentToken()) {
          case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
          case VALUE_NULL -> 0;
          case VALUE_STRING -> {
            String text = parser.getText();
            yield switch (text) {
              case "NaN" -> Double.NaN;
              case "Infinity" -> Double.POSITIVE_INFINITY;
              case "-Infinity" -> Double.NEGATIVE_INFINITY;
              default -> finite(parseReal(text));
            };
          }
          default -> throw malformed("expected a number");
        };
    return parser.currentToken() == JsonToken.VALUE_STRING ? number : finite(number);
  }

  private double parseReal(String text) {
    if (text.isEmpty() || !text.chars().allMatch(c -> isDigit(c) || "+-.eE".indexOf(c) >= 0)) {
      throw malformed("expected a number");
    }
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw malformed("expected a number");
    }
  }

  private double finite(double number) {
    if (Double.isInfinite(number)) {
      throw malformed("number beyond the range of a double");
    }
    return number;
  }

  /** Base64 of either alphabet, padded or not. */
  byte[] base64() throws IOException {
    try {
      return Base64.getDecoder().decode(text().replace('-', '+').replace('_', '/'));
    } catch (IllegalArgumentException e) {
      throw malformed("expected base64");
    }
  }

  /** At most 16 digits of a hexadecimal text. */
  long hex(String text, int start, int end) {
    try {
      return Hex.parse(text, start, end);
    } catch (IllegalArgumentException e) {
      throw malformed("expected hexadecimal digits");
    }
  }

  MalformedException malformed(String what) {
    return new MalformedException(
        "invalid OTLP JSON at character "
            + Math.max(0, parser.currentTokenLocation().getCharOffset())
            + ": "
            + what);
  }
}
