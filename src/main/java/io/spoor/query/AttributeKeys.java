// SPDX-License-Identifier: Apache-2.0
package io.spoor.query;

import io.spoor.model.ByteHash;
import io.spoor.model.StringTable;
import java.nio.charset.StandardCharsets;

/** A few keys to look for among many attributes, by hash, so that no text is made. Immutable. */
final class AttributeKeys {
  private final String[] keys;
  private final byte[][] bytes;
  private final int[] hashes;

  AttributeKeys(String... keys) {
    this.keys = keys.clone();
    this.bytes = new byte[keys.length][];
    this.hashes = new int[keys.length];
    for (int i = 0; i < keys.length; i++) {
      bytes[i] = keys[i].getBytes(StandardCharsets.UTF_8);
      hashes[i] = ByteHash.of(bytes[i], 0, bytes[i].length);
    }
  }

  /** Number of the key that a string is, or -1. */
  int find(StringTable strings, int string) {
    int hash = strings.hash(string);
    for (int i = 0; i < hashes.length; i++) {
      if (hashes[i] == hash && strings.equalTo(string, bytes[i])) {
        return i;
      }
    }
    return -1;
  }

  /** The text of a key. */
  String key(int number) {
    return keys[number];
  }
}
