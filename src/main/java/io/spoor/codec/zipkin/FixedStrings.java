// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.zipkin;

import io.spoor.model.StringTableBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Indices of the strings that a translation adds, looked up once a batch. Not thread-safe. */
// Hot path: see docs/adr/0002-columns-at-the-door.md
final class FixedStrings {
  static final int SERVICE_NAME = 0;
  static final int HOST_IP = 1;
  static final int HOST_PORT = 2;
  static final int PEER_IP = 3;
  static final int PEER_PORT = 4;
  static final int PEER_SERVICE = 5;
  static final int HOST_IPV4 = 6;
  static final int PEER_IPV4 = 7;
  static final int NO_START_TIME = 8;
  static final int SHARED = 9;
  static final int DEBUG = 10;
  static final int SPAN_KIND = 11;
  static final int STATUS_DESCRIPTION = 12;
  static final int ERROR_MESSAGE = 13;
  static final int ZERO_PARENT_ID = 14;
  static final int NEGATIVE_DURATION = 15;
  static final int UNKNOWN_SERVICE = 16;
  static final int COMPONENT = 17;
  static final int ZERO = 18;

  private static final byte[][] TEXTS =
      bytes(
          "service.name",
          "net.host.ip",
          "net.host.port",
          "net.peer.ip",
          "net.peer.port",
          "peer.service",
          "zipkin.local.ipv4",
          "zipkin.remote.ipv4",
          "otel.zipkin.absentField.startTime",
          "zipkin.shared",
          "zipkin.debug",
          "span.kind",
          "otel.status_description",
          "error.message",
          "errZeroParentID",
          "errNegativeDuration",
          "unknown-service",
          "component",
          "0");

  private final int[] indices = new int[TEXTS.length];
  private StringTableBuilder strings;

  FixedStrings(StringTableBuilder strings) {
    this.strings = strings;
  }

  void reset(StringTableBuilder newStrings) {
    strings = newStrings;
    Arrays.fill(indices, 0);
  }

  /** Index of the string with one of the numbers above. */
  int index(int number) {
    int index = indices[number];
    if (index == 0) {
      index = strings.text(TEXTS[number], 0, TEXTS[number].length);
      indices[number] = index;
    }
    return index;
  }

  /** The text of one of the numbers above. */
  static byte[] text(int number) {
    return TEXTS[number];
  }

  private static byte[][] bytes(String... texts) {
    byte[][] bytes = new byte[texts.length][];
    for (int i = 0; i < texts.length; i++) {
      bytes[i] = texts[i].getBytes(StandardCharsets.UTF_8);
    }
    return bytes;
  }
}
