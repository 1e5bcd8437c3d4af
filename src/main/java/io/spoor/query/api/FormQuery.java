// SPDX-License-Identifier: Apache-2.0
package io.spoor.query.api;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a URL. A pair that is not well-formed is left out, as Go's {@code
 * url.URL.Query} does.
 */
final class FormQuery {
  private final Map<String, List<String>> values;

  private FormQuery(Map<String, List<String>> values) {
    this.values = values;
  }

  /** Parses the part of a URL after the question mark; null is none. */
  static FormQuery parse(@Nullable String query) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    if (query != null && !query.isEmpty()) {
      for (String pair : query.split("&")) {
        add(values, pair);
      }
    }
    return new FormQuery(values);
  }

  /** Puts parameters together that do not come in a URL. */
  static final class Builder {
    private final Map<String, List<String>> values = new LinkedHashMap<>();

    /** Adds a value; false when the parameter is there already. */
    boolean addIfAbsent(String key, String value) {
      return values.putIfAbsent(key, List.of(value)) == null;
    }

    FormQuery build() {
      return new FormQuery(values);
    }
  }

  private static void add(Map<String, List<String>> values, String pair) {
    int equals = pair.indexOf('=');
    String key = decode(equals < 0 ? pair : pair.substring(0, equals), true);
    String value = equals < 0 ? "" : decode(pair.substring(equals + 1), true);
    if (key != null && !key.isEmpty() && value != null && pair.indexOf(';') < 0) {
      values.computeIfAbsent(key, absent -> new ArrayList<>(1)).add(value);
    }
  }

  /** The first value, empty when there is none. */
  String first(String key) {
    List<String> all = all(key);
    return all.isEmpty() ? "" : all.get(0);
  }

  /** All values, in order. */
  List<String> all(String key) {
    return values.getOrDefault(key, List.of());
  }

  /** Whether the parameter is there, with a value or without. */
  boolean has(String key) {
    return values.containsKey(key);
  }

  /** Undoes percent-encoding in a path; null when it is malformed. */
  static @Nullable String decodePath(String text) {
    return decode(text, false);
  }

  private static @Nullable String decode(String text, boolean plusIsBlank) {
    if (text.indexOf('%') < 0) {
      return plusIsBlank ? text.replace('+', ' ') : text;
    }
    byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(encoded.length);
    for (int i = 0; i < encoded.length; i++) {
      byte b = encoded[i];
      if (b == '%') {
        int value = i + 2 < encoded.length ? hexByte(encoded[i + 1], encoded[i + 2]) : -1;
        if (value < 0) {
          return null;
        }
        bytes.write(value);
        i += 2;
      } else {
        bytes.write(plusIsBlank && b == '+' ? ' ' : b);
      }
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static int hexByte(byte high, byte low) {
    int first = Character.digit(high, 16);
    int second = Character.digit(low, 16);
    return first < 0 || second < 0 ? -1 : first << 4 | second;
  }
}
