// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.jaeger;

import io.spoor.codec.wire.MemoryMeter;
import io.spoor.codec.wire.ThriftReader;
import io.spoor.model.AttributeType;
import io.spoor.model.StringTableBuilder;

/** Reads {@code Tag} structs of Thrift. */
// Hot path: see docs/adr/0003-hand-written-protobuf-reader.md
final class ThriftTagReader extends TagReader {
  private static final int KEY = 1 << 8 | ThriftReader.STRING;
  private static final int TYPE = 2 << 8 | ThriftReader.I32;
  private static final int TEXT = 3 << 8 | ThriftReader.STRING;
  private static final int REAL = 4 << 8 | ThriftReader.DOUBLE;
  private static final int BOOL = 5 << 8 | ThriftReader.BOOL;
  private static final int LONG = 6 << 8 | ThriftReader.I64;
  private static final int BINARY = 7 << 8 | ThriftReader.STRING;

  private final ThriftReader in;
  private final MemoryMeter meter;

  // Of the tag under way.
  private boolean hasKey;
  private boolean hasType;
  private int tagType;
  private int textStart;
  private int textLength;
  private int binaryStart;
  private int binaryLength;
  private long realBits;
  private long number;
  private boolean bool;

  ThriftTagReader(ThriftReader in, MemoryMeter meter, StringTableBuilder strings) {
    super(strings);
    this.in = in;
    this.meter = meter;
  }

  /** Reads a tag as a struct at this depth. */
  void read(int depth) {
    int start = in.position();
    int length = recall(in.bytes(), start, in.bytes().length);
    if (length > 0) {
      in.advance(length);
    } else {
      readFields(depth);
      remember(start);
    }
    meter.reached(in.position());
  }

  private void readFields(int depth) {
    hasKey = false;
    hasType = false;
    tagType = 0;
    textLength = 0;
    binaryLength = 0;
    realBits = 0;
    number = 0;
    bool = false;
    int outer = in.enterStruct(depth);
    for (int type = in.field(); type != ThriftReader.STOP; type = in.field()) {
      readField(type, depth);
    }
    in.leaveStruct(outer);
    if (!hasKey || !hasType) {
      throw in.malformed("tag without " + (hasKey ? "type" : "key"));
    }
  }

  private void readField(int type, int depth) {
    switch (in.fieldId() << 8 | type) {
      case KEY -> {
        int length = in.length();
        readKey(in.bytes(), in.advance(length), length);
        hasKey = true;
      }
      case TYPE -> {
        tagType = in.i32();
        hasType = true;
      }
      case TEXT -> {
        textLength = in.length();
        textStart = in.advance(textLength);
      }
      case REAL -> realBits = in.doubleBits();
      case BOOL -> bool = in.bool();
      case LONG -> number = in.i64();
      case BINARY -> {
        binaryLength = in.length();
        binaryStart = in.advance(binaryLength);
      }
      default -> in.skip(type, depth);
    }
  }

  private void remember(int start) {
    int length = in.position() - start;
    switch (tagType) {
      case 0 ->
          remember(start, length, AttributeType.STRING, strings().text(textStart, textLength));
      case 1 -> remember(start, length, AttributeType.DOUBLE, realBits);
      case 2 -> remember(start, length, AttributeType.BOOL, bool ? 1 : 0);
      case 3 -> remember(start, length, AttributeType.INT, number);
      case 4 ->
          remember(start, length, AttributeType.BYTES, strings().blob(binaryStart, binaryLength));
      default -> remember(start, length, AttributeType.STRING, unknownType(tagType));
    }
  }
}
