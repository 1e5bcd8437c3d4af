// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.otlp;

import io.spoor.codec.wire.MemoryMeter;
import io.spoor.codec.wire.ProtoReader;
import io.spoor.model.AttributeTableBuilder;
import io.spoor.model.AttributeType;
import io.spoor.model.StringTableBuilder;
import java.util.Arrays;

/**
 * Reads {@code KeyValue} messages into a table. Not thread-safe.
 *
 * <p>Spans of one program look alike, so it remembers, for each position among an owner's
 * attributes, the pair that stood there last: the same bytes again are the same pair, and a key
 * that comes again needs no look-up.
 */
// Hot path: see docs/adr/0003-hand-written-protobuf-reader.md
final class AttributeReader {
  private static final int REMEMBERED = 64;

  private final ProtoReader in;
  private final MemoryMeter meter;
  private StringTableBuilder strings;
  private AttributeTableBuilder table;

  // What stood at each position: where it lies in the body, and what it was read as.
  private final int[] starts = new int[REMEMBERED];
  private final int[] lengths = new int[REMEMBERED];
  private final int[] keys = new int[REMEMBERED];
  private final byte[] types = new byte[REMEMBERED];
  private final long[] values = new long[REMEMBERED];

  private int position; // among the attributes of the owner under way

  // The pair under way.
  private int key;
  private AttributeType type = AttributeType.EMPTY;
  private long value;
  private int valueStart;
  private int valueEnd;
  private int valueParts;

  AttributeReader(
      ProtoReader in, MemoryMeter meter, StringTableBuilder strings, AttributeTableBuilder table) {
    this.in = in;
    this.meter = meter;
    this.strings = strings;
    this.table = table;
  }

  void reset(StringTableBuilder newStrings, AttributeTableBuilder newTable) {
    strings = newStrings;
    table = newTable;
    Arrays.fill(lengths, -1);
    Arrays.fill(keys, 0);
    position = 0;
  }

  /** Starts with the attributes of the next owner. */
  void nextOwner() {
    position = 0;
  }

  /** Reads a pair, the tag of which was just read, as a message at this depth. */
  void read(int depth) {
    int length = in.length();
    int start = in.position();
    int at = position++;
    if (at < REMEMBERED && lengths[at] == length && isSame(start, starts[at], length)) {
      in.advance(length);
      table.add(keys[at], types[at], values[at]);
    } else {
      int outer = in.enter(length, depth);
      readPair(at, depth);
      in.leave(outer);
      table.add(key, type.code(), value);
      if (at < REMEMBERED) {
        remember(at, start, length);
      }
    }
    meter.reached(start + length);
  }

  private boolean isSame(int start, int otherStart, int length) {
    byte[] bytes = in.bytes();
    return Arrays.equals(bytes, start, start + length, bytes, otherStart, otherStart + length);
  }

  private void remember(int at, int start, int length) {
    starts[at] = start;
    lengths[at] = length;
    keys[at] = key;
    types[at] = type.code();
    values[at] = value;
  }

  private void readPair(int at, int depth) {
    int expectedKey = at < REMEMBERED ? keys[at] : 0;
    key = 0;
    type = AttributeType.EMPTY;
    value = 0;
    valueParts = 0;
    int pairStart = in.position();
    while (in.hasMore()) {
      int tag = in.tag();
      if (tag == AnyValueFields.KEY) {
        key = in.text(strings, expectedKey);
      } else if (tag == AnyValueFields.VALUE) {
        readValue(depth + 1);
      } else {
        in.skip(tag, depth);
      }
    }
    if (type == AttributeType.ARRAY || type == AttributeType.MAP) {
      value =
          valueParts == 1
              ? strings.blob(valueStart, valueEnd - valueStart)
              : mergedValue(pairStart);
    }
  }

  private void readValue(int depth) {
    int outer = in.enter(depth);
    valueParts++;
    valueStart = in.position();
    valueEnd = in.limit();
    while (in.hasMore()) {
      readValueField(in.tag(), depth);
    }
    in.leave(outer);
  }

  private void readValueField(int tag, int depth) {
    switch (tag) {
      case AnyValueFields.STRING -> set(AttributeType.STRING, in.text(strings));
      case AnyValueFields.BOOL -> set(AttributeType.BOOL, in.varint() != 0 ? 1 : 0);
      case AnyValueFields.INT -> set(AttributeType.INT, in.varint());
      case AnyValueFields.DOUBLE -> set(AttributeType.DOUBLE, in.fixed64());
      case AnyValueFields.ARRAY -> {
        AnyValueCheck.checkList(in, false, depth + 1);
        set(AttributeType.ARRAY, 0);
      }
      case AnyValueFields.MAP -> {
        AnyValueCheck.checkList(in, true, depth + 1);
        set(AttributeType.MAP, 0);
      }
      case AnyValueFields.BYTES -> set(AttributeType.BYTES, in.blob(strings));
      case AnyValueFields.STRING_INDEX -> { // not allowed in traces; unsets what was there before
        in.varint();
        set(AttributeType.EMPTY, 0);
      }
      default -> in.skip(tag, depth);
    }
  }

  private void set(AttributeType newType, long newValue) {
    type = newType;
    value = newValue;
  }

  /**
   * A value may come in several parts, which protobuf merges; writing them one after another is the
   * same. Read once more, so that any number of parts costs one copy.
   */
  private int mergedValue(int pairStart) {
    int pairEnd = in.limit();
    meter.add(2L * (pairEnd - pairStart));
    byte[] merged = AnyValueReader.mergedValue(in.bytes(), pairStart, pairEnd);
    return strings.blob(merged, 0, merged.length);
  }
}
