// SPDX-License-Identifier: Apache-2.0
package io.spoor.query.api;

import io.spoor.codec.text.GoSyntax;
import io.spoor.model.TraceId;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Locale;

/**
 * Reads trace ids as people and programs write them: up to 32 hexadecimal digits, or the 16 bytes
 * in base64, standard or for URLs, padded or not.
 */
final class TraceIds {
  private static final int BASE64_LENGTH = 22; // of 16 bytes without padding

  /**
   * The id in a path or parameter. Blanks around a hexadecimal id are ignored, as is the {@code +}
   * that a form encoder makes of them.
   *
   * @throws IllegalArgumentException with the message for the client
   */
  static TraceId parse(String text) {
    String bare = trimmed(text);
    if (isHex(bare)) {
      if (bare.length() > TraceId.HEX_LENGTH) {
        throw new IllegalArgumentException(
            "TraceID cannot be longer than 32 hex characters: " + bare.substring(0, 32) + "…");
      }
      return TraceId.fromHex(bare);
    }
    byte[] bytes = base64(text);
    if (bytes.length != 16) {
      throw new IllegalArgumentException(
          "strconv.ParseUint: parsing " + GoSyntax.quote(text) + ": invalid syntax");
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    return new TraceId(buffer.getLong(), buffer.getLong());
  }

  /** The form of Jaeger's JSON: 16 digits while the high half is zero, else 32. */
  static String uiHex(TraceId id) {
    String hex = id.toHex();
    return id.high() == 0 ? hex.substring(16) : hex;
  }

  private static String trimmed(String text) {
    int start = 0;
    int end = text.length();
    while (start < end && isBlank(text.charAt(start))) {
      start++;
    }
    while (end > start && isBlank(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(start, end);
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '+';
  }

  private static boolean isHex(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    for (int i = 0; i < lower.length(); i++) {
      char c = lower.charAt(i);
      if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
        return false;
      }
    }
    return !text.isEmpty() && lower.length() == text.length();
  }

  /** The bytes, or none when this is not base64 of 16 bytes. */
  private static byte[] base64(String text) {
    String bare = text.endsWith("==") ? text.substring(0, text.length() - 2) : text;
    if (bare.length() != BASE64_LENGTH) {
      return new byte[0];
    }
    // A form decoder makes a blank of the plus sign.
    String urlSafe = bare.replace(' ', '-').replace('+', '-').replace('/', '_');
    try {
      return Base64.getUrlDecoder().decode(urlSafe);
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }

  private TraceIds() {}
}
