// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.jaeger;

import io.spoor.codec.wire.MemoryMeter;
import io.spoor.codec.wire.ProtoReader;
import io.spoor.model.AttributeType;
import io.spoor.model.StringTableBuilder;

/** Reads {@code KeyValue} messages of api_v2. */
// Hot path: see docs/adr/0003-hand-written-protobuf-reader.md
final class ProtoTagReader extends TagReader {
  private final ProtoReader in;
  private final MemoryMeter meter;

  // Of the tag under way.
  private int tagType;
  private int textStart;
  private int textLength;
  private int binaryStart;
  private int binaryLength;
  private long realBits;
  private long number;
  private boolean bool;

  ProtoTagReader(ProtoReader in, MemoryMeter meter, StringTableBuilder strings) {
    super(strings);
    this.in = in;
    this.meter = meter;
  }

  /** Reads a pair, the tag of which was just read, as a message at this depth. */
  void read(int depth) {
    int length = in.length();
    int start = in.position();
    if (recall(in.bytes(), start, start + length) == length && length > 0) {
      in.advance(length);
    } else {
      int outer = in.enter(length, depth);
      readFields(depth);
      in.leave(outer);
      remember(start, length);
    }
    meter.reached(start + length);
  }

  private void readFields(int depth) {
    clearKey();
    tagType = 0;
    textLength = 0;
    binaryLength = 0;
    realBits = 0;
    number = 0;
    bool = false;
    while (in.hasMore()) {
      readField(in.tag(), depth);
    }
  }

  private void readField(int tag, int depth) {
    switch (tag) {
      case 0x0a -> {
        int length = in.length();
        readKey(in.bytes(), in.advance(length), length);
      }
      case 0x10 -> tagType = (int) in.varint();
      case 0x1a -> {
        textLength = in.length();
        textStart = in.advance(textLength);
      }
      case 0x20 -> bool = in.varint() != 0;
      case 0x28 -> number = in.varint();
      case 0x31 -> realBits = in.fixed64();
      case 0x3a -> {
        binaryLength = in.length();
        binaryStart = in.advance(binaryLength);
      }
      default -> in.skip(tag, depth);
    }
  }

  private void remember(int start, int length) {
    switch (tagType) {
      case 0 ->
          remember(start, length, AttributeType.STRING, strings().text(textStart, textLength));
      case 1 -> remember(start, length, AttributeType.BOOL, bool ? 1 : 0);
      case 2 -> remember(start, length, AttributeType.INT, number);
      case 3 -> remember(start, length, AttributeType.DOUBLE, realBits);
      case 4 ->
          remember(start, length, AttributeType.BYTES, strings().blob(binaryStart, binaryLength));
      default -> remember(start, length, AttributeType.STRING, unknownType(tagType));
    }
  }
}
