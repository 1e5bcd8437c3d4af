// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.jaeger;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.spoor.codec.wire.MemoryMeter;
import io.spoor.codec.wire.ProtoReader;
import io.spoor.model.AttributeType;
import io.spoor.model.SpanBatchBuilder;
import java.io.ByteArrayOutputStream;

/**
 * Collects the warnings that come with a span, which become an attribute: a list, as Jaeger has it.
 * Not thread-safe.
 */
final class SpanWarnings {
  private static final byte[] KEY = Tags.WARNINGS.getBytes(US_ASCII);

  // Tags of AnyValue.string_value, ArrayValue.values and AnyValue.array_value.
  private static final int STRING = 0x0a;
  private static final int ELEMENT = 0x0a;
  private static final int ARRAY = 0x2a;

  private static final int KEPT_BYTES = 64 << 10;
  private static final int MAX_HEADER = 12; // of an element: two tags, two lengths

  private final MemoryMeter meter;
  private SpanBatchBuilder builder;
  private ByteArrayOutputStream elements = new ByteArrayOutputStream(0);

  SpanWarnings(MemoryMeter meter, SpanBatchBuilder builder) {
    this.meter = meter;
    this.builder = builder;
  }

  void reset(SpanBatchBuilder newBuilder) {
    builder = newBuilder;
    clear();
  }

  private void clear() {
    if (elements.size() > KEPT_BYTES) {
      elements = new ByteArrayOutputStream(0);
    } else {
      elements.reset();
    }
  }

  /** Reads a warning, the tag of which was just read. */
  void read(ProtoReader in) {
    int length = in.length();
    int at = in.advance(length);
    meter.add(3L * (length + MAX_HEADER)); // the scratch, its copy and the string
    elements.write(ELEMENT);
    varint(elements, 1 + varintLength(length) + length);
    elements.write(STRING);
    varint(elements, length);
    elements.write(in.bytes(), at, length);
  }

  /** Adds the attribute to the span under way, if there are warnings, and forgets them. */
  void addAttribute() {
    if (elements.size() > 0) {
      ByteArrayOutputStream list = new ByteArrayOutputStream(elements.size() + MAX_HEADER);
      list.write(ARRAY);
      varint(list, elements.size());
      list.writeBytes(elements.toByteArray());
      byte[] value = list.toByteArray();
      int key = builder.strings().text(KEY, 0, KEY.length);
      int index = builder.strings().blob(value, 0, value.length);
      builder.span().attributes().add(key, AttributeType.ARRAY, index);
      clear();
    }
  }

  private static void varint(ByteArrayOutputStream out, int value) {
    int left = value;
    while ((left & ~0x7f) != 0) {
      out.write(left | 0x80);
      left >>>= 7;
    }
    out.write(left);
  }

  private static int varintLength(int value) {
    return 1 + (31 - Integer.numberOfLeadingZeros(value | 1)) / 7;
  }
}
