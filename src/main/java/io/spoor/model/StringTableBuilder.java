// SPDX-License-Identifier: Apache-2.0
package io.spoor.model;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Interns the strings of one batch. Reused from batch to batch; not thread-safe.
 *
 * <p>Strings given by position refer to the body that {@link #reset} named; all others are copied
 * to the arena.
 */
// Hot path: see docs/adr/0002-columns-at-the-door.md
public final class StringTableBuilder {
  private static final int INITIAL_SLOTS = 1024;
  private static final int MAX_PROBES = 64; // at most half of the slots are taken: more is malice
  private static final int CROWDED_BYTES = 64; // of a tree node, about
  private static final byte[] NO_BYTES = {};

  private byte[] body = NO_BYTES;
  private final GrowableBytes arena = new GrowableBytes();
  private final GrowableInts offsets = new GrowableInts();
  private final GrowableInts lengths = new GrowableInts();
  private final GrowableInts hashes = new GrowableInts();

  private int[] slots = new int[INITIAL_SLOTS]; // index + 1 of a string, 0 when free
  private final CrowdedStrings crowded = new CrowdedStrings(this); // those that found no slot
  private boolean hasInvalidText;

  /** Forgets everything; later positions are in {@code newBody}, which the table will pin. */
  void reset(byte[] newBody) {
    clear(newBody);
    add(false, 0, newBody, 0, 0, 0); // index 0: the empty string, as text and as bytes
  }

  /** Starts as a copy of {@code table}, indices kept, so that strings can be added to it. */
  void reset(StringTable table) {
    clear(table.body());
    arena.addAll(table.arena(), 0, table.arena().length);
    hasInvalidText = table.hasInvalidText();
    for (int i = 0; i < table.size(); i++) {
      offsets.add(table.place(i));
      lengths.add(table.length(i));
      hashes.add(table.hash(i));
    }
    rehash(Math.max(INITIAL_SLOTS, Integer.highestOneBit(table.size() + 1) * 4));
  }

  void release() {
    body = NO_BYTES;
  }

  private void clear(byte[] newBody) {
    body = newBody;
    arena.clear();
    offsets.clear();
    lengths.clear();
    hashes.clear();
    hasInvalidText = false;
    crowded.clear();
    Arrays.fill(slots, 0);
  }

  /** Index of the text at this place of the body. */
  public int text(int offset, int length) {
    return intern(true, true, body, offset, length);
  }

  /**
   * Whether string {@code index}, known to be text, is the one at this place of the body: cheaper
   * than looking it up, where a caller can guess.
   */
  public boolean isText(int index, int offset, int length) {
    return equalTo(index, body, offset, length);
  }

  /** Index of the bytes at this place of the body. */
  public int blob(int offset, int length) {
    return intern(false, true, body, offset, length);
  }

  /** Index of text from elsewhere, copied. */
  public int text(byte[] source, int offset, int length) {
    return intern(true, false, source, offset, length);
  }

  /** Index of bytes from elsewhere, copied. */
  public int blob(byte[] source, int offset, int length) {
    return intern(false, false, source, offset, length);
  }

  /** Index of a string from elsewhere, copied. */
  public int text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return text(bytes, 0, bytes.length);
  }

  private int intern(boolean text, boolean inBody, byte[] source, int offset, int length) {
    if (length == 0) {
      return 0; // an explicit empty string is the same as one that was not set
    }
    int hash = ByteHash.of(source, offset, length) ^ (text ? 0 : StringTable.BLOB_HASH);
    int known = find(source, offset, length, hash);
    return known >= 0
        ? known
        : add(text, inBody ? offset : copy(source, offset, length), source, offset, length, hash);
  }

  private int find(byte[] source, int offset, int length, int hash) {
    int mask = slots.length - 1;
    int slot = hash & mask;
    for (int probes = 0; probes < MAX_PROBES; probes++) {
      int entry = slots[slot];
      if (entry == 0) {
        return -1;
      }
      if (hashes.get(entry - 1) == hash && equalTo(entry - 1, source, offset, length)) {
        return entry - 1;
      }
      slot = slot + 1 & mask;
    }
    return crowded.find(source, offset, length, hash);
  }

  private boolean equalTo(int index, byte[] source, int offset, int length) {
    if (lengths.get(index) != length) {
      return false;
    }
    int from = offset(index);
    return Arrays.equals(array(index), from, from + length, source, offset, offset + length);
  }

  private int copy(byte[] source, int offset, int length) {
    int at = arena.size();
    arena.addAll(source, offset, length);
    return ~at;
  }

  private int add(boolean text, int place, byte[] source, int offset, int length, int hash) {
    int index = offsets.size();
    offsets.add(place);
    lengths.add(length);
    hashes.add(hash);
    if (text && !Utf8.isValid(source, offset, length)) {
      hasInvalidText = true;
    }
    if (offsets.size() * 2 > slots.length) {
      rehash(slots.length * 4);
    } else {
      occupy(hash, index);
    }
    return index;
  }

  private void rehash(int newLength) {
    slots = new int[newLength];
    for (int i = 0; i < hashes.size(); i++) {
      occupy(hashes.get(i), i);
    }
  }

  private void occupy(int hash, int index) {
    int mask = slots.length - 1;
    int slot = hash & mask;
    for (int probes = 0; probes < MAX_PROBES; probes++) {
      if (slots[slot] == 0) {
        slots[slot] = index + 1;
        return;
      }
      slot = slot + 1 & mask;
    }
    crowded.add(index);
  }

  int hash(int index) {
    return hashes.get(index);
  }

  /** The array that holds string {@code index} now. Shared: never write to it. */
  public byte[] array(int index) {
    return offsets.get(index) >= 0 ? body : arena.array();
  }

  /** Where string {@code index} starts in its {@link #array}. */
  public int offset(int index) {
    int offset = offsets.get(index);
    return offset >= 0 ? offset : ~offset;
  }

  /** Length of string {@code index} in bytes. */
  public int length(int index) {
    return lengths.get(index);
  }

  /** Bytes that a table built now would retain, its body left out. */
  long builtBytes() {
    return arena.size() + 3L * Integer.BYTES * offsets.size();
  }

  long capacityBytes() {
    return (long) arena.capacityBytes()
        + offsets.capacityBytes()
        + lengths.capacityBytes()
        + hashes.capacityBytes()
        + (long) slots.length * Integer.BYTES
        + (long) crowded.size() * CROWDED_BYTES;
  }

  StringTable build() {
    return new StringTable(
        body,
        arena.toArray(),
        offsets.toArray(),
        lengths.toArray(),
        hashes.toArray(),
        hasInvalidText);
  }
}
