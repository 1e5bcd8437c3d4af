// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.read;

import io.spoor.model.AttributeTable;
import io.spoor.model.AttributeType;
import io.spoor.model.ByteHash;
import io.spoor.model.StringTable;
import io.spoor.storage.segment.block.Block;
import io.spoor.storage.segment.block.ReadMeter;
import io.spoor.storage.segment.column.CorruptDataException;
import io.spoor.storage.segment.column.FilterEntry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An attribute with a wanted text form, as columns and filters can tell it. Where only the text
 * itself could decide, the answer is "maybe": {@code SpanMatcher} has the last word.
 */
final class WantedValue {
  private static final String NOT_FINITE = "json:"; // as AttributeText begins for such doubles

  private final String keyText;
  private final byte[] key;
  private final byte[] text;
  private final @Nullable Long integer; // only in its canonical form: not "+1", not "01"
  private final @Nullable Double real;
  private final long bool; // -1 when the text is neither true nor false
  private final boolean mayBeBytes;
  private final boolean mayBeNested;

  WantedValue(String key, String text) {
    this.keyText = key;
    this.key = key.getBytes(StandardCharsets.UTF_8);
    this.text = text.getBytes(StandardCharsets.UTF_8);
    this.integer = integerOf(text);
    this.real = realOf(text);
    this.bool = text.equals("true") ? 1 : text.equals("false") ? 0 : -1;
    this.mayBeBytes = isBase64(text);
    this.mayBeNested = text.isEmpty() || text.charAt(0) == '[' || text.charAt(0) == '{';
  }

  private static @Nullable Long integerOf(String text) {
    try {
      Long value = Long.valueOf(text);
      return value.toString().equals(text) ? value : null;
    } catch (NumberFormatException expected) { // most texts are no numbers
      return null;
    }
  }

  private static @Nullable Double realOf(String text) {
    if (text.startsWith(NOT_FINITE)) {
      return Double.NaN;
    }
    try {
      return Double.valueOf(text);
    } catch (NumberFormatException expected) { // most texts are no numbers
      return null;
    }
  }

  private static boolean isBase64(String text) {
    return text.length() % 4 == 0
        && text.chars()
            .allMatch(c -> c < 128 && (Character.isLetterOrDigit(c) || "+/=".indexOf(c) >= 0));
  }

  /** The key. */
  byte[] key() {
    return key;
  }

  /** The text. */
  byte[] text() {
    return text;
  }

  /** Whether a value of this type can have the text. */
  boolean mayBe(AttributeType type) {
    return switch (type) {
      case STRING -> true;
      case INT -> integer != null;
      case BOOL -> bool >= 0;
      case DOUBLE -> real != null;
      case BYTES -> mayBeBytes;
      case ARRAY, MAP -> mayBeNested;
      case EMPTY -> text.length == 0;
    };
  }

  /** Whether a value of a type that is not stored as a string may have the text. */
  boolean mayBe(AttributeType type, long value) {
    return switch (type) {
      case INT -> integer != null && integer == value;
      case BOOL -> bool == value;
      case DOUBLE ->
          real != null && (!Double.isFinite(real) || real == Double.longBitsToDouble(value));
      case EMPTY -> text.length == 0;
      case STRING, BYTES, ARRAY, MAP -> mayBe(type);
    };
  }

  /** The number of an INT or a BOOL that {@link #mayBe(AttributeType)} have the text. */
  long number(AttributeType type) {
    return type == AttributeType.BOOL ? bool : Objects.requireNonNull(integer);
  }

  /** Whether an owner in a table may have the attribute. */
  boolean mayHave(StringTable strings, AttributeTable table, int owner) {
    for (int entry = table.start(owner); entry < table.end(owner); entry++) {
      if (strings.equalTo(table.key(entry), key) && mayBe(strings, table, entry)) {
        return true;
      }
    }
    return false;
  }

  private boolean mayBe(StringTable strings, AttributeTable table, int entry) {
    AttributeType type = table.type(entry);
    return type == AttributeType.STRING
        ? strings.equalTo((int) table.value(entry), text)
        : mayBe(type, table.value(entry));
  }

  /**
   * Groups of a block that may have the attribute on any level. The filter has an entry for each
   * form that the text may be of, each with false positives of its own: only types that the key has
   * in the block are asked for.
   */
  BitSet groups(Block block, ReadMeter meter) throws IOException {
    return block.groupsWithAny(meter, filterEntries(types(block, meter)));
  }

  private Set<AttributeType> types(Block block, ReadMeter meter) throws IOException {
    try {
      return block.catalogue(meter).typesOf(keyText);
    } catch (CorruptDataException expected) { // nothing of the answer depends on it
      return EnumSet.allOf(AttributeType.class);
    }
  }

  /** What the filter of a group has if the attribute may be there: one of these. */
  long[] filterEntries(Set<AttributeType> types) {
    int keyHash = ByteHash.of(key, 0, key.length);
    long[] entries = new long[4];
    int count = 0;
    if (types.contains(AttributeType.STRING)) {
      entries[count++] = FilterEntry.text(keyHash, ByteHash.of(text, 0, text.length));
    }
    if (types.contains(AttributeType.INT) && integer != null) {
      entries[count++] = FilterEntry.number(keyHash, AttributeType.INT.code(), integer);
    }
    if (types.contains(AttributeType.BOOL) && bool >= 0) {
      entries[count++] = FilterEntry.number(keyHash, AttributeType.BOOL.code(), bool);
    }
    if (mayBeOther(types)) {
      entries[count++] = FilterEntry.other(keyHash);
    }
    return Arrays.copyOf(entries, count);
  }

  private boolean mayBeOther(Set<AttributeType> types) {
    for (AttributeType type : types) {
      boolean hasEntry =
          type == AttributeType.STRING || type == AttributeType.INT || type == AttributeType.BOOL;
      if (!hasEntry && mayBe(type)) {
        return true;
      }
    }
    return false;
  }
}
