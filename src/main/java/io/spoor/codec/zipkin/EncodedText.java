// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.zipkin;

import io.spoor.codec.MalformedException;
import io.spoor.model.AttributeTableBuilder;
import io.spoor.model.AttributeType;
import io.spoor.model.SpanBatchBuilder;
import io.spoor.model.StringTableBuilder;
import java.nio.charset.StandardCharsets;

/**
 * Events and links as OpenTelemetry writes them for Zipkin, in one text. Not thread-safe.
 *
 * <pre>
 * event  name|{"key":value,…}|dropped attributes count
 * link   trace id|span id|trace state|{"key":value,…}|dropped attributes count
 * </pre>
 */
final class EncodedText {
  private static final int NONE = -1;
  private static final int TRACE_ID_DIGITS = 32;
  private static final int MAX_COUNT_DIGITS = 9;

  private final JsonReader json = new JsonReader();
  private final TypedText typed = new TypedText();
  private int droppedAttributesCount;

  void release() {
    json.release();
  }

  /**
   * Reads an event's attributes.
   *
   * @return length of its name; that of the whole text when it is written in any other way
   */
  int readEvent(byte[] text, int offset, int length, SpanBatchBuilder builder) {
    droppedAttributesCount = 0;
    int end = offset + length;
    int bar = indexOf(text, offset, end);
    if (bar == NONE || !readTail(text, bar + 1, end)) {
      return length;
    }
    addAttributes(builder.event().attributes(), builder.strings());
    return bar - offset;
  }

  /** Count that the event read last had; 0 when asked again. */
  int takeDroppedCount() {
    int count = droppedAttributesCount;
    droppedAttributesCount = 0;
    return count;
  }

  int capacityBytes() {
    return json.capacityBytes();
  }

  /** Reads a link into the span under way; false, and nothing done, when it is written wrong. */
  boolean readLink(byte[] text, int offset, int length, SpanBatchBuilder builder) {
    int end = offset + length;
    int spanId = indexOf(text, offset, end) + 1;
    int state = spanId == 0 ? 0 : indexOf(text, spanId, end) + 1;
    int tail = state == 0 ? 0 : indexOf(text, state, end) + 1;
    if (tail == 0
        || spanId - 1 - offset != TRACE_ID_DIGITS
        || state - 1 - spanId != HexBytes.DIGITS
        || !HexBytes.isHex(text, offset, TRACE_ID_DIGITS)
        || !HexBytes.isHex(text, spanId, HexBytes.DIGITS)
        || !readTail(text, tail, end)) {
      return false;
    }
    long high = HexBytes.value(text, offset, HexBytes.DIGITS);
    long low = HexBytes.value(text, offset + HexBytes.DIGITS, HexBytes.DIGITS);
    builder.link().traceId(high, low);
    builder.link().spanId(HexBytes.value(text, spanId, HexBytes.DIGITS));
    addAttributes(builder.link().attributes(), builder.strings());
    int traceState = builder.strings().text(text, state, tail - 1 - state);
    builder.link().end(traceState, 0, droppedAttributesCount);
    return true;
  }

  /** Reads the count behind the last bar, and checks the JSON in front of it. */
  private boolean readTail(byte[] text, int start, int end) {
    int bar = end - 1;
    while (bar >= start && text[bar] != '|') {
      bar--;
    }
    int digits = end - 1 - bar;
    if (bar < start || digits == 0 || digits > MAX_COUNT_DIGITS) {
      return false;
    }
    if (typed.parseNumber(text, bar + 1, digits) != AttributeType.INT || text[bar + 1] == '-') {
      return false;
    }
    int count = (int) typed.value();
    if (!isObject(text, start, bar - start)) {
      return false;
    }
    droppedAttributesCount = count;
    return true;
  }

  private boolean isObject(byte[] text, int start, int length) {
    try {
      json.reset(text, start, length);
      boolean object = json.isObject();
      json.skip();
      json.end();
      json.reset(text, start, length);
      return object;
    } catch (MalformedException expected) { // then it is a text like any other
      return false;
    }
  }

  private void addAttributes(AttributeTableBuilder attributes, StringTableBuilder strings) {
    json.startObject();
    while (json.nextField()) {
      int key = strings.text(json.array(), json.offset(), json.length());
      if (!json.isNull()) {
        addAttribute(attributes, key, strings);
      }
    }
  }

  private void addAttribute(AttributeTableBuilder attributes, int key, StringTableBuilder strings) {
    boolean quoted = json.isString();
    json.anyText();
    AttributeType type =
        quoted ? AttributeType.STRING : typed.parse(json.array(), json.offset(), json.length());
    if (type != AttributeType.STRING) {
      attributes.add(key, type, typed.value());
    } else if (!quoted && isNumber()) { // with an exponent, or beyond 64 bits
      attributes.add(key, AttributeType.DOUBLE, Double.doubleToRawLongBits(real()));
    } else {
      int text = strings.text(json.array(), json.offset(), json.length());
      attributes.add(key, AttributeType.STRING, text);
    }
  }

  private boolean isNumber() {
    byte first = json.array()[json.offset()];
    return first == '-' || (first >= '0' && first <= '9');
  }

  private double real() {
    return Double.parseDouble(
        new String(json.array(), json.offset(), json.length(), StandardCharsets.ISO_8859_1));
  }

  private static int indexOf(byte[] text, int start, int end) {
    for (int i = start; i < end; i++) {
      if (text[i] == '|') {
        return i;
      }
    }
    return NONE;
  }
}
