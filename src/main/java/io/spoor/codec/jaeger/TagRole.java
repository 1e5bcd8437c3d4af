// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.jaeger;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;

/** What a tag means by its key; most mean nothing. */
// Hot path: see docs/adr/0003-hand-written-protobuf-reader.md
final class TagRole {
  static final int NONE = 0;
  static final int SPAN_KIND = 1;
  static final int ERROR = 2;
  static final int STATUS_CODE = 3;
  static final int STATUS_DESCRIPTION = 4;
  static final int HTTP_STATUS_CODE = 5;
  static final int HTTP_STATUS_MESSAGE = 6;
  static final int TRACE_STATE = 7;
  static final int SCOPE_NAME = 8;
  static final int SCOPE_VERSION = 9;
  static final int LIBRARY_NAME = 10;
  static final int LIBRARY_VERSION = 11;
  static final int FLAGS = 12;

  /** Of the fields of a log. */
  static final int EVENT = 13;

  /** Of the tags of a process. */
  static final int HOSTNAME = 14;

  /** Of the tags of a process. */
  static final int HOST_NAME = 15;

  private static final int MAX_LENGTH = 32;

  /** By role. */
  private static final byte[][] KEYS = {
    {},
    ascii("span.kind"),
    ascii("error"),
    ascii("otel.status_code"),
    ascii("otel.status_description"),
    ascii("http.status_code"),
    ascii("http.status_message"),
    ascii("w3c.tracestate"),
    ascii("otel.scope.name"),
    ascii("otel.scope.version"),
    ascii("otel.library.name"),
    ascii("otel.library.version"),
    ascii(Tags.FLAGS),
    ascii("event"),
    ascii("hostname"),
    ascii("host.name"),
  };

  /** By length of the key: the roles that have one of this length. */
  private static final int[][] BY_LENGTH = byLength();

  private static int[][] byLength() {
    int[][] roles = new int[MAX_LENGTH][0];
    for (int role = 1; role < KEYS.length; role++) {
      int length = KEYS[role].length;
      roles[length] = Arrays.copyOf(roles[length], roles[length].length + 1);
      roles[length][roles[length].length - 1] = role;
    }
    return roles;
  }

  private static byte[] ascii(String key) {
    return key.getBytes(US_ASCII);
  }

  /** The role of the key at this place. */
  static int of(byte[] bytes, int offset, int length) {
    if (length < MAX_LENGTH) {
      for (int role : BY_LENGTH[length]) {
        if (Arrays.equals(bytes, offset, offset + length, KEYS[role], 0, length)) {
          return role;
        }
      }
    }
    return NONE;
  }

  /** The key of a role, as text. Never to be written to. */
  static byte[] key(int role) {
    return KEYS[role];
  }

  private TagRole() {}
}
