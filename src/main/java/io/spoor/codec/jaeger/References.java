// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.jaeger;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.spoor.codec.wire.MemoryMeter;
import io.spoor.model.AttributeType;
import io.spoor.model.LinkTableBuilder;
import io.spoor.model.SpanBatchBuilder;
import io.spoor.model.StringTableBuilder;
import java.util.Arrays;

/**
 * The references of a span, which become its parent and its links once the span's own ids are
 * known. Not thread-safe.
 */
// Hot path: see docs/adr/0003-hand-written-protobuf-reader.md
final class References {
  static final int CHILD_OF = 0;
  static final int FOLLOWS_FROM = 1;

  private static final int FEW = 64;
  private static final int BYTES = 3 * Long.BYTES + Integer.BYTES;
  private static final byte[] REF_TYPE = Tags.REF_TYPE.getBytes(US_ASCII);
  private static final byte[] CHILD_OF_TEXT = Tags.CHILD_OF.getBytes(US_ASCII);
  private static final byte[] FOLLOWS_FROM_TEXT = Tags.FOLLOWS_FROM.getBytes(US_ASCII);

  private final MemoryMeter meter;
  private StringTableBuilder strings;
  private LinkTableBuilder links;

  private int size;
  private int[] types = new int[FEW];
  private long[] ids = new long[3 * FEW]; // high and low half of the trace id, span id

  References(MemoryMeter meter, SpanBatchBuilder builder) {
    this.meter = meter;
    this.strings = builder.strings();
    this.links = builder.link();
  }

  void reset(SpanBatchBuilder builder) {
    strings = builder.strings();
    links = builder.link();
    if (types.length > FEW) {
      types = new int[FEW];
      ids = new long[3 * FEW];
    }
    size = 0;
  }

  /** Starts with the next span. */
  void begin() {
    size = 0;
  }

  void add(int type, long traceIdHigh, long traceIdLow, long spanId) {
    if (size == types.length) {
      meter.add((long) size * BYTES);
      types = Arrays.copyOf(types, 2 * size);
      ids = Arrays.copyOf(ids, 6 * size);
    }
    types[size] = type;
    ids[3 * size] = traceIdHigh;
    ids[3 * size + 1] = traceIdLow;
    ids[3 * size + 2] = spanId;
    size++;
  }

  /** The span in the same trace that is the parent: the first CHILD_OF, else the first other. */
  long parent(long traceIdHigh, long traceIdLow) {
    long other = 0;
    for (int i = 0; i < size; i++) {
      if (ids[3 * i] == traceIdHigh && ids[3 * i + 1] == traceIdLow && ids[3 * i + 2] != 0) {
        if (types[i] == CHILD_OF) {
          return ids[3 * i + 2];
        }
        other = other == 0 ? ids[3 * i + 2] : other;
      }
    }
    return other;
  }

  /** Adds as links what the parent alone does not say. */
  void addLinks(long traceIdHigh, long traceIdLow, long parent) {
    for (int i = 0; i < size; i++) {
      boolean isParent =
          types[i] == CHILD_OF
              && ids[3 * i + 2] == parent
              && ids[3 * i] == traceIdHigh
              && ids[3 * i + 1] == traceIdLow;
      if (!isParent) {
        addLink(i);
      }
    }
  }

  private void addLink(int i) {
    byte[] text = types[i] == CHILD_OF ? CHILD_OF_TEXT : FOLLOWS_FROM_TEXT;
    int key = strings.text(REF_TYPE, 0, REF_TYPE.length);
    links.attributes().add(key, AttributeType.STRING, strings.text(text, 0, text.length));
    links.traceId(ids[3 * i], ids[3 * i + 1]);
    links.spanId(ids[3 * i + 2]);
    links.end(0, 0, 0);
  }
}
