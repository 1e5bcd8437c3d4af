// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.zipkin;

import java.nio.charset.StandardCharsets;

/** The names of an object's fields, numbered from 0. Immutable. */
// Hot path: see docs/adr/0002-columns-at-the-door.md
final class FieldNames {
  /** Number of a name that is not known. */
  static final int UNKNOWN = -1;

  private final byte[][] names;

  FieldNames(String... names) {
    this.names = new byte[names.length][];
    for (int i = 0; i < names.length; i++) {
      this.names[i] = names[i].getBytes(StandardCharsets.US_ASCII);
    }
  }

  /** Number of the name that was read last. */
  int find(JsonReader in) {
    for (int i = 0; i < names.length; i++) {
      if (in.isText(names[i])) {
        return i;
      }
    }
    return UNKNOWN;
  }
}
