// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.zipkin;

import io.spoor.model.AttributeType;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Reads the binary annotations of v1 JSON. Not thread-safe. */
// Hot path: see docs/adr/0002-columns-at-the-door.md
final class JsonBinaryAnnotations {
  private static final FieldNames NAMES = new FieldNames("key", "value", "type", "endpoint");
  private static final FieldNames TYPES =
      new FieldNames("STRING", "BOOL", "I16", "I32", "I64", "DOUBLE", "BYTES");
  private static final byte[] TRUE = {'t', 'r', 'u', 'e'};

  private final JsonReader in;
  private final JsonEndpoints endpoints;
  private final SpanSink sink;
  private final V1Draft span;
  private final TypedText typed = new TypedText();

  // Of the annotation under way.
  private final TextCopy key = new TextCopy();
  private final TextCopy value = new TextCopy();
  private final EndpointDraft host = new EndpointDraft();
  private boolean quoted;
  private int type;

  JsonBinaryAnnotations(JsonReader in, JsonEndpoints endpoints, SpanSink sink, V1Draft span) {
    this.in = in;
    this.endpoints = endpoints;
    this.sink = sink;
    this.span = span;
  }

  /** Forgets memory that a large text took. */
  void release() {
    key.release();
    value.release();
  }

  /** Reads a list of them into the span under way. */
  void read() {
    if (!in.startArray()) {
      return;
    }
    while (in.nextElement()) {
      if (in.startObject()) {
        readFields();
        add();
      }
      sink.reached(in.position());
    }
  }

  private void readFields() {
    key.clear();
    value.clear();
    host.clear();
    quoted = true;
    type = FieldNames.UNKNOWN;
    while (in.nextField()) {
      switch (NAMES.find(in)) {
        case 0 -> {
          in.text();
          key.set(in.array(), in.offset(), in.length());
        }
        case 1 -> {
          quoted = in.isString();
          in.anyText();
          value.set(in.array(), in.offset(), in.length());
        }
        case 2 -> {
          in.text();
          type = TYPES.find(in);
        }
        case 3 -> endpoints.read(host, sink.builder().strings());
        default -> in.skip();
      }
    }
  }

  private void add() {
    boolean isTrue = TypedText.isAnyCase(TRUE, value.array(), 0, value.length());
    if (isTrue && span.address(key.array(), 0, key.length(), host)) {
      return;
    }
    span.otherHost(host);
    switch (type) {
      case 1 -> typed(AttributeType.BOOL, isTrue ? 1 : 0);
      case 2, 3, 4 -> number(false);
      case 5 -> number(true);
      case 6 -> bytes();
      default -> untyped(isTrue);
    }
  }

  /** Without a type it is what it is in JSON; a number stays the text that it was written as. */
  private void untyped(boolean isTrue) {
    if (!quoted && (isTrue || isFalse())) {
      typed(AttributeType.BOOL, isTrue ? 1 : 0);
    } else {
      text();
    }
  }

  private boolean isFalse() {
    return typed.parse(value.array(), 0, value.length()) == AttributeType.BOOL;
  }

  private void text() {
    span.textTag(key.array(), 0, key.length(), value.array(), 0, value.length());
  }

  private void typed(AttributeType attributeType, long attribute) {
    span.tag(key.array(), 0, key.length(), attributeType, attribute);
  }

  private void number(boolean real) {
    AttributeType parsed = typed.parseNumber(value.array(), 0, value.length());
    if (real && parsed == AttributeType.INT) {
      typed(AttributeType.DOUBLE, Double.doubleToRawLongBits((double) typed.value()));
    } else if (parsed == (real ? AttributeType.DOUBLE : AttributeType.INT)) {
      typed(parsed, typed.value());
    } else {
      text(); // with an exponent, or no number at all
    }
  }

  private void bytes() {
    try {
      String base64 = new String(value.array(), 0, value.length(), StandardCharsets.ISO_8859_1);
      byte[] decoded = Base64.getDecoder().decode(base64);
      typed(AttributeType.BYTES, sink.builder().strings().blob(decoded, 0, decoded.length));
    } catch (IllegalArgumentException expected) { // not base64: kept as it is
      text();
    }
  }
}
