// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.zipkin;

import io.spoor.codec.MalformedException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads JSON (RFC 8259) out of an array without making an object for anything in it.
 *
 * <pre>
 * if (in.startObject()) {          // false for null
 *   while (in.nextField()) {       // the name is the text that was read last
 *     … read or skip exactly one value …
 *   }
 * }
 * </pre>
 *
 * <p>Text need not be well-formed UTF-8; half a surrogate pair in an escape is U+FFFD. Not
 * thread-safe. Every method throws {@link MalformedException} with the offset, and nothing else, on
 * bad input.
 */
// Hot path: see docs/adr/0002-columns-at-the-door.md
final class JsonReader {
  /** How many arrays and objects may lie in one another. */
  static final int MAX_DEPTH = 200;

  private static final int END = -1;
  private static final byte[] NO_BYTES = {};
  private static final byte[] TRUE = {'t', 'r', 'u', 'e'};
  private static final byte[] FALSE = {'f', 'a', 'l', 's', 'e'};
  private static final byte[] NULL = {'n', 'u', 'l', 'l'};

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGH_BITS = 0x8080808080808080L;

  private byte[] bytes = NO_BYTES;
  private int position;
  private int limit;
  private int depth;
  private boolean first; // whether nothing was read of the array or object under way

  // The text that was read last.
  private byte[] textArray = NO_BYTES;
  private int textOffset;
  private int textLength;

  private final JsonText unescaped = new JsonText();

  /** Starts at the beginning of a document. */
  void reset(byte[] newBytes, int offset, int length) {
    bytes = newBytes;
    position = offset;
    limit = offset + length;
    depth = 0;
    first = false;
  }

  /** Forgets the document, and memory that a large text took. */
  void release() {
    reset(NO_BYTES, 0, 0);
    textArray = NO_BYTES;
    unescaped.release();
  }

  /** Where the next byte is read. */
  int position() {
    return position;
  }

  /** Checks that nothing but white space follows. */
  void end() {
    if (peek() != END) {
      throw malformed("more than one value");
    }
  }

  /** Starts an object, to be read with {@link #nextField}; false for null. */
  boolean startObject() {
    return start('{', "expected an object");
  }

  /** Starts an array, to be read with {@link #nextElement}; false for null. */
  boolean startArray() {
    return start('[', "expected an array");
  }

  private boolean start(char bracket, String expected) {
    int next = peek();
    if (next == bracket) {
      position++;
      if (++depth > MAX_DEPTH) {
        throw malformed("nested deeper than " + MAX_DEPTH);
      }
      first = true;
      return true;
    }
    if (isNull()) {
      return false;
    }
    throw malformed(expected);
  }

  /** Moves to the next field, and reads its name; false at the end of the object. */
  boolean nextField() {
    if (atEnd('}')) {
      return false;
    }
    if (peek() != '"') {
      throw malformed("expected a field name");
    }
    readString();
    if (peek() != ':') {
      throw malformed("expected a colon");
    }
    position++;
    return true;
  }

  /** Moves to the next element; false at the end of the array. */
  boolean nextElement() {
    return !atEnd(']');
  }

  private boolean atEnd(char bracket) {
    int next = peek();
    if (next == bracket) {
      position++;
      depth--;
      first = false;
      return true;
    }
    if (first) {
      first = false;
    } else if (next == ',') {
      position++;
    } else {
      throw malformed("expected a comma or " + bracket);
    }
    return false;
  }

  /** Reads null, if that is what follows. */
  boolean isNull() {
    if (peek() != 'n') {
      return false;
    }
    literal(NULL);
    return true;
  }

  /** Whether an object follows. */
  boolean isObject() {
    return peek() == '{';
  }

  /** Whether a string follows. */
  boolean isString() {
    return peek() == '"';
  }

  /** Reads a string, which {@link #array} has then; null is the empty string. */
  void text() {
    if (isNull()) {
      textLength = 0;
    } else if (isString()) {
      readString();
    } else {
      throw malformed("expected a string");
    }
  }

  /** Reads any value as text: a string by its content, null as nothing, all else as written. */
  void anyText() {
    int next = peek();
    if (next == '"' || next == 'n') {
      text();
      return;
    }
    int start = position;
    skip();
    textArray = bytes;
    textOffset = start;
    textLength = position - start;
  }

  /** Reads true or false, or one of them in a string; null is false. */
  boolean bool() {
    int next = peek();
    switch (next) {
      case 't' -> literal(TRUE);
      case 'f' -> literal(FALSE);
      case 'n' -> literal(NULL);
      case '"' -> readString();
      default -> throw malformed("expected true or false");
    }
    return next == 't' || (next == '"' && isText(TRUE));
  }

  /**
   * Reads an integer; a fraction is cut off, and what is beyond 64 bits becomes the nearest that is
   * not. A string with a number is one; null and the empty string are 0.
   */
  long integer() {
    if (isNull()) {
      return 0;
    }
    int start;
    int end;
    byte[] source;
    if (isString()) {
      readString();
      source = textArray;
      start = textOffset;
      end = start + textLength;
      if (textLength == 0) {
        return 0;
      }
    } else {
      source = bytes;
      start = position;
      skipNumber();
      end = position;
    }
    return number(source, start, end);
  }

  private long number(byte[] source, int start, int end) {
    boolean negative = source[start] == '-';
    int at = negative ? start + 1 : start;
    if (end - at > 18 || at == end) {
      return real(source, start, end);
    }
    long value = 0;
    for (; at < end; at++) {
      int digit = source[at] - '0';
      if (digit < 0 || digit > 9) {
        return real(source, start, end);
      }
      value = value * 10 + digit;
    }
    return negative ? -value : value;
  }

  /** Rare: a number with a fraction or an exponent, or a very large one. */
  private long real(byte[] source, int start, int end) {
    String text = new String(source, start, end - start, StandardCharsets.ISO_8859_1);
    for (int i = 0; i < text.length(); i++) {
      if ("+-.eE0123456789".indexOf(text.charAt(i)) < 0) {
        throw malformed("expected a number"); // Java would take hexadecimal and NaN
      }
    }
    try {
      return (long) Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw malformed("expected a number");
    }
  }

  /** Skips a value, however large. */
  void skip() {
    switch (peek()) {
      case '{' -> skipObject();
      case '[' -> skipArray();
      case '"' -> readString();
      case 't' -> literal(TRUE);
      case 'f' -> literal(FALSE);
      case 'n' -> literal(NULL);
      default -> skipNumber();
    }
  }

  private void skipObject() {
    startObject();
    while (nextField()) {
      skip();
    }
  }

  private void skipArray() {
    startArray();
    while (nextElement()) {
      skip();
    }
  }

  private void skipNumber() {
    int at = position;
    if (at < limit && bytes[at] == '-') {
      at++;
    }
    int integral = afterDigits(at);
    if (integral == at || (bytes[at] == '0' && integral > at + 1)) {
      throw malformed("expected a value");
    }
    at = integral;
    if (at < limit && bytes[at] == '.') {
      at = afterRequiredDigits(at + 1);
    }
    position = at < limit && (bytes[at] | 0x20) == 'e' ? afterExponent(at + 1) : at;
  }

  private int afterExponent(int at) {
    boolean signed = at < limit && (bytes[at] == '+' || bytes[at] == '-');
    return afterRequiredDigits(signed ? at + 1 : at);
  }

  private int afterRequiredDigits(int start) {
    int at = afterDigits(start);
    if (at == start) {
      throw malformed("expected a digit");
    }
    return at;
  }

  private int afterDigits(int start) {
    int at = start;
    while (at < limit && bytes[at] >= '0' && bytes[at] <= '9') {
      at++;
    }
    return at;
  }

  private void literal(byte[] expected) {
    for (byte letter : expected) {
      if (position >= limit || bytes[position] != letter) {
        throw malformed("expected a value");
      }
      position++;
    }
  }

  /** The next byte that is not white space; it is not read. */
  private int peek() {
    int at = position;
    while (at < limit) {
      int next = bytes[at];
      if (next != ' ' && next != '\n' && next != '\r' && next != '\t') {
        position = at;
        return next;
      }
      at++;
    }
    position = at;
    return END;
  }

  /** Reads a string, on whose quote the reader stands. */
  private void readString() {
    int start = position + 1;
    int at = plainEnd(start);
    if (bytes[at] == '"') {
      textArray = bytes;
      textOffset = start;
      textLength = at - start;
      position = at + 1;
      return;
    }
    unescaped.clear();
    readEscaped(start, at);
    textArray = unescaped.array();
    textOffset = 0;
    textLength = unescaped.size();
  }

  /** Position of the first byte that is a quote or a backslash. */
  private int plainEnd(int start) {
    int at = start;
    while (at <= limit - Long.BYTES) {
      long word = (long) LONGS.get(bytes, at);
      long special =
          zeroBytes(word ^ ONES * '"')
              | zeroBytes(word ^ ONES * '\\')
              | (word - ONES * ' ' & ~word & HIGH_BITS);
      if (special != 0) {
        at += Long.numberOfTrailingZeros(special) >>> 3;
        break;
      }
      at += Long.BYTES;
    }
    while (at < limit && bytes[at] != '"' && bytes[at] != '\\') {
      if (bytes[at] >= 0 && bytes[at] < ' ') {
        position = at;
        throw malformed("control character in a string");
      }
      at++;
    }
    if (at >= limit) {
      position = limit;
      throw malformed("unterminated string");
    }
    return at;
  }

  /** The lowest bit set is that of the first byte that is zero. */
  private static long zeroBytes(long word) {
    return word - ONES & ~word & HIGH_BITS;
  }

  private void readEscaped(int start, int firstEscape) {
    int from = start;
    int at = firstEscape;
    while (bytes[at] == '\\') {
      unescaped.append(bytes, from, at);
      from = unescaped.appendEscape(bytes, at + 1, limit);
      if (from == JsonText.MALFORMED) {
        position = at;
        throw malformed("unknown or truncated escape");
      }
      at = plainEnd(from);
    }
    unescaped.append(bytes, from, at);
    position = at + 1;
  }

  /** Array of the text that was read last; valid until the next is read. */
  byte[] array() {
    return textArray;
  }

  /** Where it starts. */
  int offset() {
    return textOffset;
  }

  /** Its length in bytes. */
  int length() {
    return textLength;
  }

  /** Whether the text that was read last is this one. */
  boolean isText(byte[] text) {
    return text.length == textLength
        && Arrays.equals(textArray, textOffset, textOffset + textLength, text, 0, textLength);
  }

  /** Scratch memory beyond what is always there. */
  int capacityBytes() {
    return unescaped.array().length;
  }

  MalformedException malformed(String what) {
    return new MalformedException("invalid Zipkin JSON at byte " + position + ": " + what);
  }
}
