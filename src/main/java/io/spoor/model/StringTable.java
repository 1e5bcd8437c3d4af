// SPDX-License-Identifier: Apache-2.0
package io.spoor.model;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The distinct byte strings of one batch: names, keys, text values, and the bytes of binary values.
 *
 * <p>Index 0 is always the empty string. A string lies in the received body, which is pinned, or in
 * an arena of the table's own; a negative offset {@code ~o} says the arena. Immutable.
 */
public final class StringTable {
  /**
   * Folded into the hash of bytes that are not text, so that text never shares an entry with them:
   * every text is then checked when it is added.
   */
  static final int BLOB_HASH = 0x5bd1e995;

  private static final byte[] NO_BYTES = {};

  private final byte[] body;
  private final byte[] arena;
  private final int[] offsets;
  private final int[] lengths;
  private final int[] hashes;
  private final boolean hasInvalidText;

  StringTable(
      byte[] body,
      byte[] arena,
      int[] offsets,
      int[] lengths,
      int[] hashes,
      boolean hasInvalidText) {
    this.body = body;
    this.arena = arena;
    this.offsets = offsets;
    this.lengths = lengths;
    this.hashes = hashes;
    this.hasInvalidText = hasInvalidText;
  }

  /** Number of distinct strings, the empty one included. */
  public int size() {
    return offsets.length;
  }

  /** The array that holds string {@code index}. Shared: never write to it. */
  public byte[] array(int index) {
    return offsets[index] >= 0 ? body : arena;
  }

  /** Where string {@code index} starts in its {@link #array}. */
  public int offset(int index) {
    int offset = offsets[index];
    return offset >= 0 ? offset : ~offset;
  }

  /** Length of string {@code index} in bytes. */
  public int length(int index) {
    return lengths[index];
  }

  /** A hash of string {@code index} that depends on its bytes, and on whether it is text, alone. */
  public int hash(int index) {
    return hashes[index];
  }

  /**
   * A hash that depends on the bytes of a string alone, from one that also says whether it is text:
   * the same for both, at the price of one bit.
   */
  public static int bytesHash(int hash) {
    return (hash & 1) == 0 ? hash : hash ^ BLOB_HASH; // whose lowest bit is set
  }

  /** String {@code index} as text; malformed UTF-8 becomes U+FFFD. A new object each time. */
  public String string(int index) {
    return new String(array(index), offset(index), lengths[index], StandardCharsets.UTF_8);
  }

  /** A copy of the bytes of string {@code index}. */
  public byte[] copy(int index) {
    int from = offset(index);
    return Arrays.copyOfRange(array(index), from, from + lengths[index]);
  }

  /** Whether any string that was added as text is not well-formed UTF-8. */
  public boolean hasInvalidText() {
    return hasInvalidText;
  }

  /** Whether string {@code index} is well-formed UTF-8 (RFC 3629). */
  public boolean isUtf8(int index) {
    return Utf8.isValid(array(index), offset(index), lengths[index]);
  }

  /**
   * The index of these bytes as text, or -1. Compares hashes in turn: once per batch, not once per
   * span.
   */
  public int find(byte[] bytes) {
    if (bytes.length == 0) {
      return 0;
    }
    int hash = ByteHash.of(bytes, 0, bytes.length);
    for (int i = 0; i < hashes.length; i++) {
      if (hashes[i] == hash && equalTo(i, bytes)) {
        return i;
      }
    }
    return -1;
  }

  /** The index of this text, or -1. */
  public int find(String text) {
    return find(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Whether string {@code index} has exactly these bytes. */
  public boolean equalTo(int index, byte[] bytes) {
    int from = offset(index);
    return lengths[index] == bytes.length
        && Arrays.equals(array(index), from, from + bytes.length, bytes, 0, bytes.length);
  }

  /** Whether string {@code index} equals string {@code otherIndex} of {@code other}. */
  public boolean equalTo(int index, StringTable other, int otherIndex) {
    int length = lengths[index];
    if (length != other.lengths[otherIndex] || hashes[index] != other.hashes[otherIndex]) {
      return false;
    }
    int from = offset(index);
    int otherFrom = other.offset(otherIndex);
    return Arrays.equals(
        array(index), from, from + length, other.array(otherIndex), otherFrom, otherFrom + length);
  }

  /** Bytes retained, the pinned body included. */
  public long bytes() {
    return 16L * 5 + body.length + arena.length + 3L * Integer.BYTES * offsets.length;
  }

  /** Bytes that a copy of the strings alone retains, whatever they lie in now. */
  long detachedBytes() {
    return 16L * 5 + textBytes() + 3L * Integer.BYTES * offsets.length;
  }

  private long textBytes() {
    long bytes = 0;
    for (int length : lengths) {
      bytes += length;
    }
    return bytes;
  }

  /** The same strings and indices, all in an arena without anything else. */
  StringTable detached() {
    byte[] copies = new byte[Math.toIntExact(textBytes())];
    int[] places = new int[offsets.length];
    int at = 0;
    for (int i = 0; i < places.length; i++) {
      System.arraycopy(array(i), offset(i), copies, at, lengths[i]);
      places[i] = ~at;
      at += lengths[i];
    }
    return new StringTable(NO_BYTES, copies, places, lengths, hashes, hasInvalidText);
  }

  /** Copies of these strings, in this order; the first must be the empty one. */
  StringTable select(int[] indices) {
    return new StringTable(
            body,
            arena,
            Columns.select(offsets, indices),
            Columns.select(lengths, indices),
            Columns.select(hashes, indices),
            hasInvalidText)
        .detached();
  }

  /** The offset as it is kept: negative in the arena. */
  int place(int index) {
    return offsets[index];
  }

  byte[] body() {
    return body;
  }

  byte[] arena() {
    return arena;
  }
}
