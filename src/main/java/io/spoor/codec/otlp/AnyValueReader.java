// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.otlp;

import io.spoor.codec.wire.ProtoReader;
import io.spoor.model.AttributeTable;
import io.spoor.model.StringTable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/**
 * Walks through a value, encoded or not, without building it. What was encoded was checked when it
 * came in, so bad input is not expected here.
 *
 * <p>As protobuf has it: of the fields of the oneof the last one counts, and a list that comes in
 * several parts, with no other field of the oneof between them, is one list.
 */
final class AnyValueReader {
  private final AnyValueVisitor visitor;

  private AnyValueReader(AnyValueVisitor visitor) {
    this.visitor = visitor;
  }

  /** Visits the value of an entry. */
  static void visit(StringTable strings, AttributeTable table, int entry, AnyValueVisitor visitor)
      throws IOException {
    long value = table.value(entry);
    int index = (int) value;
    switch (table.type(entry)) {
      case EMPTY -> visitor.empty();
      case STRING ->
          visitor.text(strings.array(index), strings.offset(index), strings.length(index));
      case BOOL -> visitor.bool(value != 0);
      case INT -> visitor.integer(value);
      case DOUBLE -> visitor.real(Double.longBitsToDouble(value));
      case BYTES ->
          visitor.binary(strings.array(index), strings.offset(index), strings.length(index));
      case ARRAY, MAP ->
          visitEncoded(strings.array(index), strings.offset(index), strings.length(index), visitor);
    }
  }

  /** Visits an encoded {@code AnyValue}. */
  static void visitEncoded(byte[] bytes, int offset, int length, AnyValueVisitor visitor)
      throws IOException {
    new AnyValueReader(visitor).value(bytes, offset, offset + length);
  }

  private void value(byte[] bytes, int start, int end) throws IOException {
    ProtoReader in = new ProtoReader();
    in.reset(bytes, start, end - start);
    int last = 0; // tag of the field of the oneof that counts
    int from = start; // where it starts; the first of several parts of a list
    while (in.hasMore()) {
      int at = in.position();
      int tag = in.tag();
      in.skip(tag, 0);
      if (isOfTheOneof(tag)) {
        boolean continues =
            tag == last && (tag == AnyValueFields.ARRAY || tag == AnyValueFields.MAP);
        from = continues ? from : at;
        last = tag;
      }
    }
    in.reset(bytes, from, end - from);
    switch (last) {
      case AnyValueFields.ARRAY -> list(in);
      case AnyValueFields.MAP -> map(in);
      case 0, AnyValueFields.STRING_INDEX -> visitor.empty();
      default -> scalar(in);
    }
  }

  private static boolean isOfTheOneof(int tag) {
    return switch (tag) {
      case AnyValueFields.STRING,
          AnyValueFields.BOOL,
          AnyValueFields.INT,
          AnyValueFields.DOUBLE,
          AnyValueFields.ARRAY,
          AnyValueFields.MAP,
          AnyValueFields.BYTES,
          AnyValueFields.STRING_INDEX ->
          true;
      default -> false;
    };
  }

  private void scalar(ProtoReader in) throws IOException {
    int tag = in.tag();
    switch (tag) {
      case AnyValueFields.STRING -> {
        int length = in.length();
        visitor.text(in.bytes(), in.advance(length), length);
      }
      case AnyValueFields.BYTES -> {
        int length = in.length();
        visitor.binary(in.bytes(), in.advance(length), length);
      }
      case AnyValueFields.BOOL -> visitor.bool(in.varint() != 0);
      case AnyValueFields.INT -> visitor.integer(in.varint());
      default -> visitor.real(Double.longBitsToDouble(in.fixed64()));
    }
  }

  private void list(ProtoReader in) throws IOException {
    visitor.startList();
    while (in.hasMore()) {
      int tag = in.tag();
      if (tag == AnyValueFields.ARRAY) {
        int outer = in.enter(0);
        elements(in, false);
        in.leave(outer);
      } else {
        in.skip(tag, 0);
      }
    }
    visitor.endList();
  }

  private void map(ProtoReader in) throws IOException {
    visitor.startMap();
    while (in.hasMore()) {
      int tag = in.tag();
      if (tag == AnyValueFields.MAP) {
        int outer = in.enter(0);
        elements(in, true);
        in.leave(outer);
      } else {
        in.skip(tag, 0);
      }
    }
    visitor.endMap();
  }

  private void elements(ProtoReader in, boolean arePairs) throws IOException {
    while (in.hasMore()) {
      int tag = in.tag();
      if (tag != AnyValueFields.ELEMENT) {
        in.skip(tag, 0);
      } else {
        int length = in.length();
        int start = in.advance(length);
        if (arePairs) {
          pair(in.bytes(), start, start + length);
        } else {
          value(in.bytes(), start, start + length);
        }
      }
    }
  }

  private void pair(byte[] bytes, int start, int end) throws IOException {
    ProtoReader in = new ProtoReader();
    in.reset(bytes, start, end - start);
    int keyStart = start;
    int keyLength = 0;
    int valueStart = start;
    int valueLength = 0;
    int valueParts = 0;
    while (in.hasMore()) {
      int tag = in.tag();
      if (tag == AnyValueFields.KEY) {
        keyLength = in.length();
        keyStart = in.advance(keyLength);
      } else if (tag == AnyValueFields.VALUE) {
        valueParts++;
        valueLength = in.length();
        valueStart = in.advance(valueLength);
      } else {
        in.skip(tag, 0);
      }
    }
    visitor.key(bytes, keyStart, keyLength);
    if (valueParts > 1) {
      byte[] merged = mergedValue(bytes, start, end);
      value(merged, 0, merged.length);
    } else {
      value(bytes, valueStart, valueStart + valueLength);
    }
    visitor.endPair();
  }

  /** The parts of a pair's value one after another, which is how protobuf merges them. */
  static byte[] mergedValue(byte[] bytes, int pairStart, int pairEnd) {
    ByteArrayOutputStream merged = new ByteArrayOutputStream(pairEnd - pairStart);
    ProtoReader parts = new ProtoReader();
    parts.reset(bytes, pairStart, pairEnd - pairStart);
    while (parts.hasMore()) {
      int tag = parts.tag();
      if (tag == AnyValueFields.VALUE) {
        int length = parts.length();
        merged.write(bytes, parts.advance(length), length);
      } else {
        parts.skip(tag, 0);
      }
    }
    return merged.toByteArray();
  }
}
