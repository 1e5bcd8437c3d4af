// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.jaeger;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spoor.codec.otlp.AttributeText;
import io.spoor.codec.wire.EntryOrder;
import io.spoor.codec.wire.ProtoWriter;
import io.spoor.model.AttributeTable;
import io.spoor.model.SpanBatch;
import io.spoor.model.StringTable;

/** Writes attributes as {@code KeyValue} fields of api_v2. Not thread-safe. */
final class ProtoTags {
  private static final int KEY = 0x0a;
  private static final int TYPE = 0x10;
  private static final int TEXT = 0x1a;
  private static final int BOOL = 0x20;
  private static final int INT = 0x28;
  private static final int REAL = 0x31;
  private static final int BINARY = 0x3a;

  private static final int BOOL_TYPE = 1;
  private static final int INT_TYPE = 2;
  private static final int REAL_TYPE = 3;
  private static final int BINARY_TYPE = 4;

  private final ProtoWriter out;
  private final EntryOrder order = new EntryOrder();

  ProtoTags(ProtoWriter out) {
    this.out = out;
  }

  /** Writes one owner's attributes, those of two keys left out; -1 is no key. */
  void write(
      int tag,
      SpanBatch batch,
      AttributeTable table,
      int owner,
      boolean sorted,
      int skippedKey,
      int otherSkippedKey) {
    int start = table.start(owner);
    int end = table.end(owner);
    int[] entries =
        sorted
            ? order.sorted(start, end, batch.strings(), table::key)
            : order.asTheyCame(start, end);
    for (int i = 0; i < end - start; i++) {
      int key = table.key(entries[i]);
      if (key != skippedKey && key != otherSkippedKey) {
        write(tag, batch, table, entries[i]);
      }
    }
  }

  private void write(int tag, SpanBatch batch, AttributeTable table, int entry) {
    StringTable strings = batch.strings();
    int pair = out.open(tag);
    text(KEY, strings, table.key(entry));
    long value = table.value(entry);
    switch (table.type(entry)) {
      case STRING -> text(TEXT, strings, (int) value);
      case BOOL -> {
        out.varintField(TYPE, BOOL_TYPE);
        out.varintField(BOOL, value);
      }
      case INT -> {
        out.varintField(TYPE, INT_TYPE);
        out.varintField(INT, value);
      }
      case DOUBLE -> {
        out.varintField(TYPE, REAL_TYPE);
        out.fixed64Field(REAL, value);
      }
      case BYTES -> {
        out.varintField(TYPE, BINARY_TYPE);
        out.bytesField(BINARY, strings, (int) value);
      }
      case EMPTY, ARRAY, MAP ->
          out.bytesField(TEXT, AttributeText.of(batch, table, entry).getBytes(UTF_8));
    }
    out.close(pair);
  }

  /** Writes a tag that is made of something else than an attribute; none of empty text. */
  void derived(int tag, byte[] key, StringTable strings, int text) {
    if (strings.length(text) > 0) {
      int pair = out.open(tag);
      out.bytesField(KEY, key);
      text(TEXT, strings, text);
      out.close(pair);
    }
  }

  /** Writes a tag that is made of something else than an attribute. */
  void derived(int tag, byte[] key, byte[] text) {
    int pair = out.open(tag);
    out.bytesField(KEY, key);
    out.bytesField(TEXT, text);
    out.close(pair);
  }

  /** Writes a tag that is true, and made of something else than an attribute. */
  void derivedTrue(int tag, byte[] key) {
    int pair = out.open(tag);
    out.bytesField(KEY, key);
    out.varintField(TYPE, BOOL_TYPE);
    out.varintField(BOOL, 1);
    out.close(pair);
  }

  /** Writes a string field; protobuf has no text that is not UTF-8, so that becomes U+FFFD. */
  void text(int tag, StringTable strings, int index) {
    if (strings.hasInvalidText() && !strings.isUtf8(index)) {
      out.bytesField(tag, strings.string(index).getBytes(UTF_8));
    } else {
      out.bytesField(tag, strings, index);
    }
  }
}
