// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.jaeger;

import io.spoor.model.AttributeType;
import io.spoor.model.StringTableBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads tags one after another; the accessors tell of the one read last. Not thread-safe.
 *
 * <p>Spans of one program look alike, so it remembers, for each position among an owner's tags, the
 * one that stood there last: the same bytes again are the same tag, and a key that comes again
 * needs no look-up.
 */
// Hot path: see docs/adr/0003-hand-written-protobuf-reader.md
abstract class TagReader {
  private static final int REMEMBERED = 64;

  private StringTableBuilder strings;

  // What stood at each position: where it lies in the body, and what it was read as.
  private final int[] starts = new int[REMEMBERED];
  private final int[] lengths = new int[REMEMBERED];
  private final int[] keys = new int[REMEMBERED];
  private final int[] roles = new int[REMEMBERED];
  private final byte[] types = new byte[REMEMBERED];
  private final long[] values = new long[REMEMBERED];

  private int position; // among the tags of the owner under way

  // The tag read last.
  private int key;
  private int role;
  private byte type;
  private long value;

  TagReader(StringTableBuilder strings) {
    this.strings = strings;
  }

  final void reset(StringTableBuilder newStrings) {
    strings = newStrings;
    Arrays.fill(lengths, Integer.MAX_VALUE);
    Arrays.fill(keys, 0);
    Arrays.fill(roles, TagRole.NONE);
    position = 0;
  }

  /** Starts with the tags of the next owner. */
  final void nextOwner() {
    position = 0;
  }

  final StringTableBuilder strings() {
    return strings;
  }

  /** String index of its key. */
  final int key() {
    return key;
  }

  /** Its {@link TagRole}. */
  final int role() {
    return role;
  }

  /** Code of its {@link AttributeType}. */
  final byte type() {
    return type;
  }

  /** Its value, to be read as its type says. */
  final long value() {
    return value;
  }

  /** Whether its value is text, and not empty. */
  final boolean isText() {
    return type == AttributeType.STRING.code() && value != 0;
  }

  /**
   * The length of the tag at the next position if the one that stood there last has the same bytes;
   * 0 otherwise, and then {@link #remember} is to follow.
   */
  final int recall(byte[] bytes, int start, int limit) {
    int at = position++;
    if (at >= REMEMBERED) {
      return 0;
    }
    int length = lengths[at];
    if (length > limit - start
        || !Arrays.equals(bytes, start, start + length, bytes, starts[at], starts[at] + length)) {
      return 0;
    }
    key = keys[at];
    role = roles[at];
    type = types[at];
    value = values[at];
    return length;
  }

  /** Sets and remembers the tag that was read. */
  final void remember(int start, int length, AttributeType newType, long newValue) {
    type = newType.code();
    value = newValue;
    int at = position - 1;
    if (at < REMEMBERED) {
      starts[at] = start;
      lengths[at] = length;
      keys[at] = key;
      roles[at] = role;
      types[at] = type;
      values[at] = newValue;
    }
  }

  /** Sets no key, for a tag that may not have one. */
  final void clearKey() {
    key = 0;
    role = TagRole.NONE;
  }

  /** Sets the key, which lies here in the body. */
  final void readKey(byte[] bytes, int start, int length) {
    int at = position - 1;
    if (at < REMEMBERED && strings.isText(keys[at], start, length)) {
      key = keys[at];
      role = roles[at];
    } else {
      key = strings.text(start, length);
      role = TagRole.of(bytes, start, length);
    }
  }

  /** What stands for the value of a type that nobody knows, as Jaeger has it. */
  final int unknownType(int number) {
    String text = "<Unknown Jaeger TagType \"" + number + "\">";
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return strings.text(bytes, 0, bytes.length);
  }
}
