// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.column;

import io.spoor.model.StringTableBuilder;

/**
 * Which strings of a dictionary already stand in the batch that is being built, and where, as text
 * and as bytes. One a batch and dictionary; not thread-safe.
 */
// Hot path: asked for each value of a column that is read.
public final class KnownStrings {
  private static final int INITIAL_SLOTS = 64;
  private static final int SPREAD = 0x9E3779B9;

  private int[] keys = new int[INITIAL_SLOTS]; // twice the id + 1, and 1 for text; 0 when free
  private int[] indices = new int[INITIAL_SLOTS];
  private int size;
  private byte[] scratch = {};

  /** Index of string {@code id} of the dictionary among {@code strings}, added if need be. */
  public int intern(Dictionary dictionary, int id, boolean isText, StringTableBuilder strings) {
    int key = 2 * (id + 1) + (isText ? 1 : 0);
    int slot = slot(key);
    if (keys[slot] == key) {
      return indices[slot];
    }
    int offset = dictionary.offset(id);
    int length = dictionary.length(id);
    int index =
        isText
            ? strings.text(dictionary.array(), offset, length)
            : strings.blob(dictionary.array(), offset, length);
    keys[slot] = key;
    indices[slot] = index;
    if (++size * 2 > keys.length) {
      grow();
    }
    return index;
  }

  /** An array of at least this length for whoever needs one for a moment. */
  byte[] scratch(int length) {
    if (scratch.length < length) {
      scratch = new byte[Math.max(2 * scratch.length, length)];
    }
    return scratch;
  }

  private int slot(int key) {
    int mask = keys.length - 1;
    int product = key * SPREAD;
    int slot = (product ^ product >>> 16) & mask;
    while (keys[slot] != 0 && keys[slot] != key) {
      slot = slot + 1 & mask;
    }
    return slot;
  }

  private void grow() {
    int[] oldKeys = keys;
    int[] oldIndices = indices;
    keys = new int[4 * oldKeys.length];
    indices = new int[keys.length];
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldKeys[i] != 0) {
        int slot = slot(oldKeys[i]);
        keys[slot] = oldKeys[i];
        indices[slot] = oldIndices[i];
      }
    }
  }
}
